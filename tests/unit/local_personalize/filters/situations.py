"""Filters that can be applied, and the situations they are applied in, made at random."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from local_personalize.filters.evaluation import Attributes
from local_personalize.filters.syntax import (
    Comparing,
    Condition,
    CurrentItem,
    Expression,
    Field,
    Filter,
    Membership,
    Placeholder,
)
from tests.unit.local_personalize.filters.expressions import COMPARISONS, tuples_of
from tests.unit.local_personalize.filters.obvious import Attribute, Situation

categories = st.sampled_from(("a", "b", "c", "1"))
numbers = st.sampled_from((-1.0, 0.0, 1.0, 2.5, 300.0))
types = st.sampled_from(("click", "Click", "read", "share"))
strings_given = st.sampled_from(("X", "Y")).map(Placeholder)
numbers_given = st.just(Placeholder("N"))
one_string_given = st.just(Placeholder("ONE_STRING"))
one_number_given = st.just(Placeholder("ONE_NUMBER"))


def member(field: Field, values: st.SearchStrategy[Any], given: st.SearchStrategy[Any]) -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.builds(Membership, st.just(field), tuples_of(st.one_of(values, given)), st.just(False)),
        st.builds(Membership, st.just(field), tuples_of(values), st.just(True)),
    )


def compared(field: Field, comparisons: Any, operands: st.SearchStrategy[Any]) -> st.SearchStrategy[Condition]:
    return st.builds(Comparing, st.just(field), st.sampled_from(comparisons), operands)


def related(field: Field) -> st.SearchStrategy[Condition]:
    return st.builds(Membership, st.just(field), st.just(CurrentItem(field.name)), st.booleans())


TOPICS, PRICE, EVENTS = Field("ITEMS", "TOPICS"), Field("ITEMS", "PRICE"), Field("INTERACTIONS", "EVENT_TYPE")
PLAN, AGE = Field("CURRENTUSER", "PLAN"), Field("CURRENTUSER", "AGE")
of_items = st.one_of(
    member(TOPICS, categories, strings_given),
    member(PRICE, numbers, numbers_given),
    compared(TOPICS, ("=", "!="), st.one_of(categories, one_string_given)),
    compared(PRICE, COMPARISONS, st.one_of(numbers, one_number_given)),
    related(TOPICS),
    related(PRICE),
    compared(PRICE, COMPARISONS, st.just(CurrentItem("PRICE"))),
)
of_interactions = st.one_of(
    member(EVENTS, st.one_of(types, st.just("*")), strings_given), compared(EVENTS, ("=",), types)
)
of_users = st.one_of(
    member(PLAN, categories, strings_given),
    compared(AGE, ("=", "<", "<=", ">", ">="), st.one_of(numbers, one_number_given)),
)
expressions = st.builds(
    Expression,
    st.sampled_from(("INCLUDE", "EXCLUDE")),
    st.just("ITEMID"),
    st.one_of(tuples_of(tuples_of(of_items, most=2)), tuples_of(tuples_of(of_interactions, most=2))),
    st.one_of(st.just(()), st.just(()), tuples_of(of_users, most=2)),
)
filters = st.builds(Filter, tuples_of(expressions))

catalogues = st.lists(
    st.fixed_dictionaries({}, optional={"TOPICS": st.lists(categories, min_size=1, max_size=2), "PRICE": numbers}),
    min_size=4,
    max_size=8,
)
users = st.fixed_dictionaries({}, optional={"PLAN": st.lists(categories, min_size=1, max_size=2), "AGE": numbers})


def lists_of(values: st.SearchStrategy[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(values, min_size=1, max_size=most)


number_texts = numbers.map(str)
VALUES = {
    "X": lists_of(st.one_of(categories, types)),
    "Y": lists_of(st.one_of(categories, types)),
    "N": lists_of(number_texts),
    "ONE_STRING": lists_of(categories, most=1),
    "ONE_NUMBER": lists_of(number_texts, most=1),
}
WRONG_VALUES = dict.fromkeys(VALUES, lists_of(st.one_of(categories, number_texts)))


@st.composite
def situations(draw: st.DrawFn, filter: Filter) -> Situation:
    """What a filter needs, but for one thing at times."""
    lacking = draw(
        st.sampled_from(("nothing",) * 10 + ("user", "seed", "a value", "a value", "a right value", "a placeholder"))
    )
    values = WRONG_VALUES if lacking == "a right value" else VALUES
    asked = {name: text for name, text in values.items() if lacking == "a placeholder" or name in filter.placeholders}
    items: Sequence[Mapping[str, Attribute]] = draw(catalogues)
    return Situation(
        items,
        draw(st.fixed_dictionaries({}, optional=asked) if lacking == "a value" else st.fixed_dictionaries(asked)),
        None if lacking == "user" else draw(users),
        draw(st.lists(st.tuples(types, st.integers(0, len(items))), max_size=5)),
        None if lacking == "seed" else draw(st.sampled_from(items)),
    )


def attributes_of(plain: Mapping[str, Attribute]) -> Attributes:
    return {name: value if isinstance(value, (int, float)) else frozenset(value) for name, value in plain.items()}
