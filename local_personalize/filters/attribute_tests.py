"""Tests of the attributes of items and users, which filters are made of.

An absent attribute is in no list and compares with nothing: only NOT IN and != hold for it.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from local_personalize.filters.syntax import Ordering

Value = float | frozenset[str]
"""An attribute: a number, or the categories of a string."""
Attributes = Mapping[str, Value]
Holds = Callable[[Attributes], bool]

NO_ATTRIBUTES: Attributes = {}
COMPARE: Mapping[Ordering, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class OneOf(NamedTuple):
    """The attribute is one of these strings or numbers; if `negated`, it is none of them."""

    column: str
    strings: frozenset[str]
    numbers: frozenset[float]
    negated: bool


class Compared(NamedTuple):
    """The attribute is a number that compares so with `number`; none does with None."""

    column: str
    ordering: Ordering
    number: float | None


Test = OneOf | Compared


def all_hold(tests: Iterable[Test]) -> Holds:
    """The test that is passed if all are, of which there is one at least."""
    first, *others = map(_holds, tests)
    for other in others:
        first = _both(first, other)
    return first


def _both(one: Holds, other: Holds) -> Holds:
    return lambda attributes: one(attributes) and other(attributes)


def _holds(test: Test) -> Holds:
    return _compares(test) if isinstance(test, Compared) else _is_one_of(test)


def _compares(test: Compared) -> Holds:
    column, ordering, number = test
    if number is None:
        return lambda _: False
    compare = COMPARE[ordering]

    def holds(attributes: Attributes) -> bool:
        value = attributes.get(column)
        return value is not None and not isinstance(value, frozenset) and compare(value, number)

    return holds


def _is_one_of(test: OneOf) -> Holds:
    column, strings, numbers, negated = test

    def holds(attributes: Attributes) -> bool:
        value = attributes.get(column)
        if isinstance(value, frozenset):
            return strings.isdisjoint(value) is negated
        return negated if value is None else (value in numbers) is not negated

    return holds
