"""Source rows as a table of what the one transformation makes of each."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar
from urllib.parse import unquote, urlsplit

from pyspark.sql import DataFrame, Row, SparkSession, functions
from pyspark.storagelevel import StorageLevel

from glue_jobs.source_files import payloads
from glue_jobs.storage import StoredFile
from newsrec.transform import FieldError, Reject, transformed

T = TypeVar("T")

TOO_LATE: Final = "too_late"
"""The rule by which what is past is left out: a choice of this run, and no fault of the record."""

_NOT_A_ROW: Final = FieldError("$", "csv", "the row has not as many values as the header, or a quote is not closed")


def transformed_lines(
    spark: SparkSession,
    files: Sequence[StoredFile],
    source_schema: str,
    *,
    to_model: Callable[[object, str], T | Reject],
    described: Callable[[T], Sequence[str | None]],
    columns: Sequence[str],
) -> DataFrame:
    """One row per row of the files, computed once; a record that names no source is one of `source_schema`.

    `file` is the index of its file. `reject` is the reject as JSON and `reasons` its broken rules (`path: rule`), both
    null for a good row; `too_late` is true for what is left out as such; `columns` hold what `described` says of the
    model that the row became, and are null for all others.
    """
    index = {_place(file.uri): number for number, file in enumerate(files)}
    nothing = tuple(None for _ in columns)

    def outcomes(rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
        known: dict[str, int] = {}
        for row in rows:
            if row.file not in known:
                known[row.file] = index[_place(unquote(row.file))]
            yield known[row.file], *outcome(row)

    def outcome(row: Row) -> tuple[Any, ...]:
        model = (
            transformed(bytes(row.payload), named) if row.payload is not None else Reject(row.unreadable, (_NOT_A_ROW,))
        )
        if not isinstance(model, Reject):
            return None, None, False, *described(model)
        if [error.rule for error in model.errors] == [TOO_LATE]:
            return None, None, True, *nothing
        return json.dumps(model.as_json()), [f"{error.path}: {error.rule}" for error in model.errors], False, *nothing

    def named(record: object, source: str) -> T | Reject:
        return to_model(record, source_schema if source == "generic" else source)

    fields = ("file int", "reject string", "reasons array<string>", "too_late boolean")
    read = payloads(spark, files, source_schema).toDF("payload", "unreadable", "file")
    table = spark.createDataFrame(
        read.rdd.mapPartitions(outcomes),
        ", ".join((*fields, *(f"{name} string" for name in columns))),
        verifySchema=False,
    )
    return table.persist(StorageLevel.MEMORY_AND_DISK)


def _place(uri: str) -> tuple[str, str]:
    """A URI without its scheme, for file systems and Spark write `file:/` and `file:///`."""
    parts = urlsplit(uri, allow_fragments=False)
    return parts.netloc, f"{parts.path}?{parts.query}" if parts.query else parts.path


def first_of_each(lines: DataFrame, key: str, time: str) -> DataFrame:
    """Of the good rows with the same `key` the one with the least `time`; which one never depends on chance."""
    return _one_of_each(lines, functions.min, key, time)


def last_of_each(lines: DataFrame, key: str, time: str) -> DataFrame:
    """Of the good rows with the same `key` the one with the greatest `time`; which one never depends on chance."""
    return _one_of_each(lines, functions.max, key, time)


def _one_of_each(lines: DataFrame, chosen: Callable[..., Any], key: str, time: str) -> DataFrame:
    # Each partition is reduced before anything is shuffled, so a key with millions of rows is no burden.
    others = [name for name in lines.columns if name not in ("file", "reject", "reasons", "too_late", key, time)]
    good = lines.where(functions.col("reject").isNull() & ~functions.col("too_late"))
    chosen_of_key = good.groupBy(key).agg(chosen(functions.struct(time, *others)).alias("chosen"))
    return chosen_of_key.select(key, "chosen.*").sortWithinPartitions(time, key)


def time_text(time: datetime) -> str:
    """A time in UTC as text of fixed width, so that the order of texts is that of times."""
    return time.isoformat(timespec="microseconds")
