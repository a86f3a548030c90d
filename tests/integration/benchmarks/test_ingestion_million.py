"""The show of a million clicks, with a few hundred, in processes of its own."""

from collections.abc import Sequence
from copy import deepcopy

import pytest

from benchmarks.ingestion.million import Show, Streamed, compared, stream
from tests.unit.benchmarks.globo import NOW, write_clicks


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Show:
    file = tmp_path_factory.mktemp("globo") / "clicks.parquet"
    write_clicks(file)
    return Show(file=file, records=400, now=NOW, throttled=0.01, crashes=0.005, seed=1)


@pytest.fixture(scope="module")
def streamed(show: Show) -> Sequence[Streamed]:
    return stream(show)


def test_counts_are_exact_whatever_happens_on_the_way(show: Show, streamed: Sequence[Streamed]) -> None:
    rows = compared(show, streamed)
    assert {name: differ for name, _, _, differ in rows if differ} == {}
    assert all(expected for _, expected, _, _ in rows)
    assert sum(shard.tallies["crashes"] for shard in streamed) > 5
    assert any(shard.tallies["records delivered, again and again"] > shard.tallies["records"] for shard in streamed)


def test_what_a_stream_lost_is_seen(show: Show, streamed: Sequence[Streamed]) -> None:
    shards = deepcopy(streamed)
    for shard in shards:
        shard.counts.told.pop()
        shard.counts.clicks_now[next(iter(shard.counts.clicks_now))] += 1
        shard.counts.earliest_reads.popitem()
    differ = {name for name, _, _, differ in compared(show, shards) if differ}
    assert differ == {"told", "clicks now", "clicks in all", "earliest reads"}
