"""Attributes of all items as columns, so that a filter is applied to many items at once."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from local_personalize.filters.attribute_tests import Attributes, Compared, OneOf, Test
from local_personalize.filters.evaluation import Matching, Selection
from local_personalize.filters.syntax import Ordering

Mask = npt.NDArray[np.bool_]
Indexes = npt.NDArray[np.int64]
Number = TypeVar("Number", np.float64, np.int32)

COMPARE: Mapping[Ordering, np.ufunc] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
NO_VALUE = 0
"""The code of an item that has no categories in a column."""


class CategoryCodes:
    """The different sets of categories in one column, each with its code."""

    def __init__(self) -> None:
        self.codes: dict[frozenset[str], int] = {}
        self.having: dict[str, list[int]] = {}

    def code(self, categories: frozenset[str]) -> int:
        """The code of a set of categories, a new one if need be."""
        code = self.codes.get(categories)
        if code is None:
            code = self.codes[categories] = len(self.codes) + 1
            for category in categories:
                self.having.setdefault(category, []).append(code)
        return code

    def with_any(self, categories: Iterable[str]) -> Mask:
        """By code, whether the set has one of these categories."""
        found = np.zeros(len(self.codes) + 1, np.bool_)
        for category in categories:
            found[self.having.get(category, [])] = True
        return found


class ItemIndex:
    """The attributes of items: numbers, not-a-number where there is none, and codes of categories."""

    def __init__(self) -> None:
        self.capacity = 0
        self.numbers: dict[str, npt.NDArray[np.float64]] = {}
        self.codes: dict[str, npt.NDArray[np.int32]] = {}
        self.categories: dict[str, CategoryCodes] = {}

    def set(self, item: int, attributes: Attributes) -> None:
        """Let an item have these attributes and no others."""
        self._reach(item + 1)
        for numbers in self.numbers.values():
            numbers[item] = np.nan
        for codes in self.codes.values():
            codes[item] = NO_VALUE
        for column, value in attributes.items():
            if isinstance(value, frozenset):
                if column not in self.codes:
                    self.codes[column] = np.full(self.capacity, NO_VALUE, np.int32)
                    self.categories[column] = CategoryCodes()
                self.codes[column][item] = self.categories[column].code(value)
            else:
                if column not in self.numbers:
                    self.numbers[column] = np.full(self.capacity, np.nan)
                self.numbers[column][item] = value

    def select(self, selection: Selection, items: Indexes) -> Mask:
        """Which of these items a filter admits."""
        self._reach(int(items.max(initial=-1)) + 1)
        return self._select(selection, items)

    def admitted(self, selection: Selection, size: int) -> Indexes:
        """All items with an index below `size` that a filter admits, in order."""
        self._reach(size)
        return np.flatnonzero(self._select(selection, slice(size)))

    def _reach(self, size: int) -> None:
        if size > self.capacity:
            self.capacity = max(size, 2 * self.capacity)
            self.numbers = {name: _grown(column, self.capacity, np.nan) for name, column in self.numbers.items()}
            self.codes = {name: _grown(column, self.capacity, NO_VALUE) for name, column in self.codes.items()}

    def _select(self, selection: Selection, items: Indexes | slice) -> Mask:
        excluded = self._matching(selection.excluded, items)
        if selection.included is None:
            return ~excluded
        return self._matching(selection.included, items) & ~excluded

    def _matching(self, matching: Matching, items: Indexes | slice) -> Mask:
        touched = np.fromiter(matching.touched, np.int64)
        found = np.zeros(self.capacity, np.bool_)
        found[touched[touched < self.capacity]] = True
        found = found[items]
        for tests in matching.alternatives:
            found |= np.logical_and.reduce([self._passing(test, items) for test in tests])
        return found

    def _passing(self, test: Test, items: Indexes | slice) -> Mask:
        numbers = self.numbers.get(test.column)
        if isinstance(test, Compared):
            if numbers is None or test.number is None:
                return np.zeros(self.capacity, np.bool_)[items]
            return COMPARE[test.ordering](numbers[items], test.number)
        found = self._with_categories(test, items)
        if numbers is not None:
            for number in test.numbers:
                found |= numbers[items] == number
        return found != test.negated

    def _with_categories(self, test: OneOf, items: Indexes | slice) -> Mask:
        if test.column not in self.codes:
            return np.zeros(self.capacity, np.bool_)[items]
        return self.categories[test.column].with_any(test.strings)[self.codes[test.column][items]]


def _grown(column: npt.NDArray[Number], size: int, empty: float) -> npt.NDArray[Number]:
    grown = np.full(size, empty, column.dtype)
    grown[: len(column)] = column
    return grown
