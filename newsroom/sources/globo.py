"""The Globo.com click log, moved in time so that its last replayed click is now."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from newsroom.sources import BadData, NewsroomData, Reader

COLUMNS = ("user_id", "session_id", "article_id", "timestamp_ms", "device_group", "region", "referrer")
STREAMED_SHARE = 0.25
READERS_SHOWN = 300


def globo(file: Path, now: datetime, *, most: int) -> NewsroomData:
    """The first `most` clicks: the older three quarters as history, the rest for the stream. Raises `BadData`."""
    try:
        clicks = pl.read_parquet(file, columns=list(COLUMNS)).sort("timestamp_ms", maintain_order=True).head(most)
    except (OSError, pl.exceptions.PolarsError):
        raise BadData(f"DATA={file}: not a parquet file with the columns {', '.join(COLUMNS)}") from None
    if clicks.is_empty():
        raise BadData(f"DATA={file}: holds no clicks")
    last = clicks["timestamp_ms"][-1]
    clicks = clicks.with_columns(pl.col("timestamp_ms") + (int(now.timestamp() * 1000) - last))
    articles = clicks.group_by("article_id", maintain_order=True).agg(pl.col("timestamp_ms").min())
    streamed_from = clicks["timestamp_ms"][int(len(clicks) * (1 - STREAMED_SHARE))]
    return NewsroomData(
        name=f"{len(clicks):,} Globo.com clicks",
        masthead="Globo.com, replayed",
        articles=_payloads(articles),
        interactions=_payloads(clicks),
        readers=_most_active(clicks),
        streamed_from=datetime.fromtimestamp(streamed_from / 1000, now.tzinfo),
    )


def _payloads(frame: pl.DataFrame) -> Sequence[dict[str, object]]:
    return [{"source": "globo", "record": row} for row in frame.iter_rows(named=True)]


def _most_active(clicks: pl.DataFrame) -> Sequence[Reader]:
    counted = clicks.group_by("user_id").len().sort("len", "user_id", descending=[True, False]).head(READERS_SHOWN)
    return [
        Reader(id=str(user), name=f"Reader {user}", description=f"{count} clicks")
        for user, count in counted.iter_rows()
    ]
