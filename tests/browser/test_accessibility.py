"""The page for those who use a keyboard, a screen reader, a phone or a dark room."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import REPOSITORY
from tests.browser.conftest import Visit
from tests.browser.fake_newsroom import FakeNewsroom

pytestmark = pytest.mark.browser

AXE = Path(REPOSITORY, "node_modules", "axe-core", "axe.min.js")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and its own best practices."""
    page.evaluate(AXE.read_text() + "; undefined")
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_view(visit: Visit, newsroom: FakeNewsroom, scheme: str) -> None:
    newsroom.degraded = ("trending",)
    page = visit(newsroom, color_scheme=scheme)
    page.locator("#front summary").first.click()
    assert violations(page) == []
    page.get_by_role("button", name="Front page of").click()
    expect(page.locator("#readers button").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Publish an article").click()
    expect(page.get_by_role("dialog").get_by_label("Title")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("#front h2 a").nth(1).click()
    expect(page.get_by_text("A click was sent")).to_be_visible()
    assert violations(page) == []


def test_nothing_scrolls_sideways_on_a_phone(visit: Visit, newsroom: FakeNewsroom) -> None:
    longest = next(iter(newsroom.articles.values()))
    longest["title"] = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft meets"
    page = visit(newsroom, **PHONE)
    sideways = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(sideways) <= 0
    page.locator("#front summary").nth(6).click()
    box = page.locator("details[open] .menu-box").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate(sideways) <= 0
    page.locator("#front h2 a").first.click()
    expect(page.get_by_text("A click was sent")).to_be_visible()
    assert page.evaluate(sideways) <= 0


def test_the_whole_page_works_from_the_keyboard(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)

    def focused() -> str:
        return str(page.evaluate("document.activeElement.textContent.trim()"))

    page.keyboard.press("Tab")
    assert focused() == "Skip to the front page"
    for tab in ("Front page", "Morning mail", "Rules"):
        page.keyboard.press("Tab")
        assert focused() == tab
    page.keyboard.press("Tab")
    assert focused().startswith("Front page of")
    page.keyboard.press("Enter")
    page.get_by_label("Search by name, taste or id").wait_for()
    page.keyboard.type("technology")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cem Ashdown")
    for expected in ("Load again", "Publish an article"):
        page.keyboard.press("Tab")
        assert focused() == expected
    page.keyboard.press("Tab")
    title = page.locator("#front h2").first.inner_text()
    assert focused() == title
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("details.menu[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("details.menu[open]")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert focused() == title
    page.keyboard.press("Shift+Tab")
    assert focused() == "Back to the front page"
    page.keyboard.press("Enter")
    expect(page.locator("#changes-line")).to_contain_text("gone")
    assert focused().startswith("Front page of Cem Ashdown")


def test_the_skip_link_leads_past_the_desk(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#front') !== null")


def test_focus_stays_with_its_article_when_the_list_is_loaded_again(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    link = page.locator("#front h2 a").nth(2)
    title = link.inner_text()
    link.focus()
    page.evaluate("document.getElementById('load-again').click()")
    expect(page.locator("#changes-line")).to_contain_text("nothing has changed")
    assert page.evaluate("document.activeElement.textContent") == title


def test_a_page_loads_nothing_from_elsewhere(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    hosts = page.evaluate("performance.getEntriesByType('resource').map(each => new URL(each.name).origin)")
    assert set(hosts) == {page.evaluate("location.origin")}
