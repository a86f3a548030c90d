"""What a stream of clicks should leave, counted directly from the clicks, and what it left, read from the tables."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Context, Decimal
from typing import Any

import polars as pl

from benchmarks.ingestion.services import Services
from newsrec.interests.engagement import forward_weight
from newsrec.model.article import JUST_PUBLISHED_FOR
from newsrec.model.pace import MOST_CLICKS_PER_WINDOW, PACE_WINDOW

_NUMBERS = Context(prec=38)

Pair = tuple[str, str]


@dataclass
class Counts:
    earliest_reads: dict[Pair, datetime] = field(default_factory=dict)
    """By reader and article."""
    interests: dict[Pair, Decimal] = field(default_factory=dict)
    """By reader and attribute."""
    clicks_now: Counter[Pair] = field(default_factory=Counter)
    """By window of a quarter of an hour and article."""
    just_published: Counter[Pair] = field(default_factory=Counter)
    """By article and counter."""
    told: set[str] = field(default_factory=set)
    """The ids of the events that Amazon Personalize knows."""

    def __add__(self, other: "Counts") -> "Counts":
        """Of both together; readers are in one of them only."""
        return Counts(
            earliest_reads=self.earliest_reads | other.earliest_reads,
            interests=self.interests | other.interests,
            clicks_now=self.clicks_now + other.clicks_now,
            just_published=self.just_published + other.just_published,
            told=self.told | other.told,
        )


def direct_count(clicks: pl.DataFrame, articles: Mapping[int, Mapping[str, Any]], without: Collection[str]) -> Counts:
    """Click by click; `without` are the ids of those that do not count."""
    counts, readers_of_new = Counts(), set[Pair]()
    published = {article: datetime.fromisoformat(record["published_at"]) for article, record in articles.items()}
    for row in clicks.iter_rows(named=True):
        event_id = event_of(row)
        if event_id in without:
            continue
        reader, article = str(row["user_id"]), str(row["article_id"])
        at = datetime.fromtimestamp(row["timestamp_ms"] / 1000, UTC)
        counts.told.add(event_id)
        counts.earliest_reads[reader, article] = min(at, counts.earliest_reads.get((reader, article), at))
        quarter = at.replace(minute=at.minute // 15 * 15).strftime("%Y-%m-%dT%H:%M")
        counts.clicks_now[quarter, article] += 1
        if at - published[row["article_id"]] < JUST_PUBLISHED_FOR:
            counts.just_published[article, "clicks"] += 1
            counts.just_published[article, "unique_readers"] += (reader, article) not in readers_of_new
            readers_of_new.add((reader, article))
        about = articles[row["article_id"]]
        weight = forward_weight(at)
        for attribute in (
            *(f"topic#{one}" for one in about["topics"]),
            *(f"company#{one}" for one in about["companies"]),
        ):
            whole = counts.interests.get((reader, attribute), Decimal())
            counts.interests[reader, attribute] = _NUMBERS.add(whole, weight)
    return counts


def counts_of(services: Services) -> Counts:
    counts = Counts(told=set(services.events))
    for item in services.tables.items("reader-interests"):
        reader, entry = item["reader_id"]["S"], item["entry"]["S"]
        if entry.startswith("read#"):
            counts.earliest_reads[reader, entry.removeprefix("read#")] = datetime.fromisoformat(item["read_at"]["S"])
        elif entry == "interests":
            for attribute, value in item.items():
                if attribute not in ("reader_id", "entry"):
                    counts.interests[reader, attribute] = Decimal(value["N"])
    for item in services.tables.items("article-clicks"):
        counts.clicks_now[item["window"]["S"], item["article_id"]["S"]] += int(item["clicks"]["N"])
    for item in services.tables.items("just-published"):
        for name in ("clicks", "unique_readers"):
            if name in item:
                counts.just_published[item["article_id"]["S"], name] += int(item[name]["N"])
    return counts


def event_of(row: Mapping[str, Any]) -> str:
    """The id that a click of the log has as an event."""
    return f"{row['session_id']}-{row['article_id']}-{row['timestamp_ms']}"


def event_of_payload(payload: str) -> str:
    return event_of(json.loads(payload)["record"])


def windows_not_cut_at_ten(clicks: pl.DataFrame, too_fast: Collection[str]) -> int:
    """How many of the readers' windows of ten seconds do not count their clicks up to ten, and no more."""
    window, event = (
        pl.col("timestamp_ms") // int(PACE_WINDOW.total_seconds() * 1000),
        pl.format("{}-{}-{}", "session_id", "article_id", "timestamp_ms"),
    )
    windows = clicks.group_by("user_id", window).agg(clicks=pl.len(), refused=event.is_in(list(too_fast)).sum())
    surplus = pl.max_horizontal(pl.col("clicks").cast(pl.Int64) - MOST_CLICKS_PER_WINDOW, 0)
    return len(windows.filter(pl.col("refused") != surplus))
