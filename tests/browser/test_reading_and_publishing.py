"""What reading, publishing and withdrawing do to the next page."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.fake_newsroom import FakeNewsroom

pytestmark = pytest.mark.browser


def events(newsroom: FakeNewsroom, kind: str) -> list[dict[str, Any]]:
    return [event for event in newsroom.events if event["type"] == kind]


def card(page: Page, title: str) -> Any:
    return page.get_by_role("article", name=title)


def test_reading_an_article_changes_the_next_page(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    title = page.locator("#front h2").nth(4).inner_text()
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text("A click was sent")).to_be_visible()
    (click,) = events(newsroom, "click")
    assert click["reader_id"] == "r-1"
    assert click["impression_id"].endswith("_5")
    page.get_by_role("button", name="Back to the front page").click()
    expect(page.locator("#changes-line")).to_contain_text("gone")
    expect(card(page, title)).to_have_count(0)
    expect(page.get_by_role("region", name="Since the last load")).to_contain_text(title)
    expect(page.get_by_role("region", name="Lately read")).to_contain_text(title)
    expect(page.locator(".source-personalised").first).to_be_visible()


def test_an_article_opened_while_the_page_still_loads_stays_open(visit: Visit, newsroom: FakeNewsroom) -> None:
    newsroom.history_lag = 1.0
    page = visit(newsroom)
    title = page.locator("#front h2").nth(1).inner_text()
    page.get_by_role("link", name=title).click()
    page.wait_for_timeout(1_500)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_reading_view_tells_what_is_known_of_the_article(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    record = next(
        each for each in newsroom.articles.values() if each.get("companies") and card(page, each["title"]).count()
    )
    page.get_by_role("link", name=record["title"]).click()
    reading = page.get_by_role("article", name=record["title"])
    for text in (record["abstract"], ", ".join(record["topics"]), f"In this article: {', '.join(record['companies'])}"):
        expect(reading).to_contain_text(text)


def test_the_browsers_own_back_button_returns_to_the_front_page(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    title = page.locator("#front h2").first.inner_text()
    page.get_by_role("link", name=title).click()
    expect(page.get_by_text("A click was sent")).to_be_visible()
    page.go_back()
    expect(page.locator("#changes-line")).to_contain_text("gone")
    expect(card(page, title)).to_have_count(0)


def test_an_articles_own_address_opens_it(visit: Visit, newsroom: FakeNewsroom) -> None:
    article_id, record = next(iter(newsroom.articles.items()))
    page = visit(newsroom, f"/?reader=r-1&article={article_id}")
    expect(page.get_by_role("heading", level=1)).to_have_text(record["title"])
    page.get_by_role("button", name="Back to the front page").click()
    expect(page.locator("#front h2").first).to_be_visible()


def test_an_impression_is_what_was_in_view_for_a_second_and_is_sent_once(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    expect(page.locator("#impressions")).to_contain_text("impressions sent")
    seen = [event["article_id"] for event in events(newsroom, "impression")]
    shown = page.locator("#front > li").evaluate_all("all => all.map(each => each.dataset.article)")
    assert shown[0] in seen
    assert shown[-1] not in seen
    assert len(set(seen)) == len(seen)
    assert {len({event[name] for event in newsroom.events}) for name in ("event_id", "impression_id")} == {len(seen)}
    assert len({event["session_id"] for event in newsroom.events}) == 1


def test_impressions_that_wait_are_sent_when_the_page_is_left(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    page.wait_for_timeout(1_200)
    assert not newsroom.events
    page.goto("about:blank")
    for _ in range(50):
        page.wait_for_timeout(100)
        if newsroom.events:
            break
    assert len(events(newsroom, "impression")) == len(newsroom.events) > 0


def test_a_published_article_is_followed_to_its_place(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    page.get_by_role("button", name="Publish an article").click()
    dialog = page.get_by_role("dialog", name="Publish an article")
    for label in ("Title", "Abstract", "Topic", "Author"):
        expect(dialog.get_by_label(label)).not_to_have_value("")
    dialog.get_by_label("Title").fill("Council votes to keep the night ferry")
    dialog.get_by_label("Topic").fill("local")
    dialog.get_by_role("button", name="Publish now").click()
    expect(page.locator("#progress-text")).to_contain_text("Waiting for it to be recommended")
    expect(page.locator("#progress-text")).to_contain_text("is on this page at place 4")
    published = card(page, "Council votes to keep the night ferry")
    expect(published).to_contain_text("local")
    expect(published).to_contain_text("New")
    expect(published).to_contain_text("Just published")


def test_an_article_chosen_for_another_reader_only_is_shown_there(visit: Visit, newsroom: FakeNewsroom) -> None:
    newsroom.unchosen_for = "r-1"
    page = visit(newsroom)
    page.get_by_role("button", name="Publish an article").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator("#progress-text")).to_contain_text("was not chosen for this page")
    page.get_by_role("button", name="Show that page").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Front page of Nobody")


def test_a_draft_that_is_refused_says_which_field(visit: Visit, newsroom: FakeNewsroom, complaints: list[str]) -> None:
    page = visit(newsroom)
    page.get_by_role("button", name="Publish an article").click()
    dialog = page.get_by_role("dialog", name="Publish an article")
    dialog.get_by_label("Title").fill("   ")
    dialog.get_by_role("button", name="Publish now").click()
    expect(dialog.get_by_role("alert")).to_contain_text("title:")
    complaints.clear()


def test_a_withdrawn_article_leaves_after_a_confirmation(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    title = page.locator("#front h2").first.inner_text()
    card(page, title).locator("summary").click()
    card(page, title).get_by_role("button", name="Withdraw this article").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator("#progress-text")).to_contain_text("was gone")
    expect(card(page, title)).to_have_count(0)
    (withdrawn,) = [record for record in newsroom.articles.values() if record["status"] == "withdrawn"]
    assert withdrawn["title"] == title
    assert withdrawn["updated_at"] > withdrawn["published_at"]


def test_an_article_stays_when_the_editor_thinks_better_of_it(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    title = page.locator("#front h2").first.inner_text()
    card(page, title).locator("summary").click()
    card(page, title).get_by_role("button", name="Withdraw this article").click()
    page.get_by_role("button", name="Keep it").click()
    expect(card(page, title)).to_be_visible()
    assert not [record for record in newsroom.articles.values() if record["status"] == "withdrawn"]
