"""Properties of events, items and users, under the names of the schema's columns."""

import json
from typing import Any

import pytest

from local_personalize.control.avro import parse_schema
from local_personalize.errors import InvalidInputError
from local_personalize.events.properties import columns_by_property, parse_properties, to_columns

SCHEMA = parse_schema(
    json.dumps(
        {
            "type": "record",
            "name": "Items",
            "namespace": "com.amazonaws.personalize.schema",
            "fields": [
                {"name": "ITEM_ID", "type": "string"},
                {"name": "GENRES", "type": ["null", "string"], "categorical": True},
                {"name": "NUM_RATINGS", "type": "int"},
                {"name": "VIEWS", "type": ["null", "long"]},
                {"name": "PRICE", "type": ["null", "float"]},
                {"name": "FREE", "type": ["null", "boolean"]},
                {"name": "BODY_TEXT", "type": ["null", "string"], "textual": True},
            ],
            "version": "1.0",
        }
    )
)


def columns_of(**properties: Any) -> dict[str, Any]:
    return to_columns(properties, columns_by_property(SCHEMA), SCHEMA.name, "properties")


@pytest.mark.parametrize("name", ("numRatings", "NUM_RATINGS", "numratings", "num_ratings"))
def test_a_name_stands_for_its_column_whatever_its_case_and_underscores(name: str) -> None:
    assert columns_of(**{name: 5}) == {"NUM_RATINGS": 5}


def test_null_is_no_value_for_a_column_that_may_be_empty_and_wrong_for_another() -> None:
    assert columns_of(genres=None) == {}
    with pytest.raises(InvalidInputError, match=r"properties.numRatings: expected int"):
        columns_of(numRatings=None)


@pytest.mark.parametrize(
    ("properties", "message"),
    (
        ({"colour": "red"}, "properties.colour: the Items schema has no such field"),
        ({"genres": 5}, "properties.genres: expected string, got 5"),
        ({"numRatings": 1.5}, "properties.numRatings: expected int, got 1.5"),
        ({"numRatings": True}, "properties.numRatings: expected int, got true"),
        ({"numRatings": 2**31}, "properties.numRatings: too large for int"),
        ({"views": -(2**70)}, "properties.views: too large for long"),
        ({"price": 10**400}, "properties.price: too large for float"),
        ({"free": 1}, "properties.free: expected boolean, got 1"),
        ({"genres": "x" * 1001}, "properties.genres: Length cannot be more than 1000 characters for GENRES"),
    ),
)
def test_a_value_that_does_not_fit_is_refused_by_name(properties: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        columns_of(**properties)
    assert caught.value.message == message


def test_a_long_text_is_cut_to_what_a_textual_column_holds() -> None:
    assert len(columns_of(bodyText="x" * 30_000)["BODY_TEXT"]) == 20_000


@pytest.mark.parametrize("text", ("", "{", "[]", "5", "null", '{"a": NaN}', '{"a": "\\ud800"}', "[" * 50_000))
def test_properties_that_are_no_json_object_are_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match=r"^place: not"):
        parse_properties(text, "place")
