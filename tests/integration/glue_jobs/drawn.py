"""Stream payloads that Hypothesis makes: good and broken ones of every source, repeated ones, and machines' bursts."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

AS_OF = datetime(2026, 3, 9, 12, tzinfo=UTC)

ids = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
readers = st.sampled_from(["r-1", "r-2", 'r "3", \\'])
texts = st.text(max_size=30)
times = st.one_of(
    st.datetimes(datetime(2026, 2, 20), datetime(2026, 3, 9, 12), timezones=st.just(UTC)),
    st.datetimes(datetime(2025, 12, 1), datetime(2026, 3, 12), timezones=st.just(UTC)),
).map(datetime.isoformat)
kinds = st.sampled_from(["impression", "click", "click", "click", "read", "share", "hide", "show_fewer"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=4,
)

interactions = st.fixed_dictionaries(
    {"event_id": st.uuids().map(str), "session_id": ids, "article_id": ids, "type": kinds, "occurred_at": times},
    optional={
        "reader_id": readers,
        "dwell_seconds": st.floats(0, 1000),
        "read_share": st.floats(0, 1),
        "aggregate_only": st.booleans(),
        "context": st.fixed_dictionaries({}, optional={"region": texts, "device": texts, "referrer": texts}),
    },
)
articles = st.fixed_dictionaries(
    {
        "article_id": st.sampled_from(["a-1", "a-2", "a-3"]) | ids,
        "title": texts,
        "url": st.just("/a"),
        "topics": st.lists(texts, max_size=3),
        "published_at": times,
    },
    optional={
        "updated_at": times,
        "abstract": texts,
        "companies": st.lists(texts, max_size=3),
        "authors": st.lists(texts, max_size=3),
        "status": st.sampled_from(["published", "withdrawn", "draft"]),
    },
)
numbers = st.integers(0, 10**9)
milliseconds = st.integers(1_770_000_000_000, 1_773_100_000_000)
globo_clicks = st.fixed_dictionaries(
    {"user_id": numbers, "session_id": numbers, "article_id": numbers, "timestamp_ms": milliseconds},
    optional={"region": numbers, "device_group": numbers | st.none()},
)
globo_articles = st.fixed_dictionaries({"article_id": numbers, "timestamp_ms": milliseconds})
us_times = st.sampled_from(["03/08/2026 9:30:00 PM", "02/28/2026 11:00:00 AM", "13/13/2026 1:00:00 AM"])
mind_clicks = st.fixed_dictionaries({"impression_id": ids, "user_id": ids, "news_id": ids, "time": us_times})
entities = st.lists(st.fixed_dictionaries({"Label": texts, "Type": st.sampled_from("OPG")}), max_size=2).map(json.dumps)
mind_articles = st.fixed_dictionaries(
    {"news_id": ids, "title": texts, "published_at": us_times},
    optional={"category": texts, "subcategory": texts, "abstract": texts, "title_entities": entities},
)


def _with_one_wrong(records: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    def changed(record: dict[str, Any], at: int, value: object) -> dict[str, Any]:
        name = sorted(record)[at % len(record)]
        return {**record, name: value}

    return st.builds(changed, records, st.integers(0, 9), anything)


def _lines(records: st.SearchStrategy[Any], source: str | None = None) -> st.SearchStrategy[list[bytes]]:
    """One payload, sometimes three times."""
    enveloped = records if source is None else records.map(lambda record: {"source": source, "record": record})
    payload = enveloped.map(json.dumps).map(str.encode)
    return st.builds(lambda line, times: [line] * times, payload, st.sampled_from([1, 1, 1, 3]))


@st.composite
def _bursts(draw: st.DrawFn) -> list[bytes]:
    """15 to 30 clicks of one reader within ten seconds, which are parts of one or two windows."""
    record = {**draw(interactions), "aggregate_only": False}
    start = datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 86_400)))
    steps = draw(st.lists(st.integers(0, 9_999), min_size=15, max_size=30))
    return [
        json.dumps(
            {
                **record,
                "event_id": f"{record['event_id']}/{number}",
                "type": "click",
                "occurred_at": (start + timedelta(milliseconds=step)).isoformat(),
            }
        ).encode()
        for number, step in enumerate(steps)
    ]


BROKEN_BYTES = st.binary(max_size=20).map(lambda line: [line.replace(b"\n", b" ")])
EVENTS = st.one_of(
    _lines(interactions),
    _lines(_with_one_wrong(interactions)),
    _lines(globo_clicks, "globo"),
    _lines(_with_one_wrong(globo_clicks), "globo"),
    _lines(mind_clicks, "mind"),
    _lines(_with_one_wrong(mind_clicks), "mind"),
    _lines(anything),
    _bursts(),
    BROKEN_BYTES,
)
ARTICLES = st.one_of(
    _lines(articles),
    _lines(_with_one_wrong(articles)),
    _lines(articles, "bare"),
    _lines(globo_articles, "globo"),
    _lines(mind_articles, "mind"),
    _lines(_with_one_wrong(mind_articles), "mind"),
    _lines(anything),
    BROKEN_BYTES,
)


def drawn(strategy: st.SearchStrategy[list[bytes]], examples: int) -> list[bytes]:
    """The lines of that many examples."""
    found: list[bytes] = []

    @settings(max_examples=examples, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(lines: Sequence[bytes]) -> None:
        found.extend(line for line in lines if line.strip())

    collect()
    return found
