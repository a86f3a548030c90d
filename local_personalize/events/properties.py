"""The `properties` of events, items and users: JSON with camelCase names for the schema's columns."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from local_personalize.control.avro import Column, DatasetSchema
from local_personalize.errors import InvalidInputError
from local_personalize.wire.json_text import parse_json

LONGEST_TEXT = 20_000
LONGEST_STRING = 1000
PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "int": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
}
LARGEST: Mapping[str, float] = {"int": 2**31 - 1, "long": 2**63 - 1, "float": 3.4028235e38, "double": 1.7976931e308}
"""The largest values of the number types; the smallest are as far below zero."""

Columns = Mapping[str, Column]
"""The columns of a schema by their names in lower case without underscores, which is how properties find them."""


@lru_cache(maxsize=10_000)
def squeezed(name: str) -> str:
    """A name as names are compared: `creationTimestamp` and `CREATION_TIMESTAMP` are the same one."""
    return name.replace("_", "").lower()


@lru_cache(maxsize=1000)
def columns_by_property(schema: DatasetSchema) -> Columns:
    """The columns that properties can name."""
    return {squeezed(column.name): column for column in schema.columns}


def parse_properties(text: str | None, place: str) -> dict[str, Any]:
    """The properties as an object; InvalidInputError if they are none."""
    if text is None:
        return {}
    try:
        properties = parse_json(text)
    except ValueError as error:
        raise InvalidInputError(f"{place}: not JSON: {error}") from error
    if not isinstance(properties, dict):
        raise InvalidInputError(f"{place}: not a JSON object")
    return cast(dict[str, Any], properties)


def to_columns(properties: Mapping[str, Any], columns: Columns, schema: str, place: str) -> dict[str, Any]:
    """Properties under the names of the columns; InvalidInputError names one that does not fit the schema."""
    fields: dict[str, Any] = {}
    for name, value in properties.items():
        column = columns.get(squeezed(name))
        if column is None:
            raise InvalidInputError(f"{place}.{name}: the {schema} schema has no such field")
        if value is not None or not column.nullable:
            fields[column.name] = _checked(value, column, f"{place}.{name}")
    return fields


def _checked(value: Any, column: Column, place: str) -> Any:
    value_type = column.value_type
    if not isinstance(value, PYTHON_TYPES[value_type]) or (isinstance(value, bool) and value_type != "boolean"):
        raise InvalidInputError(f"{place}: expected {value_type}, got {json.dumps(value)}")
    if isinstance(value, str):
        if column.textual:
            return value[:LONGEST_TEXT]
        if len(value) > LONGEST_STRING:
            raise InvalidInputError(
                f"{place}: Length cannot be more than {LONGEST_STRING} characters for {column.name}"
            )
    elif value_type in LARGEST and abs(value) > LARGEST[value_type]:
        raise InvalidInputError(f"{place}: too large for {value_type}")
    return value
