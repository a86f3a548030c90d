"""Rows as lines of an import file, the way Amazon Personalize reads them: one line each, backslashes escape."""

import json
import re
from collections.abc import Sequence
from typing import Final

from newsrec.transform import Row

_CONTROLS: Final = r"\x00-\x1f\x7f\x85\u2028\u2029"
_CONTROL: Final = re.compile(rf"[{_CONTROLS}]+")
_ESCAPED: Final = re.compile(r'["\\]')
_SPECIAL: Final = re.compile(rf'[,"\\{_CONTROLS}]')


def columns_of(schema: str, *, optional: bool = False) -> tuple[str, ...]:
    """The columns of the import file of a dataset whose Avro schema is `schema`, in order, or the optional ones."""
    fields = json.loads(schema)["fields"]
    return tuple(field["name"] for field in fields if not optional or "null" in field["type"])


def absent_in(row: Row, columns: Sequence[str]) -> str:
    """Those of `columns` that have no value, separated by commas."""
    return ",".join(name for name in columns if row[name] is None)


def csv_line(row: Row, columns: Sequence[str]) -> str:
    """The values of `columns` without a line end; line breaks and other control characters become blanks."""
    return ",".join(_value(row[name]) for name in columns)


def _value(value: str | int | None) -> str:
    if value is None:
        return ""
    text = str(value)
    if not _SPECIAL.search(text):
        return text
    text = _CONTROL.sub(" ", text)
    escaped = _ESCAPED.sub(r"\\\g<0>", text)
    return f'"{escaped}"' if "," in text or escaped != text else text
