"""Schema documents: what the service accepts of Avro, and the columns a dataset has by one."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, cast

from local_personalize.errors import InvalidInputError
from local_personalize.filters.rules import ColumnType

NAMESPACE = "com.amazonaws.personalize.schema"
FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
TYPES = frozenset({"float", "double", "int", "long", "string", "boolean", "null"})
NAMES = ("Interactions", "Items", "Users", "Actions", "Action_Interactions")
REQUIRED: Mapping[str, Mapping[str, frozenset[str]]] = {
    "Interactions": {
        "USER_ID": frozenset({"string"}),
        "ITEM_ID": frozenset({"string"}),
        "TIMESTAMP": frozenset({"long"}),
    },
    "Items": {"ITEM_ID": frozenset({"string"})},
    "Users": {"USER_ID": frozenset({"string"})},
}
RESERVED: Mapping[str, Mapping[str, frozenset[str]]] = {
    "Interactions": {
        "EVENT_TYPE": frozenset({"string", "null"}),
        "EVENT_VALUE": frozenset({"float", "null"}),
        "IMPRESSION": frozenset({"string", "null"}),
        "RECOMMENDATION_ID": frozenset({"string", "null"}),
        "EVENT_ATTRIBUTION_SOURCE": frozenset({"string", "null"}),
    },
    "Items": {"CREATION_TIMESTAMP": frozenset({"long", "null"})},
}
RESERVED_WORDS = tuple(sorted({name for table in (REQUIRED, RESERVED) for names in table.values() for name in names}))
"""Names with a meaning of their own, which no value may be."""
METADATA_COLUMNS = {"Interactions": 5, "Items": 100, "Users": 25}


@dataclass(frozen=True)
class Column:
    """A field of a schema."""

    name: str
    types: frozenset[str]
    categorical: bool
    textual: bool
    item_name: bool

    @property
    def nullable(self) -> bool:
        """Whether it may be empty."""
        return "null" in self.types

    @cached_property
    def value_type(self) -> str:
        """Its type besides null."""
        return next(iter(self.types - {"null"}))

    @property
    def column_type(self) -> ColumnType:
        """What a filter can do with it."""
        if self.textual:
            return "textual"
        if self.value_type in ("string", "boolean"):
            return cast(ColumnType, self.value_type)
        return "number"


@dataclass(frozen=True, slots=True)
class DatasetSchema:
    """A schema document that was checked."""

    name: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def identifier(self) -> str:
        """The column that tells one item or user from another."""
        return "USER_ID" if self.name == "Users" else "ITEM_ID"

    @property
    def metadata(self) -> tuple[Column, ...]:
        """The schema's own columns, neither required nor reserved."""
        known = REQUIRED.get(self.name, {}).keys() | RESERVED.get(self.name, {}).keys()
        return tuple(column for column in self.columns if column.name not in known)

    @property
    def context(self) -> tuple[str, ...]:
        """Names of an Interactions schema's own string columns: the circumstances of an event."""
        own = self.metadata if self.name == "Interactions" else ()
        return tuple(column.name for column in own if column.value_type == "string")

    @property
    def filterable(self) -> tuple[str, ...]:
        """Names of the columns that filters can use."""
        return tuple(column.name for column in self.columns if column.column_type in ("string", "number"))


@lru_cache(maxsize=1000)
def parse_schema(text: str) -> DatasetSchema:
    """Read a schema document; InvalidInputError names the field and the rule it breaks."""
    try:
        document: Any = json.loads(text)
    except ValueError as error:
        raise InvalidInputError(f"Invalid schema: not JSON: {error}") from error
    if not isinstance(document, dict) or cast(dict[str, Any], document).get("type") != "record":
        raise InvalidInputError('Invalid schema: it must be an Avro object with "type": "record"')
    schema = cast(dict[str, Any], document)
    if schema.get("namespace") != NAMESPACE:
        raise InvalidInputError(f"Invalid schema: namespace must be {NAMESPACE}, not {schema.get('namespace')!r}")
    if schema.get("name") not in NAMES:
        raise InvalidInputError(f"Invalid schema: name must be one of {', '.join(NAMES)}, not {schema.get('name')!r}")
    if not isinstance(schema.get("fields"), list):
        raise InvalidInputError("Invalid schema: fields must be a list")
    columns = tuple(_column(field) for field in schema["fields"])
    _check_names(columns)
    parsed = DatasetSchema(schema["name"], columns)
    _check_required(parsed)
    _check_metadata(parsed)
    return parsed


def _column(field: Any) -> Column:
    if not isinstance(field, dict) or not isinstance(field.get("name"), str):
        raise InvalidInputError(f"Invalid schema: a field needs a name and a type: {field!r}")
    given = cast(dict[str, Any], field)
    name: str = given["name"]
    if not FIELD_NAME.fullmatch(name):
        raise InvalidInputError(f"Invalid schema: field {name!r}: a name has letters, digits and underscores only")
    stated = given.get("type")
    types: list[Any] = cast(list[Any], stated) if isinstance(stated, list) else [stated]
    for stated_type in types:
        if not isinstance(stated_type, str) or stated_type not in TYPES:
            raise InvalidInputError(
                f"Invalid schema: field {name}: type {json.dumps(stated_type)} is none of {', '.join(sorted(TYPES))}"
            )
    if len(set(types) - {"null"}) != 1:
        raise InvalidInputError(f"Invalid schema: field {name}: it needs one type, alone or in a union with null")
    marks = {mark: given.get(mark, False) for mark in ("categorical", "textual", "itemName")}
    for mark, value in marks.items():
        if not isinstance(value, bool):
            raise InvalidInputError(f"Invalid schema: field {name}: {mark} must be true or false")
    column = Column(name, frozenset(types), marks["categorical"], marks["textual"], marks["itemName"])
    if any(marks.values()) and column.value_type != "string":
        raise InvalidInputError(f"Invalid schema: field {name}: only a string can be categorical, textual or itemName")
    if column.textual and (column.categorical or column.item_name):
        raise InvalidInputError(f"Invalid schema: field {name}: a textual field can be nothing else")
    return column


def check_replacement(schema: DatasetSchema, replacement: DatasetSchema) -> None:
    """InvalidInputError unless a dataset with data by one schema can go over to the other."""
    if schema.name != replacement.name:
        raise InvalidInputError(f"schemaArn: the schema is not one of a dataset of type {schema.name}")
    for column in schema.columns:
        other = replacement.column(column.name)
        if other is None:
            raise InvalidInputError(f"schemaArn: the field {column.name} of the present schema is missing")
        if other.types - {"null"} != column.types - {"null"} or (column.nullable and not other.nullable):
            raise InvalidInputError(f"schemaArn: the type of the field {column.name} cannot be changed")
        if (other.categorical, other.textual) != (column.categorical, column.textual):
            raise InvalidInputError(f"schemaArn: the field {column.name} must stay categorical or textual as it is")
    for column in replacement.columns:
        if schema.column(column.name) is None and not column.nullable:
            raise InvalidInputError(f"schemaArn: the new field {column.name} must allow null")


def _check_names(columns: tuple[Column, ...]) -> None:
    seen: dict[str, str] = {}
    for column in columns:
        key = column.name.replace("_", "").upper()
        if key in seen:
            raise InvalidInputError(
                f"Invalid schema: the field names {seen[key]} and {column.name} are the same without underscores"
            )
        seen[key] = column.name


def _check_required(schema: DatasetSchema) -> None:
    for name, types in REQUIRED.get(schema.name, {}).items():
        column = schema.column(name)
        if column is None:
            raise InvalidInputError(f"Invalid schema: the required field {name} is missing")
        if column.types != types:
            raise InvalidInputError(f"Invalid schema: field {name} must have the type {', '.join(types)}")
    for name, types in RESERVED.get(schema.name, {}).items():
        column = schema.column(name)
        if column is not None and not column.types <= types:
            raise InvalidInputError(f"Invalid schema: the reserved field {name} must be {' or '.join(sorted(types))}")
        if column is not None and column.categorical and name == "EVENT_TYPE":
            raise InvalidInputError("Invalid schema: the field EVENT_TYPE cannot be categorical")


def _check_metadata(schema: DatasetSchema) -> None:
    if schema.name in ("Items", "Users") and len(schema.columns) < 2:
        raise InvalidInputError(f"Invalid schema: {schema.name} needs at least one metadata field")
    limit = METADATA_COLUMNS.get(schema.name)
    if limit is not None and len(schema.metadata) > limit:
        raise InvalidInputError(f"Invalid schema: {schema.name} can have at most {limit} metadata fields")
    marked = {
        "textual": [column.name for column in schema.columns if column.textual],
        "itemName": [column.name for column in schema.columns if column.item_name],
    }
    for mark, names in marked.items():
        if names and schema.name != "Items":
            raise InvalidInputError(f"Invalid schema: field {names[0]}: only Items can have a field that is {mark}")
        if len(names) > 1:
            raise InvalidInputError(f"Invalid schema: Items can have one {mark} field, not {', '.join(names)}")
