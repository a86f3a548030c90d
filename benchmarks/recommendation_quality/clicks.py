"""A file of clicks as columns, in order of time."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from local_personalize.store.events import Events

HOUR = 3600.0
CONTEXT = ("region", "referrer", "device_group")
MOST_OF_A_SESSION = 20


@dataclass(frozen=True, slots=True)
class Clicks:
    """Clicks of readers; `sessions` as numbers, `events` as recipes are trained on them.

    `is_last` marks the last clicks of sessions as the protocol of Transformers4Rec has them: immediate repeats and
    sessions of one click dropped, sessions cut at 20 clicks.
    """

    events: Events
    sessions: npt.NDArray[np.int64]
    is_last: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.sessions)


def read_clicks(path: Path, hours: float | None) -> Clicks:
    """The clicks of a parquet file, of its first `hours` only if given."""
    context = [name for name in CONTEXT if name in pl.read_parquet_schema(path)]
    columns = ["user_id", "session_id", "article_id", "timestamp_ms", *context]
    clicks = pl.read_parquet(path, columns=columns).sort("timestamp_ms", maintain_order=True)
    if hours is not None:
        clicks = clicks.filter(pl.col("timestamp_ms") < clicks["timestamp_ms"][0] + hours * HOUR * 1000)
    events = Events.of(
        clicks["user_id"].rank("dense").cast(pl.Int64) - 1,
        clicks["article_id"].rank("dense").cast(pl.Int64) - 1,
        clicks["timestamp_ms"] // 1000,
        clicks["session_id"].cast(pl.String).to_list(),
        {name: (clicks[name].rank("dense").cast(pl.Int32) - 1).to_numpy() for name in context},
    )
    return Clicks(events, clicks["session_id"].cast(pl.Int64).to_numpy(), _last_clicks(clicks))


def _last_clicks(clicks: pl.DataFrame) -> npt.NDArray[np.bool_]:
    numbered = clicks.select("session_id", "article_id").with_row_index("row")
    kept = numbered.filter(
        (pl.col("article_id") != pl.col("article_id").shift(1).over("session_id")).fill_null(value=True)
    )
    kept = kept.with_columns(place=pl.int_range(pl.len()).over("session_id")).filter(
        pl.col("place") < MOST_OF_A_SESSION
    )
    last = kept.group_by("session_id").agg(pl.col("row").last(), pl.len()).filter(pl.col("len") > 1)
    flags = np.zeros(len(clicks), np.bool_)
    flags[last["row"].to_numpy()] = True
    return flags
