"""A million clicks through the real consumers, whatever happens on the way: in the end every count is exact.

Of the clicks 10 % come twice and 5 % late, 5 % more are broken, bots click among the readers, some articles are known
only later, calls are throttled, and the functions die before and after calls. Lambda delivers as it does: all from the
lowest failed record again. The tables are compared with a direct count of the clicks, the dead letters with what was
broken.
"""

import json
import os
import random
import sys
import time
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks.ingestion.clicks import articles_of, read_clicks
from benchmarks.ingestion.counts import Counts, counts_of, direct_count, event_of_payload, windows_not_cut_at_ten
from benchmarks.ingestion.disorder import StreamRecord, disordered
from benchmarks.ingestion.services import ENVIRONMENT, Faults, Services, answering
from benchmarks.ingestion.shard import Shard, place_of

SHARDS = 2
LATE_ARTICLES = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """How much is streamed, and what goes wrong with each call."""

    file: Path
    records: int
    now: datetime
    throttled: float
    crashes: float
    seed: int

    def clicks(self) -> pl.DataFrame:
        return read_clicks(self.file, most=self.records, now=self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Streamed:
    """What one shard left, and what became of its broken records."""

    counts: Counts
    too_fast: frozenset[str]
    """The ids of the clicks that were parked as a bot's."""
    broken: int
    unparked: int
    """Broken records that are not in the queue with their reason, and others that are."""
    tallies: Mapping[str, int]


def stream(show: Show) -> list[Streamed]:
    """Streams each shard in a process of its own."""
    with ProcessPoolExecutor(SHARDS, mp_context=get_context("spawn")) as processes:
        return list(processes.map(_in_process, [show] * SHARDS, range(SHARDS)))


def _in_process(show: Show, number: int) -> Streamed:
    os.environ |= ENVIRONMENT
    warnings.filterwarnings("ignore", message="No application metrics to publish")  # a function that died has none
    # The functions' log lines are written, as in Lambda, but not among the figures.
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        return _stream_shard(show, number)


def _stream_shard(show: Show, number: int) -> Streamed:
    from lambdas import consumer  # noqa: PLC0415 - it wants the environment, and logs to what is stdout now
    from lambdas.ingest_articles import handler as articles_handler  # noqa: PLC0415
    from lambdas.ingest_interactions import handler as interactions_handler  # noqa: PLC0415

    chance = random.Random(show.seed + number)
    clicks = show.clicks()
    articles = [_article_record(record) for record in articles_of(clicks).values()]
    chance.shuffle(articles)
    records = disordered(clicks.filter(pl.col("user_id") % SHARDS == number), chance)
    faults = Faults(chance, throttled=show.throttled, crashes=show.crashes)
    services = Services(faults)
    with answering(services):
        of_articles = Shard(articles_handler.handler, consumer.SIDE_BY_SIDE, faults)
        of_interactions = Shard(interactions_handler.handler, consumer.SIDE_BY_SIDE, faults)
        known, half = int(len(articles) * (1 - LATE_ARTICLES)), len(records) // 2
        of_articles.deliver(articles[:known])
        of_interactions.deliver(records, until=half)
        of_articles.deliver(articles[known:])
        of_interactions.deliver(records, start=half)
    return _streamed(services, records, of_interactions)


def _article_record(record: Mapping[str, Any]) -> StreamRecord:
    payload = json.dumps({"source": "bare", "record": record}).encode()
    return StreamRecord(payload, datetime.fromisoformat(record["published_at"]).timestamp())


def _streamed(services: Services, records: Sequence[StreamRecord], shard: Shard) -> Streamed:
    letters = {
        (letter["position"], letter["payload"], letter["reason"]) for letter in map(json.loads, services.letters)
    }
    bots = {letter for letter in letters if "the reader clicked" in letter[2]}
    right = {
        position
        for position, payload, reason in letters - bots
        if _is_right(records[place_of(position)], payload, reason)
    }
    broken = sum(record.fault is not None for record in records)
    return Streamed(
        counts=counts_of(services),
        too_fast=frozenset(event_of_payload(payload) for _, payload, _ in bots),
        broken=broken,
        unparked=broken - len(right) + len(letters - bots) - len(right),
        tallies={
            "records": len(records),
            "records delivered, again and again": shard.delivered,
            "calls of outside systems": services.calls,
            "crashes": services.faults.crashed,
        },
    )


def _is_right(record: StreamRecord, payload: str, reason: str) -> bool:
    return record.fault is not None and reason.startswith(record.fault) and payload.encode() == record.payload


def differing(expected: Mapping[Any, Any] | set[Any], found: Mapping[Any, Any] | set[Any]) -> int:
    """In how many entries they differ."""
    if isinstance(expected, set) or isinstance(found, set):
        return len(set(expected) ^ set(found))
    return sum(expected.get(key) != found.get(key) for key in expected.keys() | found.keys())


def compared(show: Show, shards: Sequence[Streamed]) -> list[tuple[str, int, int, int]]:
    """What is compared, its size by the direct count and by the stream, and in how much they differ."""
    clicks = show.clicks()
    too_fast = frozenset[str]().union(*(shard.too_fast for shard in shards))
    expected = direct_count(clicks, articles_of(clicks), too_fast)
    found = sum((shard.counts for shard in shards), Counts())
    rows = [
        (one.name.replace("_", " "), len(left), len(right), differing(left, right))
        for one in fields(Counts)
        for left, right in [(getattr(expected, one.name), getattr(found, one.name))]
    ]
    clicked = sum(expected.clicks_now.values()), sum(found.clicks_now.values())
    broken, unparked = sum(shard.broken for shard in shards), sum(shard.unparked for shard in shards)
    return [
        *rows,
        ("clicks in all", *clicked, abs(clicked[0] - clicked[1])),
        ("broken records parked with their reason", broken, broken - unparked, unparked),
        ("bots' clicks parked", len(too_fast), len(too_fast), windows_not_cut_at_ten(clicks, too_fast)),
    ]


@click.command()
@click.option("--clicks", "file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--records", default=20_000, type=click.IntRange(min=1_000), help="How many of the clicks.")
@click.option("--throttled", default=0.0005, type=click.FloatRange(0, 0.1), help="Share of calls that are throttled.")
@click.option("--crashes", default=0.0001, type=click.FloatRange(0, 0.01), help="Chance before, and after, each call.")
@click.option("--seed", default=1, type=int)
def main(file: Path, records: int, throttled: float, crashes: float, seed: int) -> None:
    """Exact counts from a stream in disorder; exit code 1 if anything differs."""
    show = Show(file=file, records=records, now=datetime.now(UTC), throttled=throttled, crashes=crashes, seed=seed)
    started = time.perf_counter()
    with Console(stderr=True).status(f"{records:,} clicks go through {SHARDS} shards"):
        shards = stream(show)
        seconds = time.perf_counter() - started
        rows = compared(show, shards)
    table = Table("what", "direct count", "from the stream", "differ")
    for name, *figures in rows:
        table.add_row(name, *(f"{figure:,}" for figure in figures))
    tallies = sum((Counter(shard.tallies) for shard in shards), Counter[str]())
    said = ", ".join(f"{number:,} {name}" for name, number in tallies.items())
    Console(width=120).print(table, f"[dim]{said}; {seconds:.0f} s in {SHARDS} processes[/]")
    sys.exit(any(differ for *_, differ in rows))


if __name__ == "__main__":
    main()
