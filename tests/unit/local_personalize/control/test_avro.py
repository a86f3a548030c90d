"""Schema documents are held to the service's rules."""

import json
from typing import Any

import pytest

from local_personalize.control.avro import NAMESPACE, check_replacement, parse_schema
from local_personalize.errors import InvalidInputError

IDS: list[dict[str, Any]] = [{"name": "ITEM_ID", "type": "string"}]
TOPIC = {"name": "TOPIC", "type": "string", "categorical": True}


def items(*fields: Any, name: str = "Items") -> str:
    document = {"type": "record", "name": name, "namespace": NAMESPACE, "fields": [*IDS, *fields], "version": "1.0"}
    return json.dumps(document)


def users(*fields: Any) -> str:
    return items(*fields, name="Users").replace("ITEM_ID", "USER_ID")


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
        (items(TOPIC).replace(NAMESPACE, "com.example"), "namespace must be com.amazonaws.personalize.schema"),
        (items({"name": "A-B", "type": "string"}), "field 'A-B': a name has letters, digits"),
        (items({"name": "A", "type": "string", "categorical": "yes"}), "field A: categorical must be true or false"),
        (items({"name": "A", "type": "int", "itemName": True}), "only a string can be .* itemName"),
        (items({"name": "A", "type": "string", "categorical": True, "textual": True}), "can be nothing else"),
        (items(*({"name": name, "type": "string", "itemName": True} for name in "AB")), "one itemName field, not A, B"),
        (users({"name": "A", "type": "string", "textual": True}), "only Items can have a field that is textual"),
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


@pytest.mark.parametrize(
    ("fields", "problem"),
    (
        (({"name": "WORDS", "type": "int"},), "field TOPIC of the present schema is missing"),
        (({**TOPIC, "type": "int", "categorical": False},), "type of the field TOPIC cannot be changed"),
        (({**TOPIC, "categorical": False},), "field TOPIC must stay categorical"),
        ((TOPIC, {"name": "WORDS", "type": "int"}), "new field WORDS must allow null"),
    ),
)
def test_a_replacement_keeps_the_columns_and_new_ones_allow_null(fields: tuple[Any, ...], problem: str) -> None:
    present = parse_schema(items(TOPIC))
    with pytest.raises(InvalidInputError, match=problem):
        check_replacement(present, parse_schema(items(*fields)))
    with pytest.raises(InvalidInputError, match="type Items"):
        check_replacement(present, parse_schema(users(TOPIC)))
    loosened = {**TOPIC, "type": ["string", "null"]}
    check_replacement(present, parse_schema(items({"name": "WORDS", "type": ["null", "int"]}, loosened)))


def test_an_event_type_may_not_be_categorical() -> None:
    fields = [
        {"name": "USER_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"},
        {"name": "EVENT_TYPE", "type": "string", "categorical": True},
    ]
    with pytest.raises(InvalidInputError, match="EVENT_TYPE cannot be categorical"):
        parse_schema(items(*fields, name="Interactions"))
