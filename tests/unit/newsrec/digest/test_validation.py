"""Each code on a mail that is right but for one thing."""

import dataclasses
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from newsrec.digest.model import DigestItem, Finding, Mail
from newsrec.digest.unsubscribing import unsubscribe_url
from newsrec.digest.validation import findings
from newsrec.model import ArticleStatus, Reason, Source, Sponsor
from tests.unit.newsrec.digest.mails import (
    DIGEST,
    EDITION,
    IMAGE,
    KEY,
    LEAVING,
    PUBLISHER,
    READER,
    composed,
    item,
    items,
)
from tests.unit.newsrec.records import NOW

SPONSOR = Sponsor(sponsor="Acme", label="Paid content")


def found(mail: Mail, shown: Sequence[DigestItem], **changed: Any) -> Sequence[Finding]:
    values = {"digest": DIGEST, "edition": EDITION, "publisher": PUBLISHER, "now": NOW} | changed
    return findings(mail, shown, **values)


def codes(mail: Mail, shown: Sequence[DigestItem], **changed: Any) -> set[tuple[str, bool]]:
    return {(finding.code, finding.hard) for finding in found(mail, shown, **changed)}


def broken(**changed: Any) -> set[tuple[str, bool]]:
    """What is found in a mail of which some fields were changed after it was composed."""
    shown = items(image=IMAGE)
    return codes(dataclasses.replace(composed(shown), **changed), shown)


def swapped(part: str, old: str, new: str) -> set[tuple[str, bool]]:
    text = getattr(composed(items(image=IMAGE)), part)
    assert old in text
    return broken(**{part: text.replace(old, new)})


def test_a_mail_as_it_was_composed_has_no_findings() -> None:
    assert broken() == set()


@pytest.mark.parametrize(
    "email",
    ["", "anna", "anna@", "@mail.example", "a@b@mail.example", "änna@mail.example", "anna@mail.example\nBcc: all@x.y"],
)
def test_e01_an_address_that_can_not_be_mailed(email: str) -> None:
    shown = items()
    mail = composed(shown, recipient=dataclasses.replace(READER, email=email))
    assert codes(mail, shown) == {("E01", True)}


def test_e02_after_the_deadline_nothing_goes_out() -> None:
    shown = items()
    assert codes(composed(shown), shown, now=EDITION.deadline) == set()
    assert codes(composed(shown), shown, now=EDITION.deadline + timedelta(seconds=1)) == {("E02", True)}


@pytest.mark.parametrize(
    "first",
    [
        {"status": ArticleStatus.WITHDRAWN},
        {"embargo_until": NOW + timedelta(minutes=1)},
        {"expires_at": NOW},
        {"published_at": NOW + timedelta(minutes=1)},
        {"title": None},
    ],
)
def test_e03_an_article_that_may_not_be_shown(first: dict[str, Any]) -> None:
    shown = items(**first)
    assert codes(composed(shown), shown) == {("E03", True)}


def test_e03_too_few_articles_the_same_one_twice_and_one_that_was_not_chosen() -> None:
    shown = items(3)
    [finding] = found(composed(shown), shown)
    assert (finding.code, finding.message) == ("E03", "articles: must be at least 4, not 3")
    shown = [*items(4), item("a4")]
    [finding] = found(composed(shown), shown)
    assert finding.message == "article a4: is in the mail 2 times"
    [finding] = found(composed(items(5)), items(4))
    assert finding.message == "article a5: was not chosen for this reader"


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": ""},
        {"subject": "x" * 51},
        {"subject": "Good news\r\nBcc: all@mail.example"},
        {"preheader": "Too short"},
        {"preheader": "x" * 101},
        {
            "subject": "The same words in the subject and after it",
            "preheader": "THE same words in the subject and after it",
        },
    ],
)
def test_e04_a_subject_or_preheader_out_of_bounds(changed: dict[str, Any]) -> None:
    assert broken(**changed) == {("E04", True)}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "List-Unsubscribe": f"<{LEAVING}>"},
        {"List-Unsubscribe": f"<{LEAVING}>", "List-Unsubscribe-Post": "yes"},
        {"List-Unsubscribe": f"<{LEAVING}>, <{LEAVING}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        {"List-Unsubscribe": LEAVING, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    ],
)
def test_e05_unsubscribe_headers_that_mail_clients_do_not_take(headers: dict[str, str]) -> None:
    assert ("E05", True) in broken(headers=headers)


@pytest.mark.parametrize(
    "url",
    [
        unsubscribe_url("https://mail.courier.example/unsubscribe", "r2", "morning", KEY),
        unsubscribe_url("https://mail.courier.example/unsubscribe", "r1", "evening", KEY),
        "https://mail.courier.example/unsubscribe?token=abc",
        "https://mail.courier.example/unsubscribe",
    ],
)
def test_e05_a_link_that_takes_out_somebody_else_or_nobody(url: str) -> None:
    shown = items()
    assert codes(composed(shown, unsubscribe_url=url), shown) == {("E05", True)}


def test_e05_a_link_without_https() -> None:
    shown = items()
    mail = composed(shown, unsubscribe_url=LEAVING.replace("https:", "http:"))
    assert {("E05", True), ("E07", True)} == codes(mail, shown)


def test_e06_no_text_part_or_one_without_an_article() -> None:
    assert ("E06", True) in broken(text=" \n")
    assert swapped("text", "https://courier.example/a3\n", "") == {("E06", True)}


@pytest.mark.parametrize(
    "url",
    [
        "http://courier.example/a1",
        "https://elsewhere.example/a1",
        "//elsewhere.example/a1",
        "https://courier.example@elsewhere.example/a1",
        "https://courier.example.elsewhere.example/a1",
        "https://elsewhere.example\\@courier.example/",
        "javascript:alert(1)",
        "https://[broken",
    ],
)
def test_e07_a_link_that_leads_elsewhere(url: str) -> None:
    shown = items(url=url)
    assert codes(composed(shown), shown) == {("E07", True)}


def test_e07_an_article_without_an_address_and_one_on_a_host_that_is_allowed() -> None:
    shown = items(url=None)
    assert codes(composed(shown), shown) == {("E07", True)}
    shown = items(url="https://Sport.Courier.example/a1")
    allowing = dataclasses.replace(PUBLISHER, link_hosts=("sport.courier.example",))
    assert codes(composed(shown, publisher=allowing), shown, publisher=allowing) == set()


@pytest.mark.parametrize("leftover", ["{{ name }}", "None", "undefined", "{% if %}"])
def test_e08_what_a_template_left_behind(leftover: str) -> None:
    assert swapped("html", "Good morning, Anna", f"Good morning, {leftover}") == {("E08", True)}
    assert swapped("text", "Good morning, Anna", f"Good morning, {leftover}") == {("E08", True)}
    assert broken(subject=f"Hello {leftover}") == {("E08", True)}


def test_e08_the_words_of_an_article_are_no_leftover() -> None:
    shown = items(title="None of the {{ braces }} is undefined")
    assert codes(composed(shown), shown) == set()


def test_e09_a_mail_that_is_clipped_is_a_soft_finding() -> None:
    shown = items()
    small = dataclasses.replace(DIGEST, max_html_bytes=1000)
    assert codes(composed(shown), shown, digest=small) == {("E09", False)}


@pytest.mark.parametrize("attribute", ['alt="A bridge"', 'width="536"', 'height="322"'])
def test_e10_an_image_without_its_size_or_text_is_a_soft_finding(attribute: str) -> None:
    assert swapped("html", attribute, "") == {("E10", False)}


@pytest.mark.parametrize(
    "added", ["<script>x</script>", "<blink>x</blink>", '<p onclick="x">x</p>', '<svg/onload="x">', "<iframe>"]
)
def test_e11_elements_and_attributes_that_the_template_does_not_use(added: str) -> None:
    assert swapped("html", "Good morning, Anna", added) == {("E11", True)}


def test_e11_a_title_that_was_not_escaped_though_its_elements_are_known() -> None:
    shown = items(title="<p>Bridge</p> opens")
    mail = composed(shown)
    raw = dataclasses.replace(mail, html=mail.html.replace("&lt;p&gt;Bridge&lt;/p&gt;", "<p>Bridge</p>"))
    assert codes(mail, shown) == set()
    assert codes(raw, shown) == {("E11", True)}


@pytest.mark.parametrize("part", ["html", "text"])
def test_e13_paid_content_without_its_label(part: str) -> None:
    paid = Reason(code="sponsored", text="Supported by Acme")
    shown = items(sponsored=SPONSOR, reason=paid)
    mail = composed(shown)
    assert codes(mail, shown) == set()
    unlabelled = dataclasses.replace(mail, **{part: getattr(mail, part).replace("Paid content", "")})
    assert codes(unlabelled, shown) == {("E13", True)}


def test_e14_an_article_without_its_reason() -> None:
    shown = items(reason=Reason(code="editors_choice", text="Chosen by our editors"))
    mail = composed(shown)
    for part in ("html", "text"):
        silent = dataclasses.replace(mail, **{part: getattr(mail, part).replace("Chosen by our editors", "")})
        assert codes(silent, shown) == {("E14", True)}
    shown = items(reason=Reason(code="editors_choice", text=""))
    assert codes(composed(shown), shown) == {("E14", True)}


def test_an_article_of_which_no_reason_is_known_is_shown_without_one() -> None:
    shown = items(reason=None)
    mail = composed(shown)
    assert codes(mail, shown) == set()
    assert mail.html.count('class="accent"') == composed(items()).html.count('class="accent"') - 1


@pytest.mark.parametrize("source", [Source.TRENDING, Source.POPULAR, Source.JUST_PUBLISHED])
def test_e14_a_reason_of_history_where_history_placed_nothing(source: Source) -> None:
    reads = Reason(code="reads_topic", text="More on sport, which you read often")
    shown = items(source=source, reason=reads)
    assert codes(composed(shown), shown) == {("E14", True)}
    shown = items(source=Source.PERSONALISED, reason=reads)
    assert codes(composed(shown), shown) == set()
