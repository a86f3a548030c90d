"""A stream as producers really fill it: late records, repeated ones, and broken ones among the good."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter
from typing import Any, Final

import polars as pl

from benchmarks.ingestion.clicks import FIRST_BOT

REPEATED, BROKEN, LATE = 0.10, 0.05, 0.05
_LATEST_SECONDS: Final = timedelta(hours=2).total_seconds()
_MONTH_MS: Final = 31 * 86_400_000

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """A payload, the epoch second of its arrival, and for a broken one how its reason begins."""

    payload: bytes
    arrived: float
    fault: str | None = None


def _payload(row: Row, source: str = "globo") -> bytes:
    return json.dumps({"source": source, "record": row}, separators=(",", ":")).encode()


_FAULTS: Final[Mapping[str, Callable[[Row, float], bytes]]] = {
    "article_id: Field required": lambda row, _: _payload({k: v for k, v in row.items() if k != "article_id"}),
    "user_id: Field required": lambda row, _: _payload({**row, "user_id": None}),
    "$: not JSON": lambda row, _: _payload(row)[:-20],
    "$: a record is a JSON object": lambda row, _: json.dumps(list(row.values())).encode(),
    "source: 'weather' is not one of": lambda row, _: _payload(row, "weather"),
    "timestamp_ms: 'yesterday' is not a time": lambda row, _: _payload({**row, "timestamp_ms": "yesterday"}),
    "event_id: String should have at most 256 characters": lambda row, _: _payload({**row, "article_id": "a" * 300}),
    "occurred_at: is more than 30 days before it arrived": lambda row, at: _payload(
        {**row, "timestamp_ms": int(at * 1000) - _MONTH_MS}
    ),
    "occurred_at: is more than 0:05:00 after it arrived": lambda row, at: _payload(
        {**row, "timestamp_ms": int(at * 1000) + 600_000}
    ),
}


def disordered(clicks: pl.DataFrame, chance: random.Random) -> list[StreamRecord]:
    """The clicks in the order of their arrival, and what comes with them; every click arrives at least once."""
    rows = clicks.iter_rows(named=True)
    return sorted((record for row in rows for record in _records(row, chance)), key=attrgetter("arrived"))


def _records(row: Row, chance: random.Random) -> Iterator[StreamRecord]:
    payload, arrived = _payload(row), row["timestamp_ms"] / 1000 + chance.random()
    if row["user_id"] >= FIRST_BOT:
        yield StreamRecord(payload, arrived)
        return
    if chance.random() < LATE:
        arrived += chance.uniform(60, _LATEST_SECONDS)
    yield StreamRecord(payload, arrived)
    if chance.random() < REPEATED:
        yield StreamRecord(payload, arrived + chance.uniform(0, _LATEST_SECONDS))
    if chance.random() < BROKEN:
        fault = chance.choice(list(_FAULTS))
        yield StreamRecord(_FAULTS[fault](row, arrived), arrived, fault)
