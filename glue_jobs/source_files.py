"""Source files of every format as one table of stream payloads, so that the one transformation does all the rest.

The ending says the format: `.jsonl`, `.ndjson` and `.json` (a payload a line), `.csv` (with a header), each also
gzipped with `.gz` behind it, and `.parquet`. Whatever begins with `_` or `.` is no source file, nor what is in a folder
that does. Folders, `date=2026-01-02/` too, only order the files: every field is in the rows.
"""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Final

from pyspark.sql import Column, DataFrame, SparkSession, functions
from pyspark.sql.types import StringType, StructField, StructType

from glue_jobs.storage import StoredFile, files_under, first_line

PAYLOAD: Final = "payload binary, unreadable string, file string"
"""A stream payload, or else the text of a row that is none, and the file it is from."""

_UNREADABLE: Final = "_corrupt_record"
_TIME: Final = {"timestampFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX"}
_OF_GLOBS: Final = re.compile(r"[\\{}\[\]*?]")
_BYTE_ORDER_MARK: Final = "\ufeff"


class UnknownFormat(ValueError):
    """A source file of which no format is known, or whose header is none."""


def source_files(spark: SparkSession, source: str) -> Sequence[StoredFile]:
    """The source files at or under `source`, in order of their names. Raises `UnknownFormat`."""
    found = sorted((file for file in files_under(spark, source) if not _hidden(file)), key=lambda file: file.uri)
    for file in found:
        _format_of(file)
    return found


def payloads(spark: SparkSession, files: Sequence[StoredFile], source_schema: str) -> DataFrame:
    """One row, as `PAYLOAD` says, per row of the files; rows of tables are records of `source_schema`."""
    of_format: dict[str, list[StoredFile]] = {}
    for file in files:
        of_format.setdefault(_format_of(file), []).append(file)
    tables = [_READERS[name](spark, some, source_schema) for name, some in of_format.items()]
    return reduce(DataFrame.unionAll, tables) if tables else spark.createDataFrame([], PAYLOAD)


def _json_lines(spark: SparkSession, files: Sequence[StoredFile], source_schema: str) -> DataFrame:  # noqa: ARG001 - a line may say its source itself
    text = spark.read.text(_paths(files), lineSep="\n").where(functions.col("value").rlike(r"\S"))
    # As bytes, for the transformation itself says what is no UTF-8.
    return text.select(functions.col("value").cast("binary"), functions.lit(None), functions.input_file_name())


def _csv(spark: SparkSession, files: Sequence[StoredFile], source_schema: str) -> DataFrame:
    # Spark takes the first file's header for all, so files are read together only if their headers are equal.
    of_header: dict[str, list[StoredFile]] = {}
    for file in files:
        if (header := first_line(spark, file.uri)) is not None:
            of_header.setdefault(header.removeprefix(_BYTE_ORDER_MARK), []).append(file)
    tables = [_csv_of(spark, header, some, source_schema) for header, some in of_header.items()]
    return reduce(DataFrame.unionAll, tables) if tables else spark.createDataFrame([], PAYLOAD)


def _csv_of(spark: SparkSession, header: str, files: Sequence[StoredFile], source_schema: str) -> DataFrame:
    [columns] = csv.reader([header])
    wrong = [name for name in columns if not name or columns.count(name) > 1 or name == _UNREADABLE]
    if wrong:
        raise UnknownFormat(f"{files[0].uri}: the header has {wrong[0]!r} more than once, or without a name")
    table = spark.read.csv(
        _paths(files),
        schema=StructType([StructField(name, StringType()) for name in (*columns, _UNREADABLE)]),
        header=True,
        escape='"',
        multiLine=True,
        columnNameOfCorruptRecord=_UNREADABLE,
    )
    unreadable = functions.col(_UNREADABLE)
    payload = functions.when(unreadable.isNull(), _enveloped(columns, source_schema)).cast("binary")
    return table.select(payload, unreadable, functions.input_file_name())


def _parquet(spark: SparkSession, files: Sequence[StoredFile], source_schema: str) -> DataFrame:
    table = spark.read.parquet(*_paths(files), mergeSchema=True)
    payload = _enveloped(table.columns, source_schema).cast("binary")
    return table.select(payload, functions.lit(None), functions.input_file_name())


def _enveloped(columns: Sequence[str], source_schema: str) -> Column:
    """The payload that holds the row: absent values are left out."""
    record = functions.struct(*(functions.col(f"`{name.replace('`', '``')}`") for name in columns))
    return functions.to_json(
        functions.struct(functions.lit(source_schema).alias("source"), record.alias("record")), _TIME
    )


_READERS: Final[Mapping[str, Callable[[SparkSession, Sequence[StoredFile], str], DataFrame]]] = {
    "jsonl": _json_lines,
    "csv": _csv,
    "parquet": _parquet,
}
_FORMATS: Final = {
    **{f"{ending}{packed}": "jsonl" for ending in (".jsonl", ".ndjson", ".json") for packed in ("", ".gz")},
    ".csv": "csv",
    ".csv.gz": "csv",
    ".parquet": "parquet",
}


def _format_of(file: StoredFile) -> str:
    name = file.name.lower()
    for ending, named in _FORMATS.items():
        if name.endswith(ending):
            return named
    raise UnknownFormat(f"{file.uri}: the ending is none of {', '.join(_FORMATS)}")


def _hidden(file: StoredFile) -> bool:
    return any(part.startswith(("_", ".")) for part in file.name.split("/"))


def _paths(files: Sequence[StoredFile]) -> list[str]:
    """As Spark reads them, which takes `[`, `*` and the like for patterns."""
    return [_OF_GLOBS.sub(r"\\\g<0>", file.uri) for file in files]
