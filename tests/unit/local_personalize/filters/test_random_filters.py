"""Any filter is read as it is written, admits what the obvious evaluator admits, and fails only by its own errors."""

from collections.abc import Sequence
from contextlib import suppress

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from local_personalize.filters.attribute_tests import Attributes
from local_personalize.filters.evaluation import FilterValueError, bind, parse_values, select
from local_personalize.filters.index import ItemIndex
from local_personalize.filters.parser import FilterSyntaxError, parse_filter
from local_personalize.filters.rules import Columns, check_filter
from local_personalize.filters.syntax import Filter
from tests.unit.local_personalize.filters.expressions import filters, text_of, texts_of
from tests.unit.local_personalize.filters.obvious import Refused, Situation, admitted
from tests.unit.local_personalize.filters.readers import OneReader
from tests.unit.local_personalize.filters.situations import attributes_of, situations
from tests.unit.local_personalize.filters.situations import filters as applicable_filters

COLUMNS: Columns = {
    "ITEMS": {"TOPICS": "string", "PRICE": "number", "TEXT": "textual"},
    "USERS": {"PLAN": "string", "AGE": "number"},
    "INTERACTIONS": {"EVENT_TYPE": "string"},
}


@settings(deadline=None)
@given(filters.flatmap(lambda filter: st.tuples(st.just(filter), texts_of(filter))))
def test_what_is_written_in_any_way_is_read_as_the_same_filter(written: tuple[Filter, str]) -> None:
    filter, text = written
    assert parse_filter(text) == filter
    assert parse_filter(text_of(filter)) == filter


@settings(max_examples=300, deadline=None)
@given(applicable_filters, st.data())
def test_any_filter_admits_what_the_obvious_evaluator_admits(filter: Filter, data: st.DataObject) -> None:
    check_filter(filter, text_of(filter), COLUMNS)
    situation = data.draw(situations(filter))
    given_values = {name: data.draw(value_texts(values)) for name, values in situation.values.items()}
    try:
        expected = admitted(filter, situation)
    except Refused:
        expected = None
    assert by_item(filter, given_values, situation) == expected
    assert by_index(filter, given_values, situation) == expected


@st.composite
def value_texts(draw: st.DrawFn, values: Sequence[str]) -> str:
    quoted = [draw(st.sampled_from((f'"{value}"', f"'{value}'"))) for value in values]
    return draw(st.sampled_from((",", ", ", " , "))).join(quoted)


def by_item(filter: Filter, values: dict[str, str], situation: Situation) -> list[int] | None:
    items: list[Attributes | None] = [attributes_of(item) or None for item in situation.items]
    try:
        admits = bind(filter, parse_values(values), reader_of(situation), items, seed_of(situation))
    except FilterValueError:
        return None
    return [item for item in range(len(items)) if admits(item)]


def by_index(filter: Filter, values: dict[str, str], situation: Situation) -> list[int] | None:
    index = ItemIndex()
    for item, attributes in enumerate(situation.items):
        index.set(item, {"TOPICS": frozenset({"a"}), "PRICE": 1.0})
        index.set(item, attributes_of(attributes))
    try:
        selection = select(filter, parse_values(values), reader_of(situation), seed_of(situation))
    except FilterValueError:
        return None
    found = index.admitted(selection, len(situation.items)).tolist()
    backwards = np.arange(len(situation.items))[::-1]
    assert backwards[index.select(selection, backwards)].tolist() == found[::-1]
    return found


def reader_of(situation: Situation) -> OneReader | None:
    if situation.user is None:
        return None
    return OneReader(attributes_of(situation.user), tuple((type.lower(), item) for type, item in situation.events))


def seed_of(situation: Situation) -> Attributes | None:
    return None if situation.seed is None else attributes_of(situation.seed)


fragments = st.sampled_from(
    (
        "$",
        "(",
        ")",
        '"',
        "'",
        "*",
        "|",
        ",",
        ".",
        "-",
        "IF",
        " IN ",
        "NOT",
        "$X",
        "CurrentItem.",
        "1e",
        "<",
        "\x00",
        "é",
    )
)
cuts = st.tuples(st.floats(0, 1), st.floats(0, 0.2), fragments | st.just("") | st.text(max_size=3))


@settings(deadline=None)
@given(filters | applicable_filters, st.lists(cuts, max_size=3), st.text(max_size=8) | fragments)
def test_a_garbled_filter_or_value_fails_only_by_the_errors_for_it(
    filter: Filter, garbling: list[tuple[float, float, str]], value: str
) -> None:
    text = text_of(filter)
    for place, length, inserted in garbling:
        start = int(place * len(text))
        text = text[:start] + inserted + text[start + int(length * len(text)) :]
    with suppress(FilterSyntaxError, FilterValueError):
        parsed = parse_filter(text)
        check_filter(parsed, text, COLUMNS)
        admits = bind(
            parsed, parse_values(dict.fromkeys(parsed.placeholders, value)), OneReader(), [{"PRICE": 1.0}], {}
        )
        assert admits(0) in (True, False)
