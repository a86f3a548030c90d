"""The rows of one import of interactions: a file of columns to learn from, and one with all that was given."""

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from local_personalize.control.avro import DatasetSchema
from local_personalize.store.events import NOTHING, BulkEvents, Coded

if TYPE_CHECKING:
    import polars

BulkFiles = dict[str, str]
"""The names of the two files: `file` to learn from, `rows` with all columns."""


def coded(frame: "polars.DataFrame", schema: DatasetSchema) -> "polars.DataFrame":
    """The same rows with names as codes, which are quicker to compare and to move."""
    import polars  # noqa: PLC0415 - a third of the server's start-up time, and only imports need it

    names = [name for name in ("USER_ID", "ITEM_ID", "EVENT_TYPE", *schema.context) if name in frame.columns]
    codes = polars.Categorical(polars.Categories.random())
    return frame.with_columns(polars.col(name).cast(codes) for name in names)


def save_bulk(frame: "polars.DataFrame", schema: DatasetSchema, folder: Path) -> BulkFiles:
    """Write coded rows to new files, which do not exist under their names until they are whole."""
    stem = uuid4().hex
    _events(frame, schema).save(folder / f"{stem}.npz")
    partial = folder / f"{stem}.partial"
    frame.write_parquet(partial)
    partial.rename(folder / f"{stem}.parquet")
    return {"file": f"{stem}.npz", "rows": f"{stem}.parquet"}


def read_bulk(files: BulkFiles, folder: Path) -> "polars.DataFrame":
    """All rows and columns, with names as text."""
    import polars  # noqa: PLC0415 - see coded

    rows = polars.read_parquet(folder / files["rows"])
    return rows.with_columns(polars.selectors.categorical().cast(polars.String))


def _events(frame: "polars.DataFrame", schema: DatasetSchema) -> BulkEvents:
    values = np.full(len(frame), np.nan, np.float32)
    if "EVENT_VALUE" in frame.columns:
        values = frame["EVENT_VALUE"].fill_null(np.nan).to_numpy().astype(np.float32)
    types = np.zeros(len(frame), np.int32), [""]
    if "EVENT_TYPE" in frame.columns:
        codes, names = _codes(frame["EVENT_TYPE"])
        types = np.where(codes == NOTHING, len(names), codes).astype(np.int32), [*names, ""]
    return BulkEvents(
        _codes(frame["USER_ID"]),
        _codes(frame["ITEM_ID"]),
        types,
        times=frame["TIMESTAMP"].to_numpy(),
        values=values,
        contexts={name: _codes(frame[name]) for name in schema.context if name in frame.columns},
    )


def _codes(names: "polars.Series") -> Coded:
    distinct = names.drop_nulls().unique(maintain_order=True)
    known = distinct.to_physical().to_numpy()
    codes = np.full(int(known.max(initial=0)) + 2, NOTHING, np.int32)  # the last place is that of no value
    codes[known] = np.arange(len(known), dtype=np.int32)
    return codes[names.to_physical().fill_null(len(codes) - 1).to_numpy()], distinct.cast(str).to_list()
