"""Streamed events and records as rows with the columns of their schema."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from local_personalize.control.avro import Column, DatasetSchema
from local_personalize.store.database import Event, Record

if TYPE_CHECKING:
    import polars

SOURCE = "EVENT_ATTRIBUTION_SOURCE"


def rows_of_events(events: Iterable[Event], schema: DatasetSchema) -> "polars.DataFrame":
    """One row for each event; the attribution source is there also when the schema has no column for it."""
    columns = schema.columns
    if schema.column(SOURCE) is None:
        columns += (Column(SOURCE, frozenset({"string", "null"}), categorical=False, textual=False, item_name=False),)
    return _frame([_row(event) for event in events], columns)


def rows_of_records(records: Iterable[Record], schema: DatasetSchema) -> "polars.DataFrame":
    """One row for each item or user."""
    return _frame([{**record.fields, schema.identifier: record.id} for record in records], schema.columns)


def _row(event: Event) -> dict[str, Any]:
    return {
        **event.fields,
        "USER_ID": event.user,
        "ITEM_ID": event.item,
        "TIMESTAMP": event.time,
        "EVENT_TYPE": event.type,
        "EVENT_VALUE": event.value,
        "IMPRESSION": "|".join(event.impression) or None,
        "RECOMMENDATION_ID": event.recommendation_id,
    }


def _frame(rows: list[dict[str, Any]], columns: Sequence[Column]) -> "polars.DataFrame":
    import polars  # noqa: PLC0415 - a third of the server's start-up time, and few requests need it

    types = {
        "int": polars.Int64,
        "long": polars.Int64,
        "float": polars.Float64,
        "double": polars.Float64,
        "boolean": polars.Boolean,
        "string": polars.String,
    }
    series = [
        polars.Series(column.name, [row.get(column.name) for row in rows], types[column.value_type], strict=False)
        for column in columns
    ]
    return polars.DataFrame(series)
