"""The generated click stream has the shape of a real news portal's.

The published figures are those of 2.4 million clicks of twelve days; where the clicks themselves are at hand
(NEWSREC_REAL_DATA, or `../shared/data` beside the repository), the same figures are computed from both.
"""

import os
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from newsroom.sample import SampleNewsroom, generate

from .conftest import NOW
from .shapes import hours_of_day, shape

REPOSITORY = Path(__file__).parents[4]
REAL_DATA = Path(os.environ.get("NEWSREC_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
REAL_CLICKS = REAL_DATA / "globo" / "clicks.parquet"
REAL_ZONE_HOURS = -3

# Figure: published value, tolerance.
PUBLISHED = {
    "younger than 1 h": (0.034, 0.010),
    "younger than 2 h": (0.057, 0.015),
    "younger than 4 h": (0.11, 0.025),
    "younger than 12 h": (0.32, 0.04),
    "younger than 24 h": (0.56, 0.04),
    "younger than 48 h": (0.81, 0.04),
    "clicks per session": (2.85, 0.05),
    "sessions of 2": (0.60, 0.01),
    "sessions up to 5": (0.94, 0.01),
    "sessions up to 9": (0.99, 0.005),
    "readers of one session": (0.45, 0.01),
    "readers under 5 clicks": (0.53, 0.03),
    "readers under 10 clicks": (0.76, 0.02),
}
# What no publication says, and so is compared with the clicks themselves alone: tolerance.
MEASURED = {
    "clicks of the top 1 % of readers": 0.02,
    "clicks of the top 10 % of readers": 0.03,
    "Gini over articles": 0.05,
    "clicks on the top 1 % of articles": 0.05,
    "clicks on the top 10 % of articles": 0.06,
}
# Published shares of clicks by hour of the local day: 5 to 7 % from 8 to 18 h, most at 13 h, 0.5 % at 3 and 4 h.
BUSY_HOURS, NIGHT_HOURS = range(8, 19), range(3, 5)


def generated(sample: SampleNewsroom) -> pl.DataFrame:
    published = {record["article_id"]: _milliseconds(record["published_at"]) for record in sample.articles}
    rows = [row for row in sample.interactions if row["type"] == "click"]
    return pl.DataFrame(
        {
            "user_id": [row.get("reader_id") for row in rows],
            "session_id": [row["session_id"] for row in rows],
            "article_id": [row["article_id"] for row in rows],
            "timestamp_ms": [_milliseconds(row["occurred_at"]) for row in rows],
            "published_ms": [published[row["article_id"]] for row in rows],
        }
    )


def _milliseconds(value: object) -> int:
    return round(datetime.fromisoformat(str(value)).timestamp() * 1000)


@pytest.fixture(scope="module", params=[1, 2])
def stream(request: pytest.FixtureRequest, sample: SampleNewsroom) -> pl.DataFrame:
    return generated(sample if request.param == 1 else generate(now=NOW, seed=request.param))


@pytest.fixture(scope="module")
def real_stream() -> pl.DataFrame:
    if not REAL_CLICKS.exists():
        pytest.skip(f"the real clicks are not at {REAL_CLICKS}")
    columns = ["user_id", "session_id", "article_id", "timestamp_ms"]
    clicks = pl.read_parquet(REAL_CLICKS, columns=columns)
    return clicks.with_columns(published_ms=pl.col("timestamp_ms").min().over("article_id"))


def test_ages_sessions_and_readers_are_those_published_of_a_real_portal(stream: pl.DataFrame) -> None:
    figures = shape(stream)
    off = {
        name: (round(figures[name], 3), value)
        for name, (value, tolerance) in PUBLISHED.items()
        if abs(figures[name] - value) > tolerance
    }
    assert off == {}
    assert 20 <= figures["longest session"] <= 124


def test_the_day_has_the_published_rhythm(stream: pl.DataFrame) -> None:
    hours = hours_of_day(stream, zone_hours=0)
    assert all(0.04 < hours[hour] < 0.085 for hour in BUSY_HOURS)
    assert all(hours[hour] < 0.01 for hour in NIGHT_HOURS)


def test_a_few_stray_clicks_come_more_than_a_week_late(stream: pl.DataFrame) -> None:
    late = (stream["timestamp_ms"] - stream["published_ms"]).to_numpy() > 7 * 24 * 3_600_000
    assert 0.002 < late.mean() < 0.03


def test_all_figures_are_those_of_the_real_clicks(stream: pl.DataFrame, real_stream: pl.DataFrame) -> None:
    figures, real = shape(stream), shape(real_stream)
    tolerances = {name: tolerance for name, (_, tolerance) in PUBLISHED.items()} | MEASURED
    off = {
        name: (round(figures[name], 3), round(real[name], 3))
        for name, tolerance in tolerances.items()
        if abs(figures[name] - real[name]) > tolerance
    }
    assert off == {}


def test_the_hours_of_the_day_are_those_of_the_real_clicks(stream: pl.DataFrame, real_stream: pl.DataFrame) -> None:
    difference = hours_of_day(stream, 0) - hours_of_day(real_stream, REAL_ZONE_HOURS)
    assert np.abs(difference).max() < 0.012
    assert np.abs(difference).sum() / 2 < 0.04
