from datetime import UTC, datetime

import pytest

from newsrec.model import Article, Image, Interaction
from newsrec.transform import Reject, SourceRecord, read_payload, to_article, to_interaction
from tests.unit.newsrec.records import article_record, interaction_record


def broken_rules(outcome: object) -> set[tuple[str, str]]:
    assert isinstance(outcome, Reject)
    return {(error.path, error.rule) for error in outcome.errors}


def test_an_interaction_keeps_every_field_and_moves_its_time_to_utc() -> None:
    interaction = to_interaction(interaction_record(dwell_seconds=12.5, context={"device": "phone"}))
    assert isinstance(interaction, Interaction)
    assert interaction.occurred_at == datetime(2026, 3, 2, 7, 45, tzinfo=UTC)
    assert (interaction.reader_key, interaction.dwell_seconds, interaction.context.device) == ("r1", 12.5, "phone")


def test_an_anonymous_interaction_counts_for_its_session() -> None:
    record = interaction_record()
    del record["reader_id"]
    interaction = to_interaction(record)
    assert isinstance(interaction, Interaction)
    assert interaction.reader_key == "s1"


@pytest.mark.parametrize(
    ("changed", "path", "rule"),
    [
        ({"occurred_at": "2026-03-02T08:45:00"}, "occurred_at", "timezone_aware"),
        ({"occurred_at": 1772441100}, "occurred_at", "iso_8601"),
        ({"occurred_at": "9999-12-31T23:59:59-12:00"}, "occurred_at", "out_of_range"),
        ({"occurred_at": "0001-01-01T00:00:00+12:00"}, "occurred_at", "out_of_range"),
        ({"type": "glance"}, "type", "enum"),
        ({"article_id": "x" * 257}, "article_id", "string_too_long"),
        ({"reader_id": ""}, "reader_id", "string_too_short"),
        ({"dwell_seconds": -1}, "dwell_seconds", "greater_than_equal"),
        ({"read_share": 1.5}, "read_share", "less_than_equal"),
        ({"colour": "red"}, "colour", "extra_forbidden"),
        ({"context": {"planet": "mars"}}, "context.planet", "extra_forbidden"),
    ],
)
def test_a_broken_field_rejects_the_interaction_by_name(changed: dict[str, object], path: str, rule: str) -> None:
    assert broken_rules(to_interaction(interaction_record(**changed))) == {(path, rule)}


def test_a_reject_names_every_broken_field_at_once() -> None:
    outcome = to_interaction({"type": "click", "occurred_at": "yesterday"})
    assert {path for path, _ in broken_rules(outcome)} == {"event_id", "session_id", "article_id", "occurred_at"}


@pytest.mark.parametrize("record", [None, 3, "text", ["list"]])
def test_a_record_that_is_no_object_is_rejected(record: object) -> None:
    assert broken_rules(to_article(record)) == {("$", "object")}


def test_an_article_keeps_its_image_and_main_topic() -> None:
    article = to_article(article_record(image={"url": "/a.svg", "alt": "A bridge", "width": 1200, "height": 720}))
    assert isinstance(article, Article)
    assert article.image == Image(url="/a.svg", alt="A bridge", width=1200, height=720)
    assert article.topics[0] == "local"


@pytest.mark.parametrize("field", ["article_id", "title", "url", "published_at", "topics"])
def test_an_article_without_a_required_field_is_rejected(field: str) -> None:
    record = article_record()
    del record[field]
    assert broken_rules(to_article(record)) == {(field, "missing")}


def test_a_sponsored_article_needs_its_label() -> None:
    outcome = to_article(article_record(sponsored={"sponsor": "Acme"}))
    assert broken_rules(outcome) == {("sponsored.label", "missing")}


def test_a_payload_is_a_generic_record_unless_it_names_its_source() -> None:
    assert read_payload(b'{"article_id": "a"}') == SourceRecord({"article_id": "a"}, "generic")
    assert read_payload(b'{"source": "globo", "record": {"user_id": 1}}') == SourceRecord({"user_id": 1}, "globo")


@pytest.mark.parametrize(
    ("payload", "rule"), [(b"not json", "json"), (b"\xff\xfe", "json"), (b'{"source": "x", "record": {}}', "enum")]
)
def test_a_payload_that_can_not_be_read_is_rejected(payload: bytes, rule: str) -> None:
    outcome = read_payload(payload)
    assert isinstance(outcome, Reject)
    assert [error.rule for error in outcome.errors] == [rule]
