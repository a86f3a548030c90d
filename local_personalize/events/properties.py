"""The `properties` of events, items and users: JSON with camelCase names for the schema's columns."""

import json
from collections.abc import Mapping
from typing import Any, cast

from local_personalize.control.avro import Column, DatasetSchema
from local_personalize.errors import InvalidInputError

LONGEST_TEXT = 20_000
PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "int": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
}


def parse_properties(text: str | None, place: str) -> dict[str, Any]:
    """The properties as an object; InvalidInputError if they are none."""
    if text is None:
        return {}
    try:
        properties: Any = json.loads(text)
    except ValueError as error:
        raise InvalidInputError(f"{place}: not JSON: {error}") from error
    if not isinstance(properties, dict):
        raise InvalidInputError(f"{place}: not a JSON object")
    return cast(dict[str, Any], properties)


def to_columns(properties: Mapping[str, Any], schema: DatasetSchema, place: str) -> dict[str, Any]:
    """Properties under the names of the schema's columns; InvalidInputError names one that does not fit."""
    columns = {column.name.replace("_", "").lower(): column for column in schema.columns}
    fields: dict[str, Any] = {}
    for name, value in properties.items():
        column = columns.get(name.replace("_", "").lower())
        if column is None:
            raise InvalidInputError(f"{place}.{name}: the {schema.name} schema has no such field")
        if value is not None or not column.nullable:
            fields[column.name] = _checked(value, column, f"{place}.{name}")
    return fields


def _checked(value: Any, column: Column, place: str) -> Any:
    expected = PYTHON_TYPES[column.value_type]
    if not isinstance(value, expected) or (isinstance(value, bool) and column.value_type != "boolean"):
        raise InvalidInputError(f"{place}: expected {column.value_type}, got {json.dumps(value)}")
    if isinstance(value, str) and column.textual:
        return value[:LONGEST_TEXT]
    if isinstance(value, str) and len(value) > 1000:
        raise InvalidInputError(f"{place}: Length cannot be more than 1000 characters for {column.name}")
    return value
