"""The values of metric attributions, in steps of fifteen minutes, by the source that events are attributed to."""

import csv
import io
import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from local_personalize.control.metric_expressions import Metric
from local_personalize.store.streamed_rows import SOURCE

if TYPE_CHECKING:
    import polars

STEP = 900
MOST_SOURCES = 100
UNDEFINED = "SOURCE_NAME_UNDEFINED"
HEADER = ("METRIC_NAME", "EVENT_TYPE", "VALUE", "MATH_FUNCTION", "EVENT_ATTRIBUTION_SOURCE", "TIMESTAMP")
Sums = Mapping[tuple[str, int, str], float]
"""Values by metric name, epoch second at which the step begins, and source."""
ItemValues = Mapping[str, Mapping[str, float]]
"""Numbers by column and item."""


def sums_of_rows(rows: "polars.DataFrame", metrics: Sequence[Metric], items: ItemValues) -> Sums:
    """What the metrics count in these events."""
    import polars  # noqa: PLC0415 - a third of the server's start-up time, and few requests need it

    source = polars.col(SOURCE) if SOURCE in rows.columns else polars.lit(None, polars.String)
    rows = rows.with_columns(polars.selectors.categorical().cast(polars.String)) if metrics else rows
    sums: dict[tuple[str, int, str], float] = {}
    for metric in metrics:
        value = polars.lit(1.0)
        if metric.column and metric.dataset == "INTERACTIONS":
            value = polars.col(metric.column).cast(polars.Float64)
        elif metric.column:
            of_items = items[metric.column]
            value = polars.col("ITEM_ID").replace_strict(of_items, default=None, return_dtype=polars.Float64)
        counted = (
            rows.filter(polars.col("EVENT_TYPE").str.to_lowercase() == metric.event_type.lower())
            .select(
                time=polars.col("TIMESTAMP") // STEP * STEP,
                source=source.fill_null(UNDEFINED).replace("", UNDEFINED),
                value=value,
            )
            .drop_nulls()
            .group_by("time", "source")
            .agg(polars.col("value").sum())
        )
        sums |= {(metric.name, time, source_): total for time, source_, total in counted.iter_rows()}
    return sums


def csv_of(sums: Sums, metrics: Sequence[Metric]) -> bytes:
    """The report of an import as the service writes it to S3."""
    by_name = {metric.name: metric for metric in metrics}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for (name, time, source), value in sorted(sums.items()):
        writer.writerow((name, by_name[name].event_type, value, by_name[name].function, source, time))
    return text.getvalue().encode()


def add_sums(connection: sqlite3.Connection, attribution: str, sums: Sums) -> None:
    """Add to the values of an attribution; sources beyond the first hundred are not counted."""
    known = {
        source
        for (source,) in connection.execute(
            "SELECT DISTINCT source FROM attributed WHERE attribution = ?", (attribution,)
        )
    }
    for (metric, time, source), value in sorted(sums.items()):
        if source not in known and len(known) >= MOST_SOURCES:
            continue
        known.add(source)
        connection.execute(
            "INSERT INTO attributed VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET value = attributed.value + excluded.value",
            (attribution, metric, time, source, value),
        )


def kept_sums(connection: sqlite3.Connection, attribution: str) -> Sums:
    """The values of an attribution so far."""
    rows = connection.execute(
        "SELECT metric, time, source, value FROM attributed WHERE attribution = ? ORDER BY metric, time, source",
        (attribution,),
    )
    return {(metric, time, source): value for metric, time, source, value in rows}


def forget_sums(connection: sqlite3.Connection, attribution: str, metrics: Sequence[str]) -> None:
    """Drop the values of these metrics of an attribution."""
    connection.executemany(
        "DELETE FROM attributed WHERE attribution = ? AND metric = ?", [(attribution, metric) for metric in metrics]
    )


def counted_until(connection: sqlite3.Connection, attribution: str) -> int:
    """The sequence number of the newest streamed event that an attribution has counted, or need not count."""
    row = connection.execute("SELECT sequence FROM counted WHERE attribution = ?", (attribution,)).fetchone()
    return row[0] if row else 0


def set_counted(connection: sqlite3.Connection, attribution: str, sequence: int) -> None:
    """Remember up to which streamed event an attribution has counted."""
    connection.execute("INSERT OR REPLACE INTO counted VALUES (?, ?)", (attribution, sequence))
