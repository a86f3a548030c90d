"""Bulk data: CSV files at an S3 location, checked against a dataset's schema."""

import re
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import botocore.session
import numpy as np
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local_personalize.control.avro import Column, DatasetSchema
from local_personalize.control.lifecycle import JobFailedError
from local_personalize.store.events import NOTHING, BulkEvents, Coded

if TYPE_CHECKING:
    import polars

LEAST_INTERACTIONS = 1000
LONGEST_ID, LONGEST_STRING, LONGEST_TEXT = 256, 1000, 20_000
IDS = ("USER_ID", "ITEM_ID")
ESCAPED = re.compile(rb'\\(["\\])')


@dataclass(frozen=True, slots=True)
class ImportedRows:
    """What was read: events for an Interactions dataset, else records as id and columns."""

    events: BulkEvents | None
    records: list[tuple[str, dict[str, Any]]]


def import_rows(location: str, schema: DatasetSchema) -> ImportedRows:
    """Read and check the CSV files; JobFailedError with the service's wording if they break a rule."""
    import polars  # noqa: PLC0415 - a third of the server's start-up time, and only imports need it

    frames = [_read_csv(polars, content) for content in _download(location)]
    missing = [column.name for column in schema.columns if any(column.name not in frame.columns for frame in frames)]
    if missing:
        raise JobFailedError(f"Input CSV is missing the following columns:[{', '.join(missing)}].")
    names = [column.name for column in schema.columns]
    frame = polars.concat([frame.select(names) for frame in frames])
    frame = reduce(lambda checked, column: _converted(polars, checked, column), schema.columns, frame)
    if schema.name == "Interactions":
        return ImportedRows(_events(polars, frame, schema.context), [])
    identifier = f"{schema.name[:-1].upper()}_ID"
    rows = frame.unique(identifier, keep="last", maintain_order=True).iter_rows(named=True)
    records = [({name: value for name, value in row.items() if value is not None}) for row in rows]
    return ImportedRows(None, [(record.pop(identifier), record) for record in records])


def _download(location: str) -> list[bytes]:
    bucket, _, prefix = location.removeprefix("s3://").partition("/")
    s3: Any = botocore.session.get_session().create_client("s3", config=Config(s3={"addressing_style": "path"}))
    try:
        if not prefix or prefix.endswith("/"):
            pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
            found = [entry for page in pages for entry in page.get("Contents", ()) if entry["Size"]]
            keys = [entry["Key"] for entry in found if entry["Key"].lower().endswith(".csv")]
        else:
            keys = [prefix]
        contents = [s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys]
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "NoSuchBucket", "404"):
            raise JobFailedError(f"Invalid Data location. {location}: {error}") from error
        raise JobFailedError(f"Insufficient privileges for accessing data in Amazon S3. {error}") from error
    except BotoCoreError as error:
        raise JobFailedError(f"Insufficient privileges for accessing data in Amazon S3. {error}") from error
    if not contents:
        raise JobFailedError(f"Invalid Data location. {location} holds no CSV file")
    return contents


def _read_csv(polars: Any, content: bytes) -> "polars.DataFrame":
    if b"\\" in content:
        content = ESCAPED.sub(lambda found: b'""' if found[1] == b'"' else b"\\", content)
    try:
        return polars.read_csv(content, infer_schema=False, quote_char='"')
    except (polars.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise JobFailedError(f"Input CSV cannot be read: {error}") from error


def _converted(polars: Any, frame: "polars.DataFrame", column: Column) -> "polars.DataFrame":
    values = polars.col(column.name)
    if frame[column.name].has_nulls() and not column.nullable:
        row = frame.with_row_index("row", offset=1).filter(values.is_null())["row"][0]
        raise JobFailedError(f"Input CSV has no value for {column.name} in row {row}.")
    if column.value_type == "string":
        return _checked_strings(polars, frame, column)
    types = {
        "int": polars.Int64,
        "long": polars.Int64,
        "float": polars.Float64,
        "double": polars.Float64,
        "boolean": polars.Boolean,
    }
    converted = (
        values.replace_strict({"true": True, "false": False}, default=None, return_dtype=polars.Boolean)
        if column.value_type == "boolean"
        else values.str.strip_chars().cast(types[column.value_type], strict=False)
    )
    wrong = frame.with_row_index("row").filter(values.is_not_null() & converted.is_null())
    if len(wrong):
        row, value = wrong["row"][0] + 1, wrong[column.name][0]
        raise JobFailedError(
            f"Input CSV has a wrong value for {column.name} in row {row}: {value!r} is no {column.value_type}."
        )
    return frame.with_columns(converted)


def _checked_strings(polars: Any, frame: "polars.DataFrame", column: Column) -> "polars.DataFrame":
    if column.textual:
        return frame.with_columns(polars.col(column.name).str.head(LONGEST_TEXT))
    longest = LONGEST_ID if column.name in IDS else LONGEST_STRING
    if (frame[column.name].str.len_chars() > longest).any():
        raise JobFailedError(f"Length cannot be more than {longest} characters for {column.name}")
    return frame


def _events(polars: Any, frame: "polars.DataFrame", context: tuple[str, ...]) -> BulkEvents:
    if len(frame) < LEAST_INTERACTIONS:
        raise JobFailedError(f"Input CSV has {len(frame)} interactions; at least {LEAST_INTERACTIONS} are required.")
    for name, absent in (("EVENT_TYPE", polars.lit("")), ("EVENT_VALUE", polars.lit(None))):
        if name not in frame.columns:
            frame = frame.with_columns(absent.alias(name))
    keys = ["USER_ID", "ITEM_ID", "EVENT_TYPE", "TIMESTAMP"]
    frame = frame.with_columns(polars.col("EVENT_TYPE").fill_null("")).sort("TIMESTAMP", maintain_order=True)
    frame = frame.unique(keys, keep="first", maintain_order=True)
    return BulkEvents(
        *(_coded(polars, frame[name]) for name in keys[:3]),
        times=frame["TIMESTAMP"].to_numpy(),
        values=frame["EVENT_VALUE"].cast(polars.Float32).fill_null(float("nan")).to_numpy(),
        contexts={name: _coded(polars, frame[name]) for name in context},
    )


def _coded(polars: Any, names: "polars.Series") -> Coded:
    distinct = names.drop_nulls().unique(maintain_order=True)
    codes = polars.DataFrame({"name": distinct, "code": np.arange(len(distinct), dtype=np.int32)})
    joined = names.to_frame("name").join(codes, on="name", how="left", maintain_order="left")
    return joined["code"].fill_null(NOTHING).to_numpy(), distinct.to_list()
