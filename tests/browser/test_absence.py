"""Why an article is not on the page, asked where it is missed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from newsroom.preview.newsroom import Click
from tests.browser.conftest import Visit
from tests.browser.fake_newsroom import FakeNewsroom
from tests.browser.playground import SIDEWAYS, WIDTHS

pytestmark = pytest.mark.browser


def ask(page: Page, typed: str) -> None:
    page.get_by_label("An article, by title or id").fill(typed)
    page.get_by_label("An article, by title or id").press("Enter")


@WIDTHS
def test_an_article_that_is_missed_is_found_by_its_title_and_explained(
    visit: Visit, newsroom: FakeNewsroom, device: dict[str, Any]
) -> None:
    newsroom.articles["a-9"] |= {
        "title": "Ferry runs all <b>night</b>",
        "embargo_until": (datetime.now(UTC) + timedelta(hours=3)).isoformat(),
    }
    page = visit(newsroom, **device)
    page.get_by_label("An article, by title or id").fill("ferry night")
    page.get_by_role("button", name="Ferry runs all").click()
    answer = page.locator("#absence-answer")
    expect(answer).to_contain_text("Ferry runs all <b>night</b>")
    expect(answer).to_contain_text("It is under embargo until")
    assert page.evaluate(SIDEWAYS) <= 0


def test_each_thing_that_keeps_an_article_away_has_its_own_words(visit: Visit, newsroom: FakeNewsroom) -> None:
    long_ago = (datetime.now(UTC) - timedelta(days=9)).isoformat()
    newsroom.articles["a-10"]["status"] = "withdrawn"
    newsroom.articles["a-11"]["published_at"] = long_ago
    newsroom.articles["a-12"]["editorial_flags"] = ["graphic"]
    newsroom.clicks["r-1"].append(Click(article_id="a-13", occurred_at=datetime.now(UTC)))
    page = visit(newsroom)
    answer = page.locator("#absence-answer")
    for article_id, words in {
        "a-10": "It was withdrawn.",
        "a-11": "It is older than the 72 hours that home goes back.",
        "a-12": "The rule “no-risk” refuses it",
        "a-13": "The reader has read it already.",
        "a-99": "There is no article with this id.",
    }.items():
        ask(page, article_id)
        expect(answer).to_contain_text(words)


def test_the_answer_is_about_the_reader_whose_page_it_is(visit: Visit, newsroom: FakeNewsroom) -> None:
    newsroom.clicks["r-22"].append(Click(article_id="a-13", occurred_at=datetime.now(UTC)))
    page = visit(newsroom, "/?reader=r-22")
    ask(page, "a-13")
    expect(page.locator("#absence-answer")).to_contain_text("The reader has read it already.")
    page.get_by_role("button", name="Front page of").click()
    page.get_by_role("button", name="Ana Lindqvist").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana Lindqvist")
    expect(page.locator("#absence-answer")).to_be_empty()
