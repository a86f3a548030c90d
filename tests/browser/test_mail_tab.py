"""The mail a reader would get, beside the front page."""

from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from newsrec.digest.model import Finding
from tests.browser.conftest import Visit
from tests.browser.fake_mail import DIGEST
from tests.browser.fake_newsroom import FakeNewsroom
from tests.browser.test_accessibility import PHONE, violations

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="document.title=1"> & <b>co</b>'


def tab(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="What the reader gets").get_by_role("link", name=name)


def envelope(page: Page, name: str) -> Locator:
    return page.locator(f".envelope dt:text-is('{name}') + dd")


def html_part(page: Page) -> FrameLocator:
    return page.frame_locator("#mail iframe")


def frame_width(page: Page) -> int:
    return int(page.locator("#mail iframe").evaluate("frame => frame.contentWindow.innerWidth"))


def change_mail(newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    original = newsroom.mail_of
    monkeypatch.setattr(newsroom, "mail_of", lambda reader_id: replace(original(reader_id), **changes))


def test_the_tab_shows_the_readers_mail_whole_as_it_would_be_sent(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    tab(page, "Morning mail").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Morning mail of Ana Lindqvist")
    sent = newsroom.mail_of("r-1")
    for name, value in {
        "From": sent.from_,
        "To": sent.to,
        "Subject": sent.subject,
        "Preheader": sent.preheader,
    }.items():
        expect(envelope(page, name)).to_have_text(value)
    expect(page.get_by_role("group", name="In an inbox")).to_have_text(
        f"The Test Courier {sent.subject} {sent.preheader}"
    )
    expect(html_part(page).get_by_role("heading", level=2)).to_have_count(DIGEST.items)
    assert html_part(page).locator("h1").evaluate("title => getComputedStyle(title).fontSize") == "36px"
    cut_off = "frame => frame.contentDocument.documentElement.scrollHeight - frame.clientHeight"
    expect(page.locator("#mail iframe")).to_be_visible()
    page.wait_for_function(f"({cut_off})(document.querySelector('#mail iframe')) === 0")


def test_headers_size_and_an_untroubled_check_stand_beside_the_mail(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom, "/#mail")
    sent = newsroom.mail_of("r-1")
    names = page.get_by_role("region", name="Headers").locator("dt")
    expect(names).to_have_text(list(sent.headers))
    expect(page.get_by_role("region", name="Headers").locator("dd")).to_have_text(list(sent.headers.values()))
    expect(page.get_by_role("region", name="Size")).to_contain_text(f"{sent.size_bytes / 1_000:.1f} kB")
    expect(page.get_by_role("region", name="What the checks found")).to_contain_text("Nothing to object.")
    expect(page.get_by_role("region", name="Held back")).to_have_count(0)


def test_the_address_keeps_tab_and_reader(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    tab(page, "Morning mail").click()
    expect(envelope(page, "To")).to_contain_text("r-1@")
    page.get_by_role("button", name="Morning mail of").click()
    page.get_by_role("button", name="Bo Vestergaard").click()
    expect(envelope(page, "To")).to_contain_text("r-22@")
    assert page.url.endswith("?reader=r-22#mail")
    page.reload()
    expect(envelope(page, "To")).to_contain_text("r-22@")
    expect(tab(page, "Morning mail")).to_have_attribute("aria-current", "page")
    page.go_back()
    expect(envelope(page, "To")).to_contain_text("r-1@")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Front page of Ana Lindqvist")
    expect(tab(page, "Front page")).to_have_attribute("aria-current", "page")
    expect(tab(page, "Morning mail")).not_to_have_attribute("aria-current", "page")


def test_the_tabs_work_from_the_keyboard(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    tab(page, "Morning mail").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#mail-title")).to_be_focused()
    expect(page.get_by_label("Desktop")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Desktop")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Phone")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Plain text")).to_be_checked()
    expect(page.locator("#mail pre")).to_be_visible()
    page.get_by_role("link", name="Skip to the mail").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#mail-view') !== null")
    assert page.url.endswith("#mail")
    tab(page, "Front page").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#front-title")).to_be_focused()


def test_the_mail_is_shown_in_the_width_of_a_window_and_of_a_phone(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom, "/#mail")
    assert frame_width(page) >= 600
    page.get_by_label("Phone").check()
    expect(html_part(page).locator("h1")).to_be_visible()
    assert frame_width(page) == 390
    assert html_part(page).locator("html").evaluate("html => html.scrollWidth") == 390
    page.get_by_role("button", name="Load again").click()
    expect(page.get_by_label("Phone")).to_be_checked()


def test_the_plain_text_is_the_whole_text_part(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom, "/#mail")
    page.get_by_label("Plain text").check()
    expect(page.locator("#mail iframe")).to_have_count(0)
    shown = page.locator("#mail pre").evaluate("pre => pre.textContent")
    assert shown == newsroom.mail_of("r-1").text


def test_loading_again_shows_what_a_click_has_changed(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    title = page.locator("#front h2").first.inner_text()
    page.get_by_role("link", name=title).click()
    expect(page.get_by_text("A click was sent")).to_be_visible()
    page.wait_for_timeout(500)
    tab(page, "Morning mail").click()
    expect(html_part(page).get_by_role("heading", level=2)).to_have_count(DIGEST.items)
    expect(html_part(page).get_by_role("heading", name=title)).to_have_count(0)
    first = next(iter(html_part(page).get_by_role("heading", level=2).all_inner_texts()))
    (gone,) = [article_id for article_id, record in newsroom.articles.items() if record["title"] == first]
    newsroom.articles[gone]["status"] = "withdrawn"
    page.get_by_role("button", name="Load again").click()
    expect(envelope(page, "Subject")).not_to_have_text(first)
    expect(html_part(page).get_by_role("heading", name=first)).to_have_count(0)


def test_a_hostile_title_is_text_everywhere(visit: Visit, newsroom: FakeNewsroom) -> None:
    for record in newsroom.articles.values():
        record["title"] = HOSTILE
    page = visit(newsroom, "/#mail")
    expect(envelope(page, "Subject")).to_have_text(newsroom.mail_of("r-1").subject)
    expect(envelope(page, "Subject")).to_contain_text("<img src=x")
    expect(html_part(page).get_by_role("heading", level=2).first).to_have_text(HOSTILE)
    assert page.locator("#mail img").count() == 0
    assert page.title().startswith("Ana Lindqvist")


def test_a_mail_runs_no_script(
    visit: Visit, newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch, complaints: list[str]
) -> None:
    hostile = (
        "<!doctype html><title>x</title><script>parent.document.title = 'taken'</script>"
        "<p onclick=\"parent.document.title='taken'\">press</p>"
        "<a href=\"javascript:parent.document.title='taken'\">go</a>"
    )
    change_mail(newsroom, monkeypatch, html=hostile)
    page = visit(newsroom, "/#mail")
    html_part(page).get_by_text("press").click()
    assert html_part(page).locator("a[href]").count() == 0
    assert page.title().startswith("Ana Lindqvist")
    assert all("script" in complaint for complaint in complaints)
    complaints.clear()


def test_links_open_beside_the_page_and_pictures_of_other_sites_stay_away(visit: Visit, newsroom: FakeNewsroom) -> None:
    for record in newsroom.articles.values():
        if "image" in record:
            record["image"]["url"] = "https://pictures.harwick-courier.example/bridge.jpg"
    page = visit(newsroom, "/#mail")
    links = html_part(page).locator("a[href]")
    assert set(links.evaluate_all("all => all.map(link => link.target + ' ' + link.rel)")) == {
        "_blank noopener noreferrer"
    }
    pictures = html_part(page).locator("img")
    expect(page.get_by_text("not loaded here")).to_contain_text(f"{pictures.count()} picture")
    kept = pictures.first.evaluate("image => [image.alt !== '', image.clientWidth / image.clientHeight]")
    assert kept == [True, pytest.approx(1200 / 720, rel=0.02)]
    origins = pictures.evaluate_all("all => all.map(image => new URL(image.src).origin)")
    assert set(origins) == {page.evaluate("location.origin")}


def test_too_few_articles_hold_the_mail_back_with_the_reason(visit: Visit, newsroom: FakeNewsroom) -> None:
    few = dict(list(newsroom.articles.items())[:3])
    page = visit(FakeNewsroom(list(few.values())), "/#mail")
    expect(page.get_by_role("heading", name="No mail for Ana Lindqvist now")).to_be_visible()
    expect(page.locator("#mail")).to_contain_text("Only 3 articles are left to send; a mail has at least 4.")
    assert violations(page) == []


def test_a_mail_the_checks_hold_back_is_shown_with_what_they_found(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom, "/?reader=no+address#mail")
    expect(page.get_by_role("region", name="Held back")).to_contain_text("1 finding of the checks held it back: E01.")
    finding = page.get_by_role("region", name="What the checks found").get_by_role("listitem")
    expect(finding).to_contain_text("E01 holds back")
    expect(finding).to_contain_text("recipient.email")
    expect(html_part(page).get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []


def test_remarks_hold_nothing_back(visit: Visit, newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    change_mail(newsroom, monkeypatch, findings=[Finding(code="E09", message="HTML: is long", hard=False)])
    page = visit(newsroom, "/#mail")
    expect(page.get_by_role("region", name="What the checks found")).to_contain_text("E09 remark")
    expect(page.get_by_role("region", name="Held back")).to_have_count(0)


def test_nobody_is_told_that_a_mail_needs_a_reader(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom, "/?reader=#mail")
    expect(page.get_by_role("heading", name="A mail needs a reader")).to_be_visible()
    page.get_by_role("button", name="Morning mail of").click()
    page.get_by_role("button", name="Cem Ashdown").click()
    expect(envelope(page, "To")).to_contain_text("r-333@")


def test_a_mail_that_cannot_be_composed_is_said_and_can_be_tried_again(
    visit: Visit, newsroom: FakeNewsroom, complaints: list[str]
) -> None:
    page = visit(newsroom)
    failure = '{"status": 503, "detail": "Not available just now: DigestLedger."}'
    page.route(
        "**/newsroom/reader/*/mail",
        lambda route: route.fulfill(status=503, content_type="application/problem+json", body=failure),
    )
    tab(page, "Morning mail").click()
    expect(page.locator("#mail .problem")).to_contain_text("The mail cannot be shown. Not available just now")
    assert any("503" in complaint for complaint in complaints)
    complaints.clear()
    page.unroute("**/newsroom/reader/*/mail")
    page.get_by_role("button", name="Try again").click()
    expect(envelope(page, "To")).to_contain_text("r-1@")


def test_while_a_mail_is_composed_the_page_says_so(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom)
    waiting: list[Any] = []
    page.route("**/newsroom/reader/*/mail", lambda route: waiting.extend([route]))
    tab(page, "Morning mail").click()
    expect(page.locator("#mail")).to_have_text("Composing the mail of Ana Lindqvist…")
    expect(page.locator("#mail")).to_have_attribute("aria-busy", "true")
    waiting[0].continue_()
    expect(page.locator("#mail")).to_have_attribute("aria-busy", "false")


def test_publishing_leads_from_the_mail_to_the_front_page(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = visit(newsroom, "/#mail")
    page.get_by_role("button", name="Publish an article").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Front page of Ana Lindqvist")
    expect(page.locator("#progress-text")).to_contain_text("is on this page at place")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visit: Visit, newsroom: FakeNewsroom, scheme: str, device: dict[str, Any]
) -> None:
    page = visit(newsroom, "/#mail", color_scheme=scheme, **device)
    for width in ("Desktop", "Phone"):
        page.get_by_label(width).check()
        expect(html_part(page).locator("h1")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_label("Plain text").check()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
