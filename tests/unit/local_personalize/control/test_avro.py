"""Schema documents are held to the service's rules."""

import json
from typing import Any

import pytest

from local_personalize.control.avro import parse_schema
from local_personalize.errors import InvalidInputError

IDS: list[dict[str, Any]] = [{"name": "ITEM_ID", "type": "string"}]
TOPIC = {"name": "TOPIC", "type": "string", "categorical": True}


def items(*fields: Any, name: str = "Items") -> str:
    return json.dumps({"type": "record", "name": name, "fields": [*IDS, *fields], "version": "1.0"})


def test_a_schema_has_its_columns_with_types() -> None:
    schema = parse_schema(items(TOPIC, {"name": "WORDS", "type": ["null", "int"]}, {"name": "FREE", "type": "boolean"}))
    assert [(column.name, column.column_type, column.nullable) for column in schema.columns] == [
        ("ITEM_ID", "string", False),
        ("TOPIC", "string", False),
        ("WORDS", "number", True),
        ("FREE", "boolean", False),
    ]
    assert schema.filterable == ("ITEM_ID", "TOPIC", "WORDS")


@pytest.mark.parametrize(
    ("text", "problem"),
    (
        ("{", "not JSON"),
        ("[]", '"type": "record"'),
        (items(TOPIC, name="Films"), "name must be one of"),
        (items(), "at least one metadata field"),
        (items({"name": "A", "type": {"type": "array", "items": "string"}}), "field A: type .* is none of"),
        (items({"name": "A", "type": ["string", "int"]}), "field A: it needs one type"),
        (items({"type": "string"}), "a field needs a name"),
        (items({"name": "A_1", "type": "string"}, {"name": "A1", "type": "string"}), "A_1 and A1 are the same"),
        (items({"name": "A", "type": "int", "categorical": True}), "only a string can be categorical"),
        (items({"name": "CREATION_TIMESTAMP", "type": "string"}), "reserved field CREATION_TIMESTAMP"),
        (items(*({"name": name, "type": "string", "textual": True} for name in "AB")), "one textual field, not A, B"),
        (items(*({"name": f"N{n}", "type": "int"} for n in range(101))), "at most 100 metadata fields"),
        (items(TOPIC, name="Interactions"), "required field USER_ID is missing"),
        (items({"name": "USER_ID", "type": "int"}, name="Users"), "field USER_ID must have the type string"),
    ),
)
def test_a_wrong_schema_is_refused_with_field_and_rule(text: str, problem: str) -> None:
    with pytest.raises(InvalidInputError, match=problem):
        parse_schema(text)


def test_an_event_type_may_not_be_categorical() -> None:
    fields = [
        {"name": "USER_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"},
        {"name": "EVENT_TYPE", "type": "string", "categorical": True},
    ]
    with pytest.raises(InvalidInputError, match="EVENT_TYPE cannot be categorical"):
        parse_schema(items(*fields, name="Interactions"))
