"""Rows as lines of an import file, the way Amazon Personalize reads them: one line each, backslashes escape."""

import json
import re
from collections.abc import Sequence
from typing import Final

from newsrec.transform import Row

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_ESCAPED: Final = re.compile(r'["\\]')


def columns_of(schema: str) -> tuple[str, ...]:
    """The columns of the import file of a dataset whose Avro schema is `schema`, in order."""
    return tuple(field["name"] for field in json.loads(schema)["fields"])


def csv_line(row: Row, columns: Sequence[str]) -> str:
    """The values of `columns` without a line end; line breaks and other control characters become blanks."""
    return ",".join(_value(row[name]) for name in columns)


def _value(value: str | int | None) -> str:
    if value is None:
        return ""
    text = _CONTROL.sub(" ", str(value))
    escaped = _ESCAPED.sub(r"\\\g<0>", text)
    return f'"{escaped}"' if "," in text or escaped != text else text
