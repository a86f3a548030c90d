from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsrec.model import Article
from newsrec.transform import Reject, to_article, to_interaction
from tests.unit.newsrec.records import article_record, interaction_record

SIGNS = (
    *"<>&;/!'\" =-\0\n\u00a0\u200b\u200d\u0301eé👩",
    *("script", "<script>", "</script>", "<b>", "</b>", "<p>", "<br/>", "<img src=x onerror=", "<!--", "-->", "text"),
    *("<![CDATA[", "]]>", "&lt;", "&gt", "&amp;", "amp;", "&#60;", "&#x3c;", "&#xD800;", "&notin;"),
)
MARKUP = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)


def titled(title: str) -> str | None:
    article = to_article(article_record(title=title))
    assert isinstance(article, Article)
    return article.title


def broken(outcome: object) -> set[tuple[str, str]]:
    assert isinstance(outcome, Reject)
    return {(error.path, error.rule) for error in outcome.errors}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Bridge <em>opens</em> a year <b class='x'>late</b>", "Bridge opens a year late"),
        ("Zoo &amp; museum: caf&eacute; &#8212; free", "Zoo & museum: café — free"),
        ("&amp;quot;Late&amp;quot;, says mayor", '"Late", says mayor'),
        ("<p>One.</p><p>Two.</p>Three<br>four", "One. Two. Three four"),
        ("In<b>sid</b>e", "Inside"),
        ("<script>steal()</script>Bridge<style>p {}</style>", "Bridge"),
        ("&lt;script&gt;steal()&lt;/script&gt;Bridge", "Bridge"),
        ("Bridge <img src=x onerror=steal()>", "Bridge"),
        ("<![CDATA[Bridge <i>opens</i>]]>", "Bridge opens"),
        ("AT&T, Q&A and 3 < 5 > 4", "AT&T, Q&A and 3 < 5 > 4"),
        ("Cafe\u0301", "Café"),
        ("Bri\u200bdge\ufeff \u202eopens\x07", "Bridge opens"),
        ("  Two\n\nlines\u00a0and\ta tab ", "Two lines and a tab"),
        ("👨\u200d👩 क्\u200dष", "👨\u200d👩 क्\u200dष"),
    ],
    ids=[
        "tags go",
        "entities are decoded",
        "entities of entities too",
        "paragraphs stay apart",
        "words stay together",
        "scripts and styles go whole",
        "escaped scripts too",
        "what runs without a script goes",
        "CDATA is text",
        "signs that are no markup stay",
        "NFC",
        "invisible characters go",
        "blanks are one",
        "joiners stay where a script or an emoji needs them",
    ],
)
def test_a_title_is_read_as_a_reader_sees_it(written: str, read: str) -> None:
    assert titled(written) == read


@pytest.mark.parametrize("blank", ["", "  ", "<b> </b>", "&nbsp;", "\u200b", "<script>x</script>"])
def test_a_text_that_is_empty_when_cleaned_counts_as_absent(blank: str) -> None:
    assert broken(to_article(article_record(title=blank))) == {("title", "empty")}
    assert broken(to_article(article_record(topics=[blank]))) == {("topics", "empty")}
    article = to_article(article_record(abstract=blank, language=blank, topics=[blank, "local"]))
    assert isinstance(article, Article)
    assert (article.abstract, article.language, article.topics) == (None, None, ("local",))


def test_names_are_cleaned_and_each_is_there_once() -> None:
    article = to_article(article_record(topics=["Zoo &amp; animals", "local", " Zoo  & animals"], authors=["<b>A</b>"]))
    assert isinstance(article, Article)
    assert (article.topics, article.authors) == (("Zoo & animals", "local"), ("A",))


def test_what_is_escaped_over_and_over_is_rejected() -> None:
    assert broken(to_article(article_record(title="&" + "amp;" * 50))) == {("title", "markup")}


@pytest.mark.parametrize(
    ("article_id", "rule"),
    [
        ("", "string_too_short"),
        ("a" * 257, "string_too_long"),
        ("  ", "blank"),
        ("a\nb", "unprintable"),
        ("a\x00", "unprintable"),
        ("a\u200b", "unprintable"),
        ("\ud800", "string_unicode"),
        ("ITEM_ID", "reserved_word"),
        ("TIMESTAMP", "reserved_word"),
    ],
)
def test_an_id_is_refused_rather_than_cleaned(article_id: str, rule: str) -> None:
    assert broken(to_article(article_record(article_id=article_id))) == {("article_id", rule)}
    assert broken(to_interaction(interaction_record(article_id=article_id))) == {("article_id", rule)}


def test_an_id_is_kept_letter_by_letter() -> None:
    article = to_article(article_record(article_id=" <a>&amp; "))
    assert isinstance(article, Article)
    assert article.article_id == " <a>&amp; "


@pytest.mark.parametrize(
    "url", ["https://example.com/a?b=1&copy=2", "HTTP://example.com", "/local/a1", "a1?from=home:x"]
)
def test_an_address_is_kept_as_it_is(url: str) -> None:
    article = to_article(article_record(url=f" {url} "))
    assert isinstance(article, Article)
    assert article.url == url


@pytest.mark.parametrize(
    "url", ["javascript:steal()", "JavaScript:x", "data:text/html,x", "java\tscript:x", "ftp://a/b"]
)
def test_an_address_that_a_page_must_not_link_to_is_rejected(url: str) -> None:
    assert broken(to_article(article_record(url=url))) == {("url", "web_address")}
    assert broken(to_article(article_record(image={"url": url}))) == {("image.url", "web_address")}


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"dwell_seconds": float("nan")}, "finite_number"),
        ({"dwell_seconds": float("inf")}, "finite_number"),
        ({"dwell_seconds": 31 * 24 * 3600}, "less_than_equal"),
        ({"read_share": float("nan")}, "finite_number"),
        ({"occurred_at": "1969-12-31T23:59:59Z"}, "out_of_range"),
        ({"occurred_at": "2026-02-30T00:00:00Z"}, "iso_8601"),
    ],
)
def test_a_number_or_time_that_can_not_be_is_rejected(changed: dict[str, Any], rule: str) -> None:
    assert broken(to_interaction(interaction_record(**changed))) == {(next(iter(changed)), rule)}


class Tags(HTMLParser):
    """Another reader of HTML than the one that cleans."""

    found = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += 1


@given(MARKUP)
@settings(max_examples=500)
def test_no_cleaned_text_holds_a_tag_however_it_was_written(written: str) -> None:
    article = to_article(article_record(abstract=written))
    if isinstance(article, Article) and article.abstract:
        parser = Tags()
        parser.feed(article.abstract)
        assert not parser.found
        assert article.abstract == " ".join(article.abstract.split())
        article.abstract.encode()


@given(MARKUP)
@settings(max_examples=500)
def test_a_cleaned_text_stays_as_it_is(written: str) -> None:
    article = to_article(article_record(abstract=written))
    if isinstance(article, Article) and article.abstract:
        assert to_article(article_record(abstract=article.abstract)) == article
