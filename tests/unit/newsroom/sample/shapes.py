"""The figures that describe a click stream's shape, computed alike for real and for generated clicks."""

from typing import Final

import numpy as np
import polars as pl

AGES: Final = (1, 2, 4, 12, 24, 48)
HOUR_MS: Final = 3_600_000


def shape(clicks: pl.DataFrame) -> dict[str, float]:
    """Figures of clicks with user_id (null if unknown), session_id, article_id, timestamp_ms and published_ms."""
    age = (clicks["timestamp_ms"] - clicks["published_ms"]) / HOUR_MS
    sessions = clicks.group_by("session_id").len()["len"]
    known = clicks.filter(pl.col("user_id").is_not_null())
    readers = known.group_by("user_id").agg(pl.len().alias("clicks"), pl.col("session_id").n_unique().alias("visits"))
    articles = np.sort(clicks.group_by("article_id").len()["len"].to_numpy())[::-1]
    return {
        **{f"younger than {hours} h": _share(age < hours) for hours in AGES},
        "clicks per session": clicks.height / len(sessions),
        "sessions of 2": _share(sessions == 2),
        "sessions up to 5": _share(sessions <= 5),
        "sessions up to 9": _share(sessions <= 9),
        "longest session": float(sessions.to_numpy().max()),
        "readers of one session": _share(readers["visits"] == 1),
        "readers under 5 clicks": _share(readers["clicks"] < 5),
        "readers under 10 clicks": _share(readers["clicks"] < 10),
        "clicks of the top 1 % of readers": _top(readers["clicks"].to_numpy(), 0.01),
        "clicks of the top 10 % of readers": _top(readers["clicks"].to_numpy(), 0.10),
        **concentration(articles[:1500]),
    }


def concentration(descending: np.ndarray) -> dict[str, float]:
    """How unevenly clicks fall on articles; for real clicks, on the 1,500 most read, as many as the sample has."""
    total, count = descending.sum(), len(descending)
    ranks = np.arange(count, 0, -1)
    return {
        "Gini over articles": float(2 * (ranks * descending).sum() / (count * total) - (count + 1) / count),
        "clicks on the top 1 % of articles": _top(descending, 0.01),
        "clicks on the top 10 % of articles": _top(descending, 0.10),
    }


def hours_of_day(clicks: pl.DataFrame, zone_hours: int) -> np.ndarray:
    """The share of clicks in each hour of the local day."""
    hours = (clicks["timestamp_ms"].to_numpy() // HOUR_MS + zone_hours) % 24
    return np.bincount(hours, minlength=24) / len(hours)


def _share(flags: pl.Series) -> float:
    return float(flags.to_numpy().mean())


def _top(values: np.ndarray, share: float) -> float:
    descending = np.sort(values)[::-1]
    return float(descending[: max(1, round(len(descending) * share))].sum() / descending.sum())
