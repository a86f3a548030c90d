"""What an editor sees on the preview page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.fake_newsroom import FakeNewsroom

pytestmark = pytest.mark.browser


def titles(page: Page) -> list[str]:
    return page.locator("#front h2").all_inner_texts()


def test_the_page_opens_with_the_first_reader_and_the_newsrooms_name(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    expect(page.locator("#nameplate")).to_have_text("The Test Courier")
    expect(page.get_by_role("button", name="Front page of")).to_contain_text("Ana Lindqvist")
    expect(page.get_by_role("heading", level=1)).to_have_text("Front page of Ana Lindqvist, 16 articles")


def test_a_reader_is_found_by_taste_and_gets_an_own_page(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    before = titles(page)
    page.get_by_role("button", name="Front page of").click()
    page.get_by_label("Search by name, taste or id").fill("aviation")
    expect(page.locator("#reader-count")).to_have_text("1 reader")
    page.get_by_role("button", name="Bo Vestergaard").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bo Vestergaard")
    assert titles(page) != before
    assert page.url.endswith("?reader=r-22")


def test_any_reader_id_can_be_typed(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    page.get_by_role("button", name="Front page of").click()
    page.get_by_label("Search by name, taste or id").fill("someone/else")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Front page of someone/else")


def test_nobody_gets_a_page_too(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    page.get_by_role("button", name="Front page of").click()
    page.get_by_role("button", name="Nobody").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Front page of Nobody, 16 articles")


def test_the_address_names_the_reader(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom, "/?reader=r-333")
    expect(page.get_by_role("button", name="Front page of")).to_contain_text("Cem Ashdown")


def test_better_places_get_larger_pictures_and_headlines(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    widths = [page.locator(f".{slot} img").first.bounding_box() for slot in ("lead", "secondary", "listed")]
    assert [box["width"] for box in widths if box] == sorted((box["width"] for box in widths if box), reverse=True)
    sizes = [
        float(page.locator(f".{slot} h2").first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)"))
        for slot in ("lead", "secondary", "listed")
    ]
    assert sizes == sorted(set(sizes), reverse=True)
    for picture in page.locator("#front img").all()[:3]:
        expect(picture).not_to_have_js_property("naturalWidth", 0)


def test_every_article_names_topic_age_source_and_reason(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    for card in page.locator("#front article").all():
        topic, age = card.locator(".topic").inner_text(), card.locator("time").inner_text()
        assert topic
        assert age.endswith("ago")
        assert card.locator(".why").inner_text().strip() in {"Trending Much read right now", "Just published"}


def test_the_moves_of_the_rules_are_told_with_places_and_outcome(visit: Visit, newsroom: FakeNewsroom) -> None:
    pictured = newsroom.articles["a-20"]
    for record in newsroom.articles.values():
        if record is not pictured:
            record.pop("image", None)
    page = visit(newsroom)
    lead = page.locator("#front > li").first
    expect(lead.locator("h2")).to_have_text(pictured["title"])
    rule = page.locator("#rules .rules > li").filter(has_text="Lead needs picture")
    expect(rule).to_contain_text("kept")
    moved = rule.locator(".notes li")
    expect(moved).to_contain_text(re.compile(rf"^{re.escape(pictured['title'])} from \d+ to 1$"))
    place_before = moved.inner_text().split()[-3]
    expect(lead).to_contain_text(f"Lifted by the rules: was {place_before}")


def test_the_failed_sources_of_a_degraded_list_are_named(visit: Visit, newsroom: FakeNewsroom) -> None:
    newsroom.degraded = ("personalised", "trending")
    page = visit(newsroom)
    expect(page.get_by_role("region", name="Degraded")).to_contain_text("No answer from: personalised, trending.")
    expect(page.locator("#front .source").first).to_have_text("Popular")


def test_a_whole_list_shows_no_degraded_banner(visit: Visit, newsroom: FakeNewsroom) -> None:
    expect(visit(newsroom).get_by_role("region", name="Degraded")).to_be_hidden()


def test_articles_known_by_id_alone_get_a_page(visit: Visit) -> None:
    bare = [{"article_id": str(160_974 + number), "published_at": "2017-10-06T12:00:00Z"} for number in range(20)]
    page = visit(FakeNewsroom(bare))
    assert all(title.startswith("Article 16") for title in titles(page))
    expect(page.locator("#front .kicker").first).to_have_text("6 October 2017")
    page.locator("#front h2 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Article 16")
    expect(page.get_by_text("A click was sent")).to_be_visible()


def test_an_api_that_fails_is_said_and_can_be_tried_again(
    visit: Visit, newsroom: FakeNewsroom, complaints: list[str]
) -> None:
    page = visit(newsroom)
    failure = '{"title": "Unavailable", "status": 503, "detail": "The article store is away."}'
    page.route(
        "**/v1/recommendations?*",
        lambda route: route.fulfill(status=503, content_type="application/problem+json", body=failure),
    )
    page.get_by_role("button", name="Load again").click()
    expect(page.get_by_role("alert").filter(has_text="The article store is away.")).to_be_visible()
    assert any("503" in complaint for complaint in complaints)
    complaints.clear()
    page.unroute("**/v1/recommendations?*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#changes-line")).to_have_text("Since the last load nothing has changed.")
    expect(page.locator("#problem")).to_be_hidden()
