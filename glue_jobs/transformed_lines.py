"""Source files as a table: one row per line, with what the one transformation makes of it."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from pyspark.sql import DataFrame, Row, SparkSession, functions
from pyspark.storagelevel import StorageLevel

from glue_jobs.storage import exists
from newsrec.transform import Reject, transformed

T = TypeVar("T")

Outcome = tuple[str | None, ...]


def transformed_lines(
    spark: SparkSession,
    source: str,
    *,
    to_model: Callable[[object, str], T | Reject],
    described: Callable[[T], Sequence[str]],
    columns: Sequence[str],
) -> DataFrame:
    """One row per non-blank line of the files under `source`, computed once.

    `reject` is the reject as JSON and `reasons` its broken rules (`path: rule`), both null for a good line; `columns`
    hold what `described` says of the model that the line became, and are null for a reject.
    """

    def outcomes(rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
        return (outcome(bytes(row.line)) for row in rows if row.line.strip())

    def outcome(line: bytes) -> tuple[Any, ...]:
        model = transformed(line, to_model)
        if isinstance(model, Reject):
            reasons = [f"{error.path}: {error.rule}" for error in model.errors]
            return json.dumps(model.as_json()), reasons, *(None for _ in columns)
        return None, None, *described(model)

    fields = ("reject string", "reasons array<string>", *(f"{name} string" for name in columns))
    table = spark.createDataFrame(
        _lines(spark, source).rdd.mapPartitions(outcomes), ", ".join(fields), verifySchema=False
    )
    return table.persist(StorageLevel.MEMORY_AND_DISK)


def _lines(spark: SparkSession, source: str) -> DataFrame:
    if not exists(spark, source):
        return spark.createDataFrame([], "line binary")
    text = spark.read.text(source, lineSep="\n", recursiveFileLookup=True)
    # As bytes, for the transformation itself says what is no UTF-8.
    return text.select(functions.col("value").cast("binary").alias("line"))


def first_of_each(lines: DataFrame, key: str, time: str) -> DataFrame:
    """Of the good lines with the same `key` the one with the least `time`; which one never depends on chance."""
    return _one_of_each(lines, functions.min, key, time)


def last_of_each(lines: DataFrame, key: str, time: str) -> DataFrame:
    """Of the good lines with the same `key` the one with the greatest `time`; which one never depends on chance."""
    return _one_of_each(lines, functions.max, key, time)


def _one_of_each(lines: DataFrame, chosen: Callable[..., Any], key: str, time: str) -> DataFrame:
    # Each partition is reduced before anything is shuffled, so a key with millions of lines is no burden.
    others = [name for name in lines.columns if name not in ("reject", "reasons", key, time)]
    good = lines.where(functions.col("reject").isNull())
    chosen_of_key = good.groupBy(key).agg(chosen(functions.struct(time, *others)).alias("chosen"))
    return chosen_of_key.select(key, "chosen.*").sortWithinPartitions(time, key)


def time_text(time: datetime) -> str:
    """A time in UTC as text of fixed width, so that the order of texts is that of times."""
    return time.isoformat(timespec="microseconds")
