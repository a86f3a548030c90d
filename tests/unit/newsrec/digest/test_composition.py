import dataclasses
import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsrec.digest.markup import read_markup
from newsrec.digest.model import DigestItem, Mail
from newsrec.digest.validation import findings
from newsrec.model import Image, Reason, Source, Sponsor
from newsrec.rules.title_length import graphemes
from tests.unit.newsrec.digest.mails import DIGEST, EDITION, IMAGE, LEAVING, PUBLISHER, READER, composed, item, items
from tests.unit.newsrec.records import NOW

HOSTILE = (
    "<script>alert(1)</script> & <b>bold</b>",
    '" onmouseover="alert(1)" \'',
    "{{ letter.subject }} {% raw %} {{ 7 * 7 }}",
    "None of the undefined",
    "Bcc: all@mail.example\r\nSubject: you\x00won\u2028twice",
    "\N{FAMILY}\N{ZERO WIDTH JOINER}\N{WOMAN}" * 100,
    "word " * 60,
    "木" * 300,
    "\u202eמחר שמש\u202c شهدت أسعار المنازل",
    "Tom & Jerry's <3 - 5 > 4",
)


def squeezed(text: str) -> str:
    return "".join(text.split())


def links_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("https://")]


def codes(mail: Mail, shown: Sequence[DigestItem]) -> list[str]:
    found = findings(mail, shown, digest=DIGEST, edition=EDITION, publisher=PUBLISHER, now=NOW)
    return [finding.code for finding in found]


def test_both_parts_have_the_same_articles_and_links_in_the_same_order() -> None:
    mail = composed(items(6, image=IMAGE))
    assert mail.article_ids == ("a1", "a2", "a3", "a4", "a5", "a6")
    stories = [f"https://courier.example/a{number}" for number in range(1, 7)]
    assert list(dict.fromkeys(read_markup(mail.html).links)) == [PUBLISHER.site_url, *stories, LEAVING]
    assert links_of(mail.text) == [*stories, LEAVING, PUBLISHER.site_url]
    for part in (read_markup(mail.html).text, mail.text):
        places = [squeezed(part).index(f"Thea{number}bridge", 0) for number in range(3, 7)]
        assert places == sorted(places)


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("place", [0, 1])
def test_no_title_breaks_a_mail(title: str, place: int) -> None:
    shown = items()
    changed = dataclasses.replace(shown[place].article, title=title, abstract=title, topics=(title,))
    shown[place] = dataclasses.replace(shown[place], article=changed)
    mail = composed(shown)
    assert codes(mail, shown) == []
    read = read_markup(mail.html)
    seen = " ".join(re.sub("[\x00-\x1f\u2028\u2029]", " ", title).split())
    assert squeezed(seen) in squeezed(read.text)
    assert squeezed(seen) in squeezed(mail.text)
    assert not {"script", "b"} & {tag for tag, _ in read.elements}
    assert all(len(line) <= 78 for line in mail.text.splitlines() if not line.startswith("https://"))


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=300), st.text(max_size=80), st.text(max_size=80))
def test_whatever_others_write_passes_validation_or_has_no_title(title: str, reason: str, name: str) -> None:
    shown = items(4, title=title, abstract=reason, reason=Reason(code="trending", text=f"Much read {reason}"))
    mail = composed(shown, recipient=dataclasses.replace(READER, name=name))
    assert set(codes(mail, shown)) <= {"E03"}


def test_every_reason_is_in_both_parts_and_none_that_will_be_wrong_later() -> None:
    company = Reason(code="reads_company", text="Because you often read about Nestlé")
    fresh = Reason(code="just_published", text="Just published (12 min ago)")
    shown = [
        item("a1", source=Source.PERSONALISED, reason=company),
        item("a2", source=Source.JUST_PUBLISHED, reason=fresh),
        *items(5)[2:],
    ]
    mail = composed(shown)
    for part in (read_markup(mail.html).text, mail.text):
        assert "Because you often read about Nestlé" in part
        assert "Just published when this mail was made" in part
        assert "Much read when this mail was made" in part
        assert "12 min" not in part


def test_the_subject_is_the_first_short_title_and_the_preheader_the_second_title() -> None:
    mail = composed([item("a1", short_title="Bridge opens"), *items()[1:]])
    assert mail.subject == "Bridge opens"
    assert mail.preheader.startswith("The a2 bridge opens a year late · The a3 bridge")
    assert 40 <= graphemes(mail.preheader) <= 100
    assert mail.preheader in read_markup(mail.html).text


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Ministers agree on a plan for the railway after talks", "Ministers agree on a plan for the railway after…"),
        ("Ministers agree on a plan for the railways, at last!", "Ministers agree on a plan for the railways, at…"),
        ("a" * 60, "a" * 49 + "…"),
        ("e\u0301" * 60, "é" * 49 + "…"),
        ("One\r\ntwo\tthree", "One two three"),
        ("x" * 50, "x" * 50),
    ],
)
def test_a_long_subject_is_cut_at_a_word_with_an_ellipsis(title: str, subject: str) -> None:
    assert composed(items(title=title)).subject == subject


def test_paid_content_is_labelled_and_is_neither_subject_nor_preheader() -> None:
    sponsor = Sponsor(sponsor="Acme", label="Paid content")
    paid = Reason(code="sponsored", text="Paid content by Acme")
    mail = composed(items(title="Buy anvils", sponsored=sponsor, reason=paid))
    assert mail.subject == "The a2 bridge opens a year late"
    assert mail.preheader.startswith("The a3 bridge")
    assert "[Paid content]" in mail.text
    assert read_markup(mail.html).text.count("Paid content") == 2


def test_the_short_title_stands_where_the_rules_chose_it() -> None:
    mail = composed(items(short=True, short_title="Bridge opens"))
    assert "\nBridge opens\n" in mail.text
    assert "The a1 bridge" not in mail.text


@pytest.mark.parametrize("name", [None, "", "  \r\n"])
def test_a_reader_without_a_name_is_greeted_without_one(name: str | None) -> None:
    mail = composed(items(), recipient=dataclasses.replace(READER, name=name))
    assert "\nGood morning.\n" in mail.text
    assert "\nGood morning, Anna.\n" in composed(items()).text


def test_images_are_shown_in_fixed_sizes_where_mail_clients_can() -> None:
    shown = [item("a1", image=IMAGE), item("a2", image=IMAGE), *items(5)[2:]]
    images = list(read_markup(composed(shown).html).named("img"))
    assert [(image["width"], image["height"], image["alt"]) for image in images] == [
        ("536", "322", "A bridge"),
        ("128", "77", "A bridge"),
    ]


@pytest.mark.parametrize(
    "image",
    [
        None,
        dataclasses.replace(IMAGE, url="/bridge.jpg"),
        dataclasses.replace(IMAGE, url="http://images.example/bridge.jpg"),
        dataclasses.replace(IMAGE, url="https://images.example/bridge.SVG?w=9"),
        dataclasses.replace(IMAGE, width=None),
    ],
)
def test_an_image_that_can_not_be_shown_is_left_out(image: Image | None) -> None:
    assert list(read_markup(composed(items(image=image)).html).named("img")) == []


def test_the_headers_name_one_https_link_first_and_the_list_last() -> None:
    assert list(composed(items()).headers.items()) == [
        ("List-Unsubscribe", f"<{LEAVING}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("List-Id", "<morning.courier.example>"),
    ]


def test_the_last_articles_give_way_where_a_mail_would_be_clipped() -> None:
    small = dataclasses.replace(DIGEST, max_html_bytes=len(composed(items(6)).html.encode()))
    mail = composed(items(8), digest=small)
    assert mail.article_ids == ("a1", "a2", "a3", "a4", "a5", "a6")
    assert len(mail.html.encode()) <= small.max_html_bytes
    tiny = dataclasses.replace(DIGEST, max_html_bytes=1)
    assert len(composed(items(8), digest=tiny).article_ids) == DIGEST.minimum_items


def test_a_full_mail_is_far_below_what_mail_clients_clip() -> None:
    shown = [item(f"a{number}", image=IMAGE, title="t" * 300, abstract="s" * 1000) for number in range(8)]
    assert len(composed(shown).html.encode()) < DIGEST.max_html_bytes / 2


def test_times_are_those_of_the_digest_s_zone_and_say_the_day_if_it_was_not_today() -> None:
    shown = items(topics=("local",), published_at=NOW - timedelta(hours=1))
    shown[1] = item("a2", published_at=NOW - timedelta(hours=12))
    text = composed(shown).text
    assert "\nLocal · 09:00\n" in text
    assert "\nLocal · Sunday 22:00\n" in text


def test_the_mail_is_one_that_screen_readers_and_dark_screens_can_show() -> None:
    read = read_markup(composed(items(language="fr")).html)
    [page] = read.named("html")
    assert page["lang"] == "en"
    assert len(list(read.named("h1"))) == 1
    assert {table["role"] for table in read.named("table")} == {"presentation"}
    assert [heading.get("lang") for heading in read.named("h2")] == ["fr", None, None, None, None]
    assert {"name": "color-scheme", "content": "light dark"} in list(read.named("meta"))


def test_the_footer_says_why_who_and_how_to_leave() -> None:
    for part in ((mail := composed(items())).text, read_markup(mail.html).text):
        assert "You get this mail because you subscribed to The morning digest" in " ".join(part.split())
        assert "not chosen by what you read" in " ".join(part.split())
        assert "Unsubscribe from The morning digest" in part
        assert "4 Quay Street" in part
