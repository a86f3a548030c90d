import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsrec.model import Article, ArticleStatus, Image, Interaction, InteractionType
from newsrec.transform import Reject, SourceSchema, to_article, to_interaction
from newsrec.transform.mapping import InvalidMapping, read_mapping

EXAMPLES = Path(__file__).parents[4] / "docs" / "examples"
ARTICLE = {"article_id": {"from": "id"}, "published_at": {"from": "at"}}


def cms() -> SourceSchema:
    return read_mapping((EXAMPLES / "cms.json").read_bytes())


def mapped(**rules: Any) -> SourceSchema:
    return read_mapping(json.dumps({"articles": ARTICLE | rules}).encode())


def article_of(schema: SourceSchema, **record: Any) -> Article:
    article = to_article({"id": "a1", "at": "2026-03-02T08:30:00Z"} | record, schema)
    assert isinstance(article, Article), article
    return article


def errors_of(outcome: object) -> set[tuple[str, str]]:
    assert isinstance(outcome, Reject)
    return {(error.path, error.rule) for error in outcome.errors}


def test_the_example_reads_a_cms_with_html_epoch_times_and_tags_in_one_text() -> None:
    first, second, third = map(json.loads, (EXAMPLES / "cms_articles.jsonl").read_text("utf-8").splitlines())
    assert to_article(first, cms()) == Article(
        article_id="70112",
        title="Zoo & Museum: freier Eintritt",
        url="https://news.example.com/region/freier-eintritt",
        abstract="Ab Mai. Auch sonntags.",
        published_at=datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
        updated_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        topics=("Region", "Zoo & Tiere"),
        companies=("Zoo AG",),
        authors=("M. Keller",),
        language="de",
        image=Image(url="/img/70112.jpg", alt="Ein Löwe"),
    )
    printed = to_article(second, cms())
    assert isinstance(printed, Article)
    assert (printed.title, printed.status) == ("Brücke gesperrt", ArticleStatus.WITHDRAWN)
    assert printed.published_at == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert errors_of(to_article(third, cms())) == {("first_published", "source_format"), ("state", "enum")}


def test_the_example_reads_clicks_of_readers_and_of_the_anonymous() -> None:
    hit = {
        "hit": 1,
        "visit": "v",
        "page": {"article": 70112},
        "action": "pageview",
        "at_ms": 1772440200500,
        "seconds": "3.5",
    }
    known = to_interaction(hit | {"login": " ", "cookie": "c9", "agent": {"device": "phone"}}, cms())
    assert isinstance(known, Interaction)
    assert (known.reader_id, known.article_id, known.type) == ("c9", "70112", InteractionType.CLICK)
    assert (known.dwell_seconds, known.context.device) == (3.5, "phone")
    assert known.occurred_at == datetime(2026, 3, 2, 8, 30, 0, 500_000, tzinfo=UTC)
    anonymous = to_interaction(hit, cms())
    assert isinstance(anonymous, Interaction)
    assert (anonymous.reader_id, anonymous.reader_key) == (None, "v")


def test_of_several_places_the_first_with_something_in_it_counts() -> None:
    schema = mapped(title={"from": ["a.b", "list.1.t", "c"]})
    assert article_of(schema, a={"b": " "}, list=[{"t": "no"}, {"t": "yes"}], c="late").title == "yes"
    assert article_of(schema, a="text", list=[{"t": "no"}], c="late").title == "late"
    assert article_of(schema, list="text").title is None


def test_a_template_needs_all_its_fields() -> None:
    schema = mapped(url={"template": "/{section}/{id}"})
    assert article_of(schema, section="local").url == "/local/a1"
    assert article_of(schema).url is None
    assert errors_of(to_article({"id": "a1", "at": "x", "section": {}}, schema)) == {("section", "source_format")}


def test_a_field_that_is_required_is_missed_under_the_source_s_own_name() -> None:
    schema = mapped(title={"from": ["head.line", "slug"], "required": True})
    assert errors_of(to_article({"id": "a1", "at": "2026-03-02T08:30:00Z"}, schema)) == {("head.line", "missing")}


def test_a_default_stands_for_what_is_absent_and_for_what_is_not_listed() -> None:
    schema = mapped(status={"from": "live", "values": {"true": "published"}, "default": "draft"})
    assert [article_of(schema, live=live).status for live in (True, False, None)] == ["published", "draft", "draft"]


def test_a_value_that_is_not_listed_is_rejected() -> None:
    schema = mapped(status={"from": "live", "values": {"1": "published"}})
    assert article_of(schema, live=1).status is ArticleStatus.PUBLISHED
    assert errors_of(to_article({"id": "a", "at": "2026-03-02T08:30:00Z", "live": 2}, schema)) == {("live", "enum")}


@pytest.mark.parametrize(
    ("time", "written"),
    [
        ({"time": "epoch_seconds"}, 1772440200),
        ({"time": "epoch_seconds"}, "1772440200.0"),
        ({"time": "epoch_milliseconds"}, 1772440200000),
        ({"time": "iso", "zone": "Europe/Zurich"}, "2026-03-02T09:30:00"),
        ({"time": "iso"}, "2026-03-02T09:30:00+01:00"),
        ({"time": "%d.%m.%Y %H:%M", "zone": "Europe/Zurich"}, "02.03.2026 09:30"),
        ({"time": "%d.%m.%Y %H:%M %z"}, "02.03.2026 09:30 +0100"),
        ({"time": ["%d.%m.%Y", "epoch_seconds"], "zone": "UTC"}, 1772440200),
    ],
)
def test_a_time_is_read_as_the_rule_says(time: dict[str, Any], written: object) -> None:
    schema = mapped(published_at={"from": "at"} | time)
    assert article_of(schema, at=written).published_at == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("written", ["soon", 10**30, True, {}, "2026-03-02T09:30:00", float("nan")])
def test_a_time_that_is_written_otherwise_is_rejected(written: object) -> None:
    schema = mapped(published_at={"from": "at", "time": ["epoch_seconds", "iso"]})
    assert errors_of(to_article({"id": "a1", "at": written}, schema)) == {("at", "source_format")}


def test_html_is_read_before_a_text_is_split() -> None:
    plain, stripped = (mapped(topics={"from": "tags", "split": ";"} | html) for html in ({}, {"html": "strip"}))
    assert article_of(stripped, tags="<b>Zoo &amp; co</b>; rail").topics == ("Zoo & co", "rail")
    assert article_of(plain, tags="Zoo &amp; co; rail").topics == ("Zoo &", "co", "rail")


def test_a_field_of_several_values_takes_one_a_list_or_several_places() -> None:
    schema = mapped(topics={"all": ["main", "more"]}, authors={"from": "by"})
    article = article_of(schema, main="local", more=["rail", 7, ""], by="M. Keller")
    assert (article.topics, article.authors) == (("local", "rail", "7"), ("M. Keller",))


def test_each_takes_a_field_of_the_objects_that_are_meant() -> None:
    schema = mapped(companies={"from": "tagged", "json": True, "each": {"path": "is.name", "where": {"kind": "org"}}})
    tagged = [{"kind": "org", "is": {"name": "Acme"}}, {"kind": "place", "is": {"name": "Oslo"}}, {"kind": "org"}]
    assert article_of(schema, tagged=json.dumps(tagged)).companies == ("Acme",)
    for unread in ("[1]", "no JSON", 3):
        assert errors_of(to_article({"id": "a", "at": "2026-03-02T08:30:00Z", "tagged": unread}, schema)) == {
            ("tagged", "source_format")
        }


def test_what_the_mapping_makes_is_validated_like_any_record() -> None:
    outcome = to_article({"id": "a\n", "at": "2026-03-02", "words": -1}, mapped(word_count={"from": "words"}))
    assert errors_of(outcome) == {
        ("article_id", "unprintable"),
        ("published_at", "timezone_aware"),
        ("word_count", "greater_than_equal"),
    }


def test_a_source_without_interactions_says_so() -> None:
    assert errors_of(to_interaction({"id": 1}, mapped())) == {("$", "unmapped")}


@pytest.mark.parametrize(
    ("document", "path", "rule"),
    [
        (b"{", "$", "json"),
        (b"[]", "$", "model_type"),
        (b"{}", "$", "missing"),
        ({"article": {}}, "article", "extra_forbidden"),
        ({"articles": {"article_id": {"from": "id"}}}, "articles.published_at", "missing"),
        ({"articles": ARTICLE | {"titel": {"from": "x"}}}, "articles.titel", "unknown_field"),
        ({"articles": ARTICLE | {"title": {"form": "x"}}}, "articles.title.form", "extra_forbidden"),
        ({"articles": ARTICLE | {"title": {}}}, "articles.title", "one_origin"),
        ({"articles": ARTICLE | {"title": {"from": "x", "value": "y"}}}, "articles.title", "one_origin"),
        ({"articles": ARTICLE | {"title": {"from": "a..b"}}}, "articles.title.from.0", "string_pattern_mismatch"),
        ({"articles": ARTICLE | {"title": {"template": "{x"}}}, "articles.title.template", "template"),
        ({"articles": ARTICLE | {"title": {"template": "{}"}}}, "articles.title.template", "template"),
        ({"articles": ARTICLE | {"title": {"from": "x", "split": ","}}}, "articles.title.split", "one_value"),
        ({"articles": ARTICLE | {"title": {"from": "x", "time": "iso"}}}, "articles.title.time", "no_time"),
        ({"articles": ARTICLE | {"title": {"from": "x", "html": "keep"}}}, "articles.title.html", "literal_error"),
        ({"articles": ARTICLE | {"expires_at": {"from": "x", "time": "%H"}}}, "articles.expires_at", "zone_missing"),
        (
            {"articles": ARTICLE | {"expires_at": {"from": "x", "time": "noon"}}},
            "articles.expires_at.time.0",
            "time_format",
        ),
        (
            {"articles": ARTICLE | {"expires_at": {"from": "x", "zone": "UTC"}}},
            "articles.expires_at",
            "zone_without_time",
        ),
        (
            {"articles": ARTICLE | {"expires_at": {"from": "x", "time": "iso", "zone": "Mars/North"}}},
            "articles.expires_at.zone",
            "zone",
        ),
        (
            {"articles": ARTICLE | {"title": {"from": "x", "required": True, "default": "y"}}},
            "articles.title",
            "required_default",
        ),
    ],
)
def test_a_document_that_can_not_be_used_says_where_and_why(document: Any, path: str, rule: str) -> None:
    with pytest.raises(InvalidMapping) as raised:
        read_mapping(document if isinstance(document, bytes) else json.dumps(document).encode())
    assert [(error.path, error.rule) for error in raised.value.errors] == [(path, rule)]
