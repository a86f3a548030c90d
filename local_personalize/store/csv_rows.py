"""CSV files as rows of a dataset: bad rows are left out and counted, what breaks a file's rules fails the job."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from local_personalize.control.avro import RESERVED_WORDS, Column
from local_personalize.control.lifecycle import JobFailedError
from local_personalize.store.locations import StoredFile

if TYPE_CHECKING:
    import polars

LONGEST_ID, LONGEST_STRING, LONGEST_TEXT = 256, 1000, 20_000
IDS = ("USER_ID", "ITEM_ID")
REASONS_KEPT = 10
ESCAPED = re.compile(rb'\\(["\\])')
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LINE, SURPLUS = "line of the file", "more fields than the header"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many rows there were and how many of them were bad, with the reasons of the first bad ones."""

    rows: int
    bad: int
    reasons: tuple[str, ...]


def read_rows(files: Sequence[StoredFile], columns: Sequence[Column]) -> tuple["polars.DataFrame", LeftOut]:
    """The good rows of all files with these columns, converted to their types; JobFailedError if there are none."""
    import polars  # noqa: PLC0415 - a third of the server's start-up time, and only imports need it

    parts: list[polars.DataFrame] = []
    rows, reasons = 0, list[str]()
    for file in files:
        frame = _read(polars, file.read(), [column.name for column in columns])
        _check_lengths(frame, columns)
        rows += len(frame)
        good, bad = _parted(polars, frame, columns)
        reasons += _reasons(polars, file.name, bad.head(REASONS_KEPT - len(reasons)), columns)
        parts.append(good.select(_converted(polars, column) for column in columns))
    frame = polars.concat(parts)
    if rows and not len(frame):
        raise JobFailedError(f"Input CSV has no row that can be imported: {reasons[0]}.")
    return frame, LeftOut(rows, rows - len(frame), tuple(reasons))


def to_csv(rows: "polars.DataFrame") -> bytes:
    """Rows as a CSV file that can be read again; text loses its line breaks, as each record has to be on one line."""
    import polars  # noqa: PLC0415 - see read_rows

    escaped = polars.selectors.string().str.replace_all("\\", "\\\\", literal=True)
    return rows.with_columns(escaped.str.replace_all(r"\s*[\r\n]\s*", " ")).write_csv().encode()


def _read(polars: Any, content: bytes, names: Sequence[str]) -> "polars.DataFrame":
    if b"\\" in content:
        content = ESCAPED.sub(lambda found: b'""' if found[1] == b'"' else b"\\", content)
    line = BytesIO(content).readline().removeprefix(BYTE_ORDER_MARK).rstrip(b"\n")
    header = line.decode(errors="replace").rstrip("\r").split(",")
    missing = [name for name in names if name not in header]
    if missing:
        raise JobFailedError(f"Input CSV is missing the following columns:[{', '.join(missing)}].")
    numbered = [f"column_{position}" for position in range(len(header) + 1)]  # and a last one for surplus
    places = [numbered[header.index(name)] for name in names]
    try:
        frame: Any = polars.read_csv(
            content,
            has_header=False,
            skip_lines=1,
            schema=dict.fromkeys(numbered, polars.String),
            missing_columns="insert",
            columns=[*places, numbered[-1]],
            truncate_ragged_lines=True,
            row_index_name=LINE,
            row_index_offset=2,
        )
    except (polars.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise JobFailedError(f"Input CSV cannot be read: {str(error).splitlines()[0]}") from error
    frame = frame.select(LINE, *map(polars.col, places), polars.col(numbered[-1])).rename(
        {**dict(zip(places, names, strict=True)), numbered[-1]: SURPLUS}
    )
    if b'""' in content:
        frame = frame.with_columns(polars.col(*names).replace("", None))
    return frame.filter(~polars.all_horizontal(polars.exclude(LINE).is_null()))  # blank lines are no rows


def _check_lengths(frame: "polars.DataFrame", columns: Sequence[Column]) -> None:
    for column in columns:
        if column.value_type == "string" and not column.textual:
            longest = LONGEST_ID if column.name in IDS else LONGEST_STRING
            if (frame[column.name].str.len_chars() > longest).any():
                raise JobFailedError(f"Length cannot be more than {longest} characters for {column.name}")


def _parted(
    polars: Any, frame: "polars.DataFrame", columns: Sequence[Column]
) -> tuple["polars.DataFrame", "polars.DataFrame"]:
    rules = [rule.fill_null(False) for _, rule in _rules(polars, columns)]
    bad = frame.select(polars.any_horizontal(rules)).to_series()
    return (frame.filter(~bad), frame.filter(bad)) if bad.any() else (frame, frame.clear())


def _reasons(polars: Any, file: str, bad: "polars.DataFrame", columns: Sequence[Column]) -> Iterator[str]:
    rules = dict(_rules(polars, columns))
    broken = bad.select(rule.fill_null(False).alias(reason) for reason, rule in rules.items())
    for row, held in zip(bad.iter_rows(named=True), broken.iter_rows(named=True), strict=True):
        reason = next(reason for reason, is_broken in held.items() if is_broken)
        value = row.get(reason.partition(" ")[0])
        yield f"{file} line {row[LINE]}: {reason}" + (f": {value[:40]!r}" if value is not None else "")


def _rules(polars: Any, columns: Sequence[Column]) -> Iterator[tuple[str, "polars.Expr"]]:
    """What makes a row bad, and an expression that is true of such rows."""
    yield f"it has {SURPLUS}", polars.col(SURPLUS).is_not_null()
    for column in columns:
        value = polars.col(column.name)
        if not column.nullable:
            yield f"{column.name} has no value", value.is_null()
        if column.value_type == "string":
            yield f"{column.name} is a reserved keyword", value.is_in(RESERVED_WORDS)
            yield f"{column.name} goes over several lines", value.str.contains("\n", literal=True)
        else:
            unread = value.is_not_null() & _converted(polars, column).is_null()
            yield f"{column.name} is no {column.value_type}", unread


def _converted(polars: Any, column: Column) -> "polars.Expr":
    value = polars.col(column.name)
    match column.value_type:
        case "string":
            return value.str.head(LONGEST_TEXT) if column.textual else value
        case "boolean":
            return value.replace_strict({"true": True, "false": False}, default=None, return_dtype=polars.Boolean)
        case "int" | "long":
            integer = polars.Int32 if column.value_type == "int" else polars.Int64
            return value.str.strip_chars().cast(integer, strict=False)
        case _:
            number = value.str.strip_chars().cast(polars.Float64, strict=False)
            return polars.when(number.is_finite()).then(number).alias(column.name)
