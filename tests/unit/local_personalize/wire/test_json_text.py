"""JSON as the standard has it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.wire.json_text import parse_json, without_nulls

characters = st.characters(exclude_categories=["Cs"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(characters),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(characters), inner),
)


@given(values)
def test_what_was_written_is_read(value: object) -> None:
    assert parse_json(json.dumps(value)) == value


@pytest.mark.parametrize("text", ("", "NaN", "[-Infinity]", '"\\ud800"', '{"\\uDC00": 1}', "[" * 100_000, "1" * 5000))
def test_what_no_other_reader_understands_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(text)


def test_a_character_in_two_surrogates_is_one_character() -> None:
    assert parse_json('"\\ud83d\\ude00"') == "😀"


def test_members_that_are_null_are_as_absent_at_any_depth() -> None:
    given = {"a": None, "b": {"c": None, "d": [{"e": None, "f": 0}]}, "g": False}
    assert without_nulls(given) == {"b": {"d": [{"f": 0}]}, "g": False}
