"""Whatever a source writes: never an exception, never a row that Amazon Personalize refuses, the same twice."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newsrec.model import Article, Context, Interaction
from newsrec.transform import (
    SOURCE_NAMES,
    Reject,
    article_record,
    article_row,
    interaction_record,
    interaction_row,
    properties_json,
    streamed_properties,
    to_article,
    to_interaction,
    transformed,
)
from newsrec.transform.fields import RESERVED_WORDS
from tests.unit.newsrec import records
from tests.unit.newsrec.records import article, click

TEXT = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.sampled_from(sorted(RESERVED_WORDS)),
    st.builds(
        lambda sign, times: sign * times, st.sampled_from(["ä", "€ ", "𝄞", "a|", '"', "\\", "&"]), st.integers(0, 600)
    ),
)
NAMES = st.lists(TEXT, max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELDS = (
    *("article_id", "title", "url", "published_at", "topics", "abstract", "image", "sponsored", "status", "word_count"),
    *("event_id", "session_id", "type", "occurred_at", "context", "read_share", "aggregate_only"),
    *("user_id", "timestamp_ms", "news_id", "title_entities", "category", "time", "impression_id", "region"),
)


@given(
    title=TEXT,
    abstract=TEXT,
    topics=NAMES,
    authors=NAMES,
    companies=NAMES,
)
@settings(max_examples=300)
def test_an_article_s_row_is_within_the_limits_and_its_record_means_the_same(**written: Any) -> None:
    outcome = to_article(records.article_record(**written))
    if isinstance(outcome, Reject):
        return
    assert to_article(article_record(outcome)) == outcome
    row = article_row(outcome)
    for name, value in row.items():
        assert value not in RESERVED_WORDS
        assert not isinstance(value, str) or (len(value) <= (20_000 if name == "TEXT" else 1000) and "\n" not in value)
        assert value != ""
    assert len(properties_json(streamed_properties(row))) <= 32_000


@given(region=TEXT, device=TEXT, referrer=TEXT)
@settings(max_examples=300)
def test_an_interaction_s_row_is_within_the_limits_and_its_record_means_the_same(**context: str) -> None:
    outcome = to_interaction(records.interaction_record(context=context))
    if isinstance(outcome, Reject):
        return
    assert to_interaction(interaction_record(outcome)) == outcome
    row = interaction_row(outcome)
    assert not RESERVED_WORDS & set(row.values())
    assert all("|" not in str(row[name]) for name in ("REGION", "DEVICE", "REFERRER"))
    assert len(properties_json(streamed_properties(row))) <= 1024


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=10) | JSON, st.sampled_from(SOURCE_NAMES))
@settings(max_examples=500)
def test_any_json_value_is_an_article_or_a_reject_and_an_interaction_or_a_reject(record: object, source: str) -> None:
    assert isinstance(to_article(record, source), Article | Reject)
    assert isinstance(to_interaction(record, source), Interaction | Reject)
    payload = json.dumps({"source": source, "record": record}).encode()
    assert isinstance(transformed(payload, to_article), Article | Reject)


@given(st.binary(max_size=60))
def test_any_bytes_are_an_article_or_a_reject(payload: bytes) -> None:
    assert isinstance(transformed(payload, to_article), Article | Reject)


def test_a_category_keeps_the_values_that_fit_whole() -> None:
    names = tuple(f"{number:03}" + "x" * 97 for number in range(20))
    assert article_row(article(topics=names))["TOPICS"] == "|".join(names[:9])
    assert len("|".join(names[:10])) > 1000


def test_a_category_of_exactly_a_thousand_characters_is_kept() -> None:
    names = ("a" * 249, "b" * 250, "c" * 250, "d" * 248)
    assert article_row(article(topics=names))["TOPICS"] == "|".join(names)


def test_values_that_become_equal_are_there_once() -> None:
    assert article_row(article(topics=("rail|road", "rail/road")))["TOPICS"] == "rail/road"


def test_a_reserved_word_is_no_value() -> None:
    row = article_row(article(title="TIMESTAMP", topics=("ITEM_ID", "local"), authors=("USER_ID",)))
    assert (row["TEXT"], row["TOPICS"], row["AUTHORS"]) == (None, "local", None)


def test_streamed_text_is_cut_to_what_the_other_attributes_leave() -> None:
    properties = streamed_properties(article_row(article(title='"' * 20_000)))
    assert set(properties) == {"creationTimestamp", "status", "topics", "text"}
    written = len(properties_json(properties))
    assert 32_000 - len(properties_json('"')) < written <= 32_000


def test_of_an_event_s_attributes_the_last_that_do_not_fit_are_left_out() -> None:
    context = Context(device="phone", region='"' * 250, referrer='"' * 250)
    assert set(streamed_properties(interaction_row(click(context=context)))) == {"device", "region"}


def test_an_abstract_is_cut_where_the_service_would_cut_it() -> None:
    outcome = to_article(records.article_record(abstract="x" * 90_000))
    assert isinstance(outcome, Article)
    assert outcome.abstract == "x" * 20_000
