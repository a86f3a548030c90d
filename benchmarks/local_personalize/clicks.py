"""The clicks that are imported: from a file, or generated in the shape of a news portal's."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

HOUR, DAY = 3600, 86400
DAYS = 12
CLICKS_PER_SESSION = 2.86
CLICKS_PER_READER, CLICKS_PER_ARTICLE = 8, 52
FIRST_MOMENT = 1_700_000_000
CATEGORIES = {"REGION": 28, "REFERRER": 7, "DEVICE": 5}
TOPICS = ("politics", "business", "sport", "science", "culture", "health", "world", "local", "travel", "food", "tech")
SOURCES = {"REGION": "region", "REFERRER": "referrer", "DEVICE": "device_group"}


def read_clicks(path: Path, count: int | None) -> pl.DataFrame:
    """The first clicks of a parquet file as rows of an Interactions dataset, in order of time."""
    clicks = pl.read_parquet(path).sort("timestamp_ms", maintain_order=True)
    context = {name: pl.col(source).cast(pl.String) for name, source in SOURCES.items()}
    return clicks.head(count or len(clicks)).select(
        USER_ID=pl.format("u{}", "user_id"),
        ITEM_ID=pl.format("a{}", "article_id"),
        TIMESTAMP=pl.col("timestamp_ms") // 1000,
        EVENT_TYPE=pl.lit("click"),
        **context,
    )


def generated_clicks(count: int, seed: int = 1) -> pl.DataFrame:
    """Clicks of short sessions in order of time: few readers and articles have most of them, and news ages."""
    random = np.random.default_rng(seed)
    sessions = _sessions(count, random)
    starts = np.sort(random.integers(0, DAYS * DAY, sessions[-1] + 1))
    places = np.arange(count) - np.searchsorted(sessions, sessions)
    moments = starts[sessions] + places * random.integers(20, 180, count)
    readers = _heavy_tailed(count // CLICKS_PER_READER + 1, len(starts), 0.7, random)
    columns = {name: random.integers(0, size, len(readers)) for name, size in CATEGORIES.items()}
    articles = _articles(moments, sessions, random)
    frame = pl.DataFrame(
        {
            "USER_ID": readers[sessions],
            "ITEM_ID": articles,
            "TIMESTAMP": FIRST_MOMENT + moments,
            **{name: column[sessions] for name, column in columns.items()},
        }
    )
    return frame.sort("TIMESTAMP", maintain_order=True).select(
        pl.format("u{}", "USER_ID").alias("USER_ID"),
        pl.format("a{}", "ITEM_ID").alias("ITEM_ID"),
        "TIMESTAMP",
        pl.lit("click").alias("EVENT_TYPE"),
        *(pl.col(name).cast(pl.String) for name in CATEGORIES),
    )


def articles_of(clicks: pl.DataFrame) -> pl.DataFrame:
    """The rows of an Items dataset: an article came when it was first clicked; its topics follow from its id."""
    articles = clicks.group_by("ITEM_ID", maintain_order=True).agg(CREATION_TIMESTAMP=pl.col("TIMESTAMP").min())
    numbers = articles["ITEM_ID"].str.strip_prefix("a").cast(pl.Int64).to_list()
    return articles.with_columns(TOPICS=pl.Series([_topics(number) for number in numbers]))


def _topics(number: int) -> str:
    first = TOPICS[number % len(TOPICS)]
    return f"{first}|{TOPICS[(number + 3) % len(TOPICS)]}" if number % 4 == 0 else first


def _sessions(count: int, random: np.random.Generator) -> npt.NDArray[np.int64]:
    """The number of each click's session; sessions have two clicks at least."""
    lengths = 1 + random.geometric(1.0 / (CLICKS_PER_SESSION - 1.0), count)
    return np.repeat(np.arange(count), lengths)[:count]


def _heavy_tailed(size: int, count: int, slope: float, random: np.random.Generator) -> npt.NDArray[np.int64]:
    """Numbers below `size`, in proportion to 1/rank to the power of `slope`."""
    weights = np.cumsum(np.arange(1.0, size + 1) ** -slope)
    return np.searchsorted(weights, random.random(count) * weights[-1])


def _articles(
    moments: npt.NDArray[np.int64], sessions: npt.NDArray[np.int64], random: np.random.Generator
) -> npt.NDArray[np.int64]:
    """An article for every click: what is popular and fresh, or in half of the cases what goes with the last one."""
    size = len(moments) // CLICKS_PER_ARTICLE + 20
    published = np.sort(random.integers(-DAY, DAYS * DAY, size))
    popularity = random.permutation(np.arange(1.0, size + 1) ** -0.9)
    chosen = np.zeros(len(moments), np.int64)
    hours = moments // HOUR
    for hour in np.unique(hours).tolist():
        clicks = np.flatnonzero(hours == hour)
        there = np.searchsorted(published, (hour + 1) * HOUR)
        weights = np.cumsum(popularity[:there] * 2.0 ** ((published[:there] - hour * HOUR) / (6 * HOUR)))
        chosen[clicks] = np.searchsorted(weights, random.random(len(clicks)) * weights[-1])
    before = np.roll(chosen, 1)
    goes_with = (np.roll(sessions, 1) == sessions) & (random.random(len(moments)) < 0.5)
    goes_with[0] = False
    return np.where(goes_with, np.maximum(before - 1 - before % 3, 0), chosen)
