"""Clicks of the Globo.com log with a few bots among them, moved in time so that the last one is now."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

COLUMNS: Final = ("user_id", "session_id", "article_id", "timestamp_ms", "device_group", "region", "referrer")
FIRST_BOT: Final = 100_000_000
"""Readers from this number on are bots."""
BOTS: Final = 50
CLICKS_OF_A_BOT: Final = 25


def read_clicks(file: Path, *, most: int, now: datetime) -> pl.DataFrame:
    """The first `most` clicks in order of time, and then each bot's burst of clicks within a second or two."""
    clicks = pl.read_parquet(file, columns=list(COLUMNS)).sort("timestamp_ms", maintain_order=True).head(most)
    clicks = clicks.with_columns(pl.all().cast(pl.Int64))
    clicks = clicks.with_columns(pl.col("timestamp_ms") + (int(now.timestamp() * 1000) - clicks["timestamp_ms"][-1]))
    first = clicks.gather([bot * len(clicks) // BOTS for bot in range(BOTS)]).with_row_index("bot")
    bursts = pl.concat(
        first.with_columns(
            user_id=pl.col("bot").cast(pl.Int64) + FIRST_BOT,
            session_id=pl.col("bot").cast(pl.Int64) + FIRST_BOT,
            timestamp_ms=pl.col("timestamp_ms") + 100 * number,
        )
        for number in range(CLICKS_OF_A_BOT)
    )
    return pl.concat([clicks, bursts.select(clicks.columns)])


def articles_of(clicks: pl.DataFrame) -> Mapping[int, Mapping[str, Any]]:
    """Articles as records: published at their first click, about made-up topics and companies."""
    published = clicks.group_by("article_id").agg(pl.col("timestamp_ms").min()).sort("article_id")
    return {
        article: {
            "article_id": str(article),
            "published_at": datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(),
            "topics": [f"topic {article % 40}"],
            "companies": [f"company {article % 300}"],
        }
        for article, milliseconds in published.iter_rows()
    }
