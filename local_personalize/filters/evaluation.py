"""Filters applied: from a filter, a request's values and its user to a test of item indexes.

An absent attribute is in no list and compares with nothing: only NOT IN and != hold for it.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from local_personalize.filters.syntax import Comparing, Condition, CurrentItem, Expression, Filter, Membership
from local_personalize.filters.syntax import Placeholder as PlaceholderSyntax

Value = float | frozenset[str]
"""An attribute: a number, or the categories of a string."""
Attributes = Mapping[str, Value]
Admits = Callable[[int], bool]
"""Tells of an item index whether it may be recommended."""
Holds = Callable[[Attributes], bool]
Given = Mapping[str, tuple[str, ...]]

NO_ATTRIBUTES: Attributes = {}
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
VALUE = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))\s*(?:,|$)""")


class FilterValueError(ValueError):
    """The request's values do not fit the filter's placeholders."""


class Reader(Protocol):
    """The user a request is for."""

    attributes: Attributes

    def touched(self, event_types: frozenset[str] | None, *, others: bool) -> frozenset[int]:
        """Items with an event of one of the lower-case types (None: any; `others`: of any type but these)."""
        ...


def parse_values(filter_values: Mapping[str, str]) -> Given:
    """The values of each placeholder: quoted strings or numbers, separated by commas."""
    return {name: _parse_value(name, text) for name, text in filter_values.items()}


def _parse_value(name: str, text: str) -> tuple[str, ...]:
    values: list[str] = []
    position = 0
    while position < len(text):
        found = VALUE.match(text, position)
        if not found:
            raise FilterValueError(
                f'filterValues.{name}: expected "quoted" strings or numbers with commas between: {text[position:]!r}'
            )
        values.append(next(group for group in found.groups() if group is not None))
        position = found.end()
    if not values:
        raise FilterValueError(f"filterValues.{name}: no value")
    return tuple(values)


def bind(
    filter: Filter,
    given: Given,
    reader: Reader | None,
    items: Sequence[Attributes | None],
    seed: Attributes | None = None,
) -> Admits:
    """The test that a filter makes for one request.

    An EXCLUDE expression with a placeholder that is not given does nothing; an INCLUDE expression, FilterValueError.
    """
    binding = _Binding(given, reader, items, seed)
    known = frozenset[str]().union(*(expression.placeholders for expression in filter.expressions))
    for name in given:
        if name not in known:
            raise FilterValueError(f"filterValues.{name}: the filter has no placeholder ${name}")
    includes: list[Admits] = []
    excludes: list[Admits] = []
    for expression in filter.expressions:
        missing = sorted(expression.placeholders - given.keys())
        if missing and expression.action == "INCLUDE":
            raise FilterValueError(f"filterValues: the filter needs a value for ${missing[0]}")
        if missing or not binding.is_for_user(expression):
            continue
        (includes if expression.action == "INCLUDE" else excludes).append(binding.matches(expression))
    return _combine(includes, excludes)


def _combine(includes: list[Admits], excludes: list[Admits]) -> Admits:
    include, exclude = _any(includes), _any(excludes)
    if not includes:
        return lambda item: not exclude(item)
    if not excludes:
        return include
    return lambda item: include(item) and not exclude(item)


def _any(tests: list[Admits]) -> Admits:
    if len(tests) == 1:
        return tests[0]
    return lambda item: any(test(item) for test in tests)


class _Binding:
    def __init__(
        self, given: Given, reader: Reader | None, items: Sequence[Attributes | None], seed: Attributes | None
    ) -> None:
        self.given = given
        self.reader = reader
        self.items = items
        self.seed = seed

    def known_reader(self) -> Reader:
        if self.reader is None:
            raise FilterValueError("userId: the filter needs a user")
        return self.reader

    def is_for_user(self, expression: Expression) -> bool:
        return all(self.holds(condition)(self.known_reader().attributes) for condition in expression.user_conditions)

    def matches(self, expression: Expression) -> Admits:
        of_items = self.of_interactions if expression.dataset == "INTERACTIONS" else self.of_attributes
        return _any([of_items(alternative) for alternative in expression.alternatives])

    def of_interactions(self, conditions: tuple[Condition, ...]) -> Admits:
        touched = frozenset.intersection(*(self.touched(condition) for condition in conditions))
        return touched.__contains__

    def touched(self, condition: Condition) -> frozenset[int]:
        types = frozenset(value.lower() for value in self.strings(condition))
        negated = isinstance(condition, Membership) and condition.negated
        return self.known_reader().touched(None if "*" in types else types, others=negated)

    def of_attributes(self, conditions: tuple[Condition, ...]) -> Admits:
        tests = [self.holds(condition) for condition in conditions]
        items = self.items
        if len(tests) == 1:
            test = tests[0]
            return lambda item: test(items[item] or NO_ATTRIBUTES)

        def admits(item: int) -> bool:
            attributes = items[item] or NO_ATTRIBUTES
            return all(test(attributes) for test in tests)

        return admits

    def holds(self, condition: Condition) -> Holds:
        name = condition.field.name
        if isinstance(condition, Comparing) and condition.comparison in COMPARISONS:
            return _compares(name, COMPARISONS[condition.comparison], self.number(condition))
        strings = self.strings(condition)
        numbers = frozenset(number for number in map(_number, strings) if number is not None)
        negated = condition.negated if isinstance(condition, Membership) else condition.comparison == "!="
        return _is_in(name, strings, numbers, negated)

    def strings(self, condition: Condition) -> frozenset[str]:
        """The values a membership or equality tests for, as text."""
        operands = condition.values if isinstance(condition, Membership) else condition.operand
        if isinstance(operands, CurrentItem):
            value = self.of_seed(operands)
            return value if isinstance(value, frozenset) else frozenset(() if value is None else (_text(value),))
        if not isinstance(operands, tuple):
            operands = (operands,)
        found: set[str] = set()
        for operand in operands:
            found.update(self.given[operand.name] if isinstance(operand, PlaceholderSyntax) else (_text(operand),))
        return frozenset(found)

    def number(self, condition: Comparing) -> float | None:
        """The number a comparison compares with; None if the current item has none."""
        operand = condition.operand
        if isinstance(operand, CurrentItem):
            value = self.of_seed(operand)
            return value if isinstance(value, float) else None
        if isinstance(operand, PlaceholderSyntax):
            values = self.given[operand.name]
            number = _number(values[0]) if len(values) == 1 else None
            if number is None:
                raise FilterValueError(f"filterValues.{operand.name}: {condition.comparison} needs one number")
            return number
        return float(operand)

    def of_seed(self, operand: CurrentItem) -> Value | None:
        if self.seed is None:
            raise FilterValueError(f"CurrentItem.{operand.name} needs a recipe that returns related items")
        return self.seed.get(operand.name)


def _compares(name: str, compare: Callable[[float, float], bool], number: float | None) -> Holds:
    def holds(attributes: Attributes) -> bool:
        value = attributes.get(name)
        return number is not None and isinstance(value, float) and compare(value, number)

    return holds


def _is_in(name: str, strings: frozenset[str], numbers: frozenset[float], negated: bool) -> Holds:
    def holds(attributes: Attributes) -> bool:
        value = attributes.get(name)
        if value is None:
            return negated
        found = not strings.isdisjoint(value) if isinstance(value, frozenset) else value in numbers
        return found != negated

    return holds


def _text(value: str | float | PlaceholderSyntax) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
