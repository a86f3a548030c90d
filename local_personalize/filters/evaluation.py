"""Filters applied: from a filter, a request's values and its user to a test of item indexes."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from local_personalize.filters.attribute_tests import (
    NO_ATTRIBUTES,
    Attributes,
    Compared,
    OneOf,
    Test,
    Value,
    all_hold,
)
from local_personalize.filters.syntax import (
    ORDERINGS,
    Comparing,
    Condition,
    CurrentItem,
    Expression,
    Filter,
    Membership,
    Placeholder,
    Scalar,
)

Admits = Callable[[int], bool]
"""Tells of an item index whether it may be recommended."""
Given = Mapping[str, tuple[str, ...]]

NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
VALUE = re.compile(rf"""\s*(?:"([^"]*)"|'([^']*)'|({NUMBER}))\s*(,|$)""")
ONE_NUMBER = re.compile(rf"\s*{NUMBER}\s*")


class FilterValueError(ValueError):
    """The request's values do not fit the filter's placeholders."""


class Reader(Protocol):
    """The user a request is for."""

    attributes: Attributes

    def touched(self, event_types: frozenset[str] | None, *, others: bool) -> frozenset[int]:
        """Items with an event of one of the lower-case types (None: any; `others`: of any type but these)."""
        ...


class Matching(NamedTuple):
    """The items touched, and those whose attributes pass all tests of any of the alternatives."""

    touched: frozenset[int] = frozenset()
    alternatives: tuple[tuple[Test, ...], ...] = ()


class Selection(NamedTuple):
    """A filter for one request: what is included (None: all) and not excluded."""

    included: Matching | None
    excluded: Matching

    def admits(self, items: Sequence[Attributes | None]) -> Admits:
        """The test of one item after the other, by their attributes."""
        excludes = _matches(self.excluded, items)
        if self.included is None:
            return lambda item: not excludes(item)
        includes = _matches(self.included, items)
        if self.excluded == Matching():
            return includes
        return lambda item: not excludes(item) and includes(item)


def parse_values(filter_values: Mapping[str, str]) -> Given:
    """The values of each placeholder: quoted strings or numbers, separated by commas."""
    return {name: _parse_value(name, text) for name, text in filter_values.items()}


def _parse_value(name: str, text: str) -> tuple[str, ...]:
    values: list[str] = []
    position, separator = 0, ","
    while separator:
        found = VALUE.match(text, position)
        if not found:
            raise FilterValueError(
                f'filterValues.{name}: expected "quoted" strings or numbers with commas between, '
                f"at character {position + 1}: {text[position:][:40]!r}"
            )
        *alternatives, separator = found.groups()
        values.append(next(value for value in alternatives if value is not None))
        position = found.end()
    return tuple(values)


def number_in(text: str) -> float | None:
    """The number that the text is, if it is one."""
    return float(text) if ONE_NUMBER.fullmatch(text) else None


def bind(
    filter: Filter,
    given: Given,
    reader: Reader | None,
    items: Sequence[Attributes | None],
    seed: Attributes | None = None,
) -> Admits:
    """The test that a filter makes for one request; see `select`."""
    return select(filter, given, reader, seed).admits(items)


def select(filter: Filter, given: Given, reader: Reader | None, seed: Attributes | None = None) -> Selection:
    """What a filter selects for one request; `seed` are the attributes of the item that the request is about.

    An EXCLUDE expression with a placeholder that is not given does nothing; an INCLUDE expression, FilterValueError.
    """
    for name in given:
        if name not in filter.placeholders:
            raise FilterValueError(f"filterValues.{name}: the filter has no placeholder ${name}")
    request = _Request(given, reader, seed)
    included: list[Matching] = []
    excluded: list[Matching] = []
    for expression in filter.expressions:
        if not expression.placeholders <= given.keys():
            if expression.action == "EXCLUDE":
                continue
            missing = min(expression.placeholders - given.keys())
            raise FilterValueError(f"filterValues: the filter needs a value for ${missing}")
        if request.is_for_user(expression):
            (included if expression.action == "INCLUDE" else excluded).append(request.matching(expression))
    return Selection(_union(included) if included else None, _union(excluded))


def _union(parts: list[Matching]) -> Matching:
    if len(parts) == 1:
        return parts[0]
    return Matching(
        frozenset[int]().union(*(part.touched for part in parts)),
        tuple(alternative for part in parts for alternative in part.alternatives),
    )


class _Request:
    def __init__(self, given: Given, reader: Reader | None, seed: Attributes | None) -> None:
        self.given = given
        self.reader = reader
        self.seed = seed

    def known_reader(self) -> Reader:
        if self.reader is None:
            raise FilterValueError("userId: the filter needs a user")
        return self.reader

    def is_for_user(self, expression: Expression) -> bool:
        if not expression.user_conditions:
            return True
        tests = [self.test(condition) for condition in expression.user_conditions]
        return all_hold(tests)(self.known_reader().attributes)

    def matching(self, expression: Expression) -> Matching:
        if expression.dataset != "INTERACTIONS":
            return Matching(alternatives=tuple(tuple(map(self.test, tests)) for tests in expression.alternatives))
        touched = (frozenset.intersection(*map(self.touched, tests)) for tests in expression.alternatives)
        return Matching(touched=frozenset[int]().union(*touched))

    def touched(self, condition: Condition) -> frozenset[int]:
        types = frozenset(value.lower() for value in self.values(condition).strings)
        return self.known_reader().touched(None if "*" in types else types, others=_is_negated(condition))

    def test(self, condition: Condition) -> Test:
        if isinstance(condition, Comparing) and condition.comparison in ORDERINGS:
            return Compared(condition.field.name, condition.comparison, self.number(condition))
        return self.values(condition)

    def values(self, condition: Condition) -> OneOf:
        strings: set[str] = set()
        numbers: set[float] = set()
        for operand in condition.operands:
            for value in self.values_of(condition, operand):
                if isinstance(value, str):
                    strings.add(value)
                else:
                    numbers.add(value)
        numbers.update(number for number in map(number_in, strings) if number is not None)
        return OneOf(condition.field.name, frozenset(strings), frozenset(numbers), _is_negated(condition))

    def values_of(self, condition: Condition, operand: Scalar | CurrentItem) -> Iterable[str | float]:
        match operand:
            case CurrentItem():
                value = self.of_seed(operand)
                return value if isinstance(value, frozenset) else () if value is None else (value,)
            case Placeholder():
                values = self.given[operand.name]
                if isinstance(condition, Comparing) and len(values) > 1:
                    raise FilterValueError(f"filterValues.{operand.name}: {condition.comparison} needs one value")
                return values
            case _:
                return (operand,)

    def number(self, condition: Comparing) -> float | None:
        """The number that a comparison compares with; None if the current item has none."""
        operand = condition.operand
        if isinstance(operand, CurrentItem):
            value = self.of_seed(operand)
            return None if isinstance(value, frozenset) else value
        (value,) = self.values_of(condition, operand)
        number = number_in(value) if isinstance(value, str) else value
        if number is None and isinstance(operand, Placeholder):
            raise FilterValueError(f"filterValues.{operand.name}: {condition.comparison} needs a number")
        return number

    def of_seed(self, operand: CurrentItem) -> Value | None:
        if self.seed is None:
            raise FilterValueError(
                f"itemId: the filter uses CurrentItem.{operand.name}, which needs an item in the request "
                "and a recipe that returns related items"
            )
        return self.seed.get(operand.name)


def _is_negated(condition: Condition) -> bool:
    return condition.negated if isinstance(condition, Membership) else condition.comparison == "!="


def _matches(matching: Matching, items: Sequence[Attributes | None]) -> Admits:
    touched = matching.touched
    tests = [all_hold(alternative) for alternative in matching.alternatives]
    if not tests:
        return touched.__contains__
    if len(tests) == 1 and not touched:
        holds = tests[0]
        return lambda item: holds(items[item] or NO_ATTRIBUTES)

    def matches(item: int) -> bool:
        attributes = items[item] or NO_ATTRIBUTES
        return item in touched or any(holds(attributes) for holds in tests)

    return matches
