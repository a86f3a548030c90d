"""Bulk data: CSV files at a location, checked against a dataset's schema."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from local_personalize.control.avro import DatasetSchema
from local_personalize.control.lifecycle import JobFailedError
from local_personalize.store.bulk import coded
from local_personalize.store.csv_rows import LeftOut, read_rows
from local_personalize.store.locations import StoredFile, find_files

if TYPE_CHECKING:
    import polars

LEAST_INTERACTIONS = 1000
LARGEST = {"FULL": 100 << 30, "INCREMENTAL": 1 << 30}
TYPES_AND_COLUMNS = 10
NO_CODE = 2**32 - 1


def import_interactions(
    location: str, schema: DatasetSchema, mode: str, known_types: Collection[str]
) -> tuple["polars.DataFrame", LeftOut]:
    """The coded rows of an Interactions dataset, in order of time and without repetitions, and what was left out.

    `known_types` are the event types, in lower case, of the data that the rows are added to. JobFailedError with the
    service's wording if the files break a rule.
    """
    frame, left_out = _read(location, schema, mode)
    count = left_out.rows - left_out.bad
    if count < LEAST_INTERACTIONS:
        raise JobFailedError(f"Input CSV has {count} interactions; at least {LEAST_INTERACTIONS} are required.")
    frame = _distinct(coded(frame, schema))
    own = frame["EVENT_TYPE"].drop_nulls().unique().cast(str) if "EVENT_TYPE" in frame.columns else ()
    types = {*known_types, *(type.lower() for type in own)}
    if len(types) + len(schema.metadata) > TYPES_AND_COLUMNS:
        raise JobFailedError(
            f"The dataset would have {len(types)} event types and {len(schema.metadata)} metadata columns; "
            f"together there can be at most {TYPES_AND_COLUMNS}."
        )
    return frame, left_out


def import_records(location: str, schema: DatasetSchema, mode: str) -> tuple[list[tuple[str, dict[str, Any]]], LeftOut]:
    """The items or users by id, the last row of each, and what was left out; JobFailedError as above."""
    frame, left_out = _read(location, schema, mode)
    rows = frame.unique(schema.identifier, keep="last", maintain_order=True).iter_rows(named=True)
    records = [({name: value for name, value in row.items() if value is not None}) for row in rows]
    return [(record.pop(schema.identifier), record) for record in records], left_out


def _check_size(files: Sequence[StoredFile], mode: str) -> None:
    """JobFailedError if the files are too large for one import."""
    size = sum(file.size for file in files)
    if size > LARGEST[mode]:
        raise JobFailedError(
            f"The data have {size} bytes; with the import mode {mode} they can have at most {LARGEST[mode]}."
        )


def _read(location: str, schema: DatasetSchema, mode: str) -> tuple["polars.DataFrame", LeftOut]:
    files = find_files(location, ".csv")
    _check_size(files, mode)
    return read_rows(files, schema.columns)


def _distinct(frame: "polars.DataFrame") -> "polars.DataFrame":
    frame = frame.sort("TIMESTAMP", maintain_order=True)
    names = [name for name in ("TIMESTAMP", "USER_ID", "ITEM_ID", "EVENT_TYPE") if name in frame.columns]
    keys = [frame[name].to_physical().fill_null(NO_CODE).to_numpy() for name in names]
    order = np.lexsort(keys)
    repeats = np.all([key[order[1:]] == key[order[:-1]] for key in keys], axis=0)
    is_first = np.ones(len(frame), np.bool_)
    is_first[order[1:][repeats]] = False
    return frame if is_first.all() else frame.filter(is_first)
