"""The sample newsroom, deployed: what its editors see on the page in a real browser, and what its API promises."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from newsroom.demo import preview_of
from newsroom.house import House
from newsroom.preview.server import create_app
from newsroom.processes import wait_for
from newsroom.proof import untrue_reasons
from newsroom.website import Website, shown
from tests.browser.serving import serving

A_READER_S_BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
"""A browser without a window says so by itself, and what it reports is not kept."""


@pytest.fixture(scope="module")
def website(house: House) -> Website:
    return Website(house.api_url, house.website_key)


@pytest.fixture(scope="module")
def page(house: House, browser: Browser) -> Iterator[Page]:
    """The page in Chromium; no test leaves an error in the browser's console."""
    complaints: list[str] = []
    with serving(create_app(preview_of(house))) as url:
        opened = browser.new_page(
            viewport={"width": 1280, "height": 900}, reduced_motion="reduce", user_agent=A_READER_S_BROWSER
        )
        opened.set_default_timeout(15_000)
        expect.set_options(timeout=15_000)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        opened.goto(url)
        opened.wait_for_selector("#front[aria-busy=false]")
        yield opened
        opened.close()
    assert complaints == []


def test_every_reason_is_true_of_its_reader_s_clicks(house: House, website: Website) -> None:
    for reader in house.data.readers[:12]:
        answer = website.list_for(reader.id)
        history = [interaction for interaction in house.interactions if interaction.reader_key == reader.id]
        assert untrue_reasons(answer, history, house.articles, now=datetime.now(UTC)) == []


def test_pages_of_one_list_repeat_nothing(house: House, website: Website) -> None:
    reader = house.data.readers[3].id
    first = website.list_for(reader, limit=7)
    second = website.list_for(reader, limit=7, cursor=first["next_cursor"])
    assert second["list_id"] == first["list_id"]
    assert not set(shown(first)) & set(shown(second))


def test_a_list_for_nobody_may_be_cached_and_a_reader_s_may_not(house: House, website: Website) -> None:
    assert website.ask(None, {}).headers["cache-control"].startswith("public")
    assert website.ask(house.data.readers[0].id, {}).headers["cache-control"] == "private, no-store"


def test_explaining_needs_its_scope(website: Website) -> None:
    refused = website.ask(None, {"explain": "true"})
    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")


def test_the_anonymous_browser_that_agreed_and_keeps_its_cookie_is_recognised(website: Website) -> None:
    listed = shown(website.list_for(None))
    now = datetime.now(UTC).isoformat()
    event = {"event_id": "anonymous-1", "type": "click", "article_id": listed[0], "occurred_at": now}
    agreed = {"Cookie": "profiling=true"}
    answer = httpx.post(f"{website.api_url}/events", json={"events": [event]}, headers=agreed, timeout=15)
    cookie = answer.headers["set-cookie"].partition(";")[0]

    def still_listed() -> bool:
        again = httpx.get(f"{website.api_url}/recommendations", headers={"Cookie": cookie}, timeout=15).json()
        return listed[0] in shown(again)

    wait_for(lambda: not still_listed(), seconds=10, otherwise="the article that was read is still listed")
    assert listed[0] in shown(website.list_for(None))


def test_the_page_shows_a_reader_s_front_page_with_a_reason_under_every_article(page: Page, house: House) -> None:
    expect(page.locator("#nameplate")).to_have_text(house.data.masthead)
    expect(page.get_by_role("heading", level=1)).to_contain_text(house.data.readers[0].name)
    assert page.locator("#front article").count() == 16
    assert all(text.strip() for text in page.locator("#front article .why").all_inner_texts())
    expect(page.locator("#front img").first).to_have_js_property("naturalWidth", 1200)


def test_reading_an_article_on_the_page_takes_it_off_the_next_one(page: Page) -> None:
    title = page.locator("#front h2").nth(4).inner_text()
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_text("A click was sent")).to_be_visible()
    page.get_by_role("button", name="Back to the front page").click()
    expect(page.get_by_role("region", name="Since the last load")).to_contain_text(title)
    expect(page.locator("#front h2").filter(has_text=title)).to_have_count(0)


def test_an_article_published_on_the_page_is_served_and_gone_when_withdrawn(page: Page) -> None:
    title = "Council votes to keep the night ferry to Eastholm"
    page.get_by_role("button", name="Publish an article").click()
    page.get_by_role("dialog", name="Publish an article").get_by_label("Title", exact=True).fill(title)
    page.get_by_role("button", name="Publish now").click()
    card = page.get_by_role("article", name=title)
    expect(card).to_be_visible()
    card.locator("summary").click()
    card.get_by_role("button", name="Withdraw this article").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator("#progress-text")).to_contain_text("gone")
    expect(card).to_have_count(0)
