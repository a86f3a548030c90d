"""What editors change without JSON: pins, and the share of just-published articles."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.fake_newsroom import FakeNewsroom
from tests.browser.playground import WIDTHS, editor, list_of, lists_of, open_playground, save, saved

pytestmark = pytest.mark.browser


@WIDTHS
def test_an_article_is_pinned_from_its_card_shown_saved_and_unpinned(
    visit: Visit, newsroom: FakeNewsroom, device: dict[str, Any]
) -> None:
    page = visit(newsroom, "/?reader=r-1", **device)
    card = page.locator("#front > li").nth(4)
    title, article_id = card.locator("h2").inner_text(), card.get_attribute("data-article")
    card.locator("summary").click()
    card.get_by_role("button", name="Pin to a place…").click()
    dialog = page.get_by_role("dialog", name="Pin an article")
    expect(dialog).to_contain_text(title)
    expect(dialog.get_by_label("Place")).to_have_value("5")
    dialog.get_by_label("Place").fill("2")
    dialog.get_by_role("button", name="Show the pin").click()
    expect(page.locator("#pins")).to_contain_text(title)
    expect(page.locator("#pins")).to_contain_text("at place 2, until")
    expect(list_of(page, "As edited").locator("li").nth(1)).to_contain_text(title)
    assert newsroom.documents.saved == {}
    save(page, by="Ada", why="the story of the day")
    expect(page.get_by_text("Revision 1 is in force")).to_be_visible()
    (pin,) = [rule for rule in saved(newsroom, 1)["rules"] if rule["rule"] == "pin_article"]
    assert (pin["params"]["article_id"], pin["params"]["slot"]) == (article_id, 2)
    assert datetime.fromisoformat(pin["params"]["until"]) > datetime.now(UTC) + timedelta(hours=22)
    page.get_by_role("button", name="Unpin").click()
    expect(page.locator("#no-pins")).to_be_visible()
    expect(page.get_by_role("button", name="Save…")).to_be_enabled()


def test_an_article_is_found_and_pinned_from_the_playground(visit: Visit, newsroom: FakeNewsroom) -> None:
    newsroom.articles["a-9"]["title"] = "Ferry runs all night"
    page = open_playground(visit, newsroom)
    page.get_by_role("button", name="Pin an article…").click()
    dialog = page.get_by_role("dialog", name="Pin an article")
    dialog.get_by_label("Search by title or id").fill("night ferry")
    dialog.get_by_role("button", name="Ferry runs all night").click()
    dialog.get_by_role("button", name="Show the pin").click()
    expect(page.locator("#pins")).to_contain_text("Ferry runs all night at place 1")
    expect(list_of(page, "As edited").locator(".line-title").first).to_have_text("Ferry runs all night")


def test_a_pin_for_a_time_that_is_over_is_refused(visit: Visit, newsroom: FakeNewsroom, complaints: list[str]) -> None:
    page = open_playground(visit, newsroom)
    page.get_by_role("button", name="Pin an article…").click()
    page.get_by_label("Search by title or id").fill("a-9")
    page.get_by_label("Search by title or id").press("Enter")
    page.get_by_label("Until").fill("2026-01-01T08:00")
    page.get_by_role("button", name="Show the pin").click()
    expect(page.locator("#playground-problem")).to_contain_text("until: must be in the future")
    complaints.clear()


@WIDTHS
def test_the_share_of_just_published_articles_is_a_slider(
    visit: Visit, newsroom: FakeNewsroom, device: dict[str, Any]
) -> None:
    page = open_playground(visit, newsroom, **device)
    slider = page.get_by_role("slider", name="Just-published articles")
    expect(slider).to_have_value("20")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.get_by_role("spinbutton")).to_have_value("0")
    expect(lists_of(page, "Ana Lindqvist")).to_contain_text("fell out")
    assert json.loads(editor(page).input_value())["just_published"]["share"] == 0
    page.get_by_role("spinbutton").fill("35")
    page.keyboard.press("Enter")
    expect(editor(page)).to_have_value(re.compile('"share": 0.35'))
    expect(slider).to_have_value("35")
