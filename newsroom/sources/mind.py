"""The MIND news set (`news.tsv`, `behaviors.tsv`), moved in time so that its last impression is now.

A reader's history has no times there: its clicks are put a minute apart before the reader's first impression.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from newsroom.sources import BadData, NewsroomData, Reader

NEWS = ("news_id", "category", "subcategory", "title", "abstract", "url", "title_entities", "abstract_entities")
BEHAVIOURS = ("impression_id", "user_id", "time", "history", "candidates")
TIME_FORMAT = "%m/%d/%Y %I:%M:%S %p"
STREAMED_SHARE = 0.25
READERS_SHOWN = 300

Click = dict[str, Any]


def mind(folder: Path, now: datetime, *, most: int) -> NewsroomData:
    """Up to `most` clicks on the articles that the folder describes. Raises `BadData`."""
    news, behaviours = _table(folder / "news.tsv", NEWS), _table(folder / "behaviors.tsv", BEHAVIOURS)
    parsed = behaviours.with_columns(pl.col("time").str.to_datetime(TIME_FORMAT, time_zone="UTC")).sort("time")
    if parsed.is_empty() or news.is_empty():
        raise BadData(f"DATA={folder}: news.tsv or behaviors.tsv holds no rows")
    moved = parsed.with_columns(pl.col("time") + (now - parsed["time"][-1]))
    known = set(news["news_id"])
    clicks = sorted((click for click in _clicks(moved) if click["news_id"] in known), key=lambda click: click["time"])[
        -most:
    ]
    first_shown = _first_shown(moved)
    start = min([*first_shown.values(), *(click["time"] for click in clicks)])
    articles = sorted(
        (row | {"published_at": first_shown.get(row["news_id"], start)} for row in news.iter_rows(named=True)),
        key=lambda row: row["published_at"],
    )
    return NewsroomData(
        name=f"{len(clicks):,} MIND clicks",
        masthead="Microsoft News, replayed",
        articles=[_payload(article, "published_at") for article in articles],
        interactions=[_payload(click, "time") for click in clicks],
        readers=_most_active(clicks),
        streamed_from=clicks[int(len(clicks) * (1 - STREAMED_SHARE))]["time"],
    )


def _table(file: Path, columns: Sequence[str]) -> pl.DataFrame:
    try:
        return pl.read_csv(
            file, separator="\t", has_header=False, new_columns=list(columns), quote_char=None, infer_schema=False
        )
    except (OSError, pl.exceptions.PolarsError):
        raise BadData(f"{file}: not a table of {', '.join(columns)}") from None


def _clicks(behaviours: pl.DataFrame) -> Iterator[Click]:
    remembered: set[str] = set()
    for row in behaviours.iter_rows(named=True):
        reader, time = row["user_id"], row["time"]
        if reader not in remembered:
            remembered.add(reader)
            history = (row["history"] or "").split()
            for back, article in enumerate(reversed(history), start=1):
                yield _click(f"history-{reader}", reader, article, time - timedelta(minutes=back))
        for candidate in (row["candidates"] or "").split():
            article, _, clicked = candidate.rpartition("-")
            if clicked == "1":
                yield _click(row["impression_id"], reader, article, time)


def _click(impression: str, reader: str, article: str, time: datetime) -> Click:
    return {"impression_id": impression, "user_id": reader, "news_id": article, "time": time}


def _first_shown(behaviours: pl.DataFrame) -> dict[str, datetime]:
    shown: dict[str, datetime] = {}
    for row in behaviours.iter_rows(named=True):
        for candidate in (row["candidates"] or "").split():
            shown.setdefault(candidate.rpartition("-")[0], row["time"])
    return shown


def _payload(record: Click, time: str) -> dict[str, object]:
    written = record[time].astimezone(UTC).isoformat()
    return {"source": "mind", "record": record | {time: written}}


def _most_active(clicks: Sequence[Click]) -> Sequence[Reader]:
    counted = Counter(click["user_id"] for click in clicks).most_common(READERS_SHOWN)
    return [Reader(id=user, name=f"Reader {user}", description=f"{count} clicks") for user, count in counted]
