"""The reference of the batch job's benchmark does what the job does, and growth is told in powers of the rows."""

from pathlib import Path

import polars as pl
import pytest

from benchmarks.etl import Size, by_polars, growth

NOON = 1_772_884_800_000


def clicks(*times: int, user: int = 1) -> list[dict[str, int]]:
    ids = {"user_id": user, "session_id": user, "article_id": 5, "device_group": 1, "region": 2, "referrer": 3}
    return [ids | {"timestamp_ms": time} for time in times]


def test_the_reference_drops_duplicates_and_a_machine_s_surplus(tmp_path: Path) -> None:
    machine = clicks(*range(NOON, NOON + 12))
    reader = clicks(NOON, NOON, NOON + 9_999, NOON + 10_000, user=2)
    pl.DataFrame(machine + reader).write_parquet(tmp_path / "clicks.parquet")
    by_polars(tmp_path / "clicks.parquet", tmp_path / "rows.csv")
    rows = pl.read_csv(tmp_path / "rows.csv")
    assert rows["USER_ID"].value_counts().sort("USER_ID").rows() == [(1, 10), (2, 3)]
    assert sorted(rows.filter(pl.col("USER_ID") == 2)["TIMESTAMP"].to_list()) == [
        NOON // 1000 + seconds for seconds in (0, 9, 10)
    ]


def test_twice_the_time_for_twice_the_rows_is_a_growth_of_one() -> None:
    start = Size(1, 5.0, 1.0, True)
    sizes = [Size(rows, 5.0 + rows * 0.01, 1.5, True).after(start) for rows in (1000, 2000, 4000)]
    assert growth(sizes) == pytest.approx(1)
    assert growth([sizes[0], Size(2000, 40.0, 1.0, True)]) == pytest.approx(2)
