"""What the show of a million clicks is made of."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from benchmarks.ingestion.clicks import COLUMNS, articles_of, read_clicks
from benchmarks.ingestion.counts import Counts, direct_count, windows_not_cut_at_ten
from benchmarks.ingestion.disorder import StreamRecord, disordered
from benchmarks.ingestion.services import Crash, Faults
from benchmarks.ingestion.shard import Shard, place_of
from newsrec.transform import Reject, timely, to_interaction, transformed
from newsrec.unavailable import Unavailable
from tests.unit.benchmarks.globo import NOW, write_clicks


def test_every_click_arrives_and_every_broken_record_is_refused_for_its_fault(tmp_path: Path) -> None:
    write_clicks(tmp_path / "clicks.parquet")
    clicks = read_clicks(tmp_path / "clicks.parquet", most=400, now=NOW)
    records = disordered(clicks, random.Random(1))
    arrived = set[str]()
    for record in records:
        read = transformed(record.payload, to_interaction)
        outcome = (
            read if isinstance(read, Reject) else timely(read, arrived=datetime.fromtimestamp(record.arrived, UTC))
        )
        if isinstance(outcome, Reject):
            assert record.fault
            assert outcome.reason.startswith(record.fault)
        else:
            arrived.add(outcome.event_id)
    assert arrived == direct_count(clicks, articles_of(clicks), ()).told
    assert len({record.fault for record in records}) > 5
    assert len(records) > len({record.payload for record in records})


@pytest.mark.parametrize("error", [Crash, Unavailable])
def test_all_from_the_lowest_failed_record_come_again_and_half_a_batch_after_an_error(
    error: type[BaseException],
) -> None:
    failures: list[Any] = [[5, 3], None, [], []]
    delivered: list[list[int]] = []
    faults = Faults(random.Random(1))

    def handler(event: dict[str, Any], _: object) -> Any:
        delivered.append([place_of(record["kinesis"]["sequenceNumber"]) for record in event["Records"]])
        failed = failures[len(delivered) - 1]
        if failed is None:
            faults.dead = error is Crash
            raise error
        records = event["Records"]
        return {"batchItemFailures": [{"itemIdentifier": records[one]["kinesis"]["sequenceNumber"]} for one in failed]}

    with ThreadPoolExecutor(2) as workers:
        Shard(handler, workers, faults).deliver([StreamRecord(b"{}", 0.0)] * 7)
    assert delivered == [[0, 1, 2, 3, 4, 5, 6], [3, 4, 5, 6], [3, 4], [5, 6]]
    assert not faults.dead


def test_a_bot_s_window_counts_ten_clicks_no_more_and_no_fewer() -> None:
    rows = [[1, 2, number, 1_000 + number, 1, 2, 3] for number in range(12)]
    clicks = pl.DataFrame(rows, schema=list(COLUMNS), orient="row")
    surplus = [f"2-{number}-{1_000 + number}" for number in range(3)]
    assert windows_not_cut_at_ten(clicks, surplus[:2]) == 0
    assert windows_not_cut_at_ten(clicks, surplus[:1]) == 1
    assert windows_not_cut_at_ten(clicks, surplus) == 1


def test_counts_of_two_shards_add_up() -> None:
    one = Counts(told={"a"}, earliest_reads={("r1", "a"): NOW})
    other = Counts(told={"b"}, earliest_reads={("r2", "a"): NOW})
    one.clicks_now["h", "a"], other.clicks_now["h", "a"] = 2, 3
    both = one + other
    assert both.clicks_now == {("h", "a"): 5}
    assert (both.told, set(both.earliest_reads)) == ({"a", "b"}, {("r1", "a"), ("r2", "a")})
