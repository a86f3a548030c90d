"""A small click log in the columns of Globo.com's."""

import random
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from benchmarks.ingestion.clicks import COLUMNS

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def write_clicks(file: Path) -> None:
    """Four hundred clicks of sixty readers on thirty articles in six hours."""
    chance = random.Random(7)
    rows = [
        [chance.randrange(60), chance.randrange(90), chance.randrange(30), chance.randrange(21_600_000), 1, 2, 3]
        for _ in range(400)
    ]
    pl.DataFrame(rows, schema=list(COLUMNS), orient="row").write_parquet(file)
