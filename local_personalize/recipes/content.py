"""What items are like by their attributes, so that two of them can be compared without any event."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from local_personalize.filters.attribute_tests import NO_ATTRIBUTES, Value
from local_personalize.recipes.items import Items

RANGES = 8
LEAST_ITEMS = 2
LARGEST = 1e300
CREATED = "CREATION_TIMESTAMP"
Feature = tuple[str, str | int]
"""A column and one of its categories, or the number of one of the bounds of its ranges."""


class Content:
    """Turns items into vectors of length 1, whose product says how alike two items are, 0 to 1.

    A category weighs the more the fewer items have it, and nothing if a single one does. A number lies between two of
    eight bounds, each with an equal part of the items beyond it, and belongs to both, the more the nearer. The time
    of creation is no likeness, nor is a number that is infinite. Categories and bounds are those at the time of making
    this; items may be newer.
    """

    def __init__(self, items: Items) -> None:
        self.items = items
        count = len(items)
        having: Counter[Feature] = Counter()
        numbers: dict[str, list[float]] = {}
        for item in range(count):
            for column, value in self._values(item):
                if isinstance(value, frozenset):
                    having.update((column, category) for category in value)
                else:
                    numbers.setdefault(column, []).append(value)
        self.bounds = {column: _bounds(values) for column, values in numbers.items()}
        weights = {feature: float(np.log1p(count / held)) for feature, held in having.items() if held >= LEAST_ITEMS}
        for column, bounds in self.bounds.items():
            weights |= {(column, bound): float(np.log1p(len(bounds))) for bound in range(len(bounds))}
        self.places = {feature: place for place, feature in enumerate(sorted(weights, key=str))}
        self.weights = [weights[feature] for feature in self.places]

    def vectors(self, items: Sequence[int]) -> csr_array:
        """One row for each of these items, empty for an item without attributes that others have too."""
        places: list[int] = []
        parts: list[float] = []
        ends = [0]
        for item in items:
            row = sorted(self._row(item))
            norm = sum(part * part for _, part in row) ** 0.5
            places += [place for place, _ in row]
            parts += [part / norm for _, part in row]
            ends.append(len(places))
        return csr_array((np.array(parts), np.array(places, np.int32), np.array(ends)), (len(items), len(self.places)))

    def _row(self, item: int) -> Iterator[tuple[int, float]]:
        for column, value in self._values(item):
            if isinstance(value, frozenset):
                places = (self.places.get((column, category)) for category in value)
                yield from ((place, self.weights[place]) for place in places if place is not None)
            elif column in self.bounds:
                for bound, part in _between(self.bounds[column], value):
                    place = self.places[column, bound]
                    yield place, part * self.weights[place]

    def _values(self, item: int) -> Iterator[tuple[str, Value]]:
        attributes = self.items.attributes(item) or NO_ATTRIBUTES
        for column, value in attributes.items():
            if column != CREATED and (isinstance(value, frozenset) or -LARGEST < value < LARGEST):
                yield column, value


def _bounds(values: Sequence[float]) -> npt.NDArray[np.float64]:
    """Different numbers that split the values into equal parts."""
    return np.unique(np.quantile(values, np.linspace(0.0, 1.0, RANGES)))


def _between(bounds: npt.NDArray[np.float64], value: float) -> list[tuple[int, float]]:
    """The bounds around a value with its parts in them; the squares of the parts sum to 1."""
    upper = int(np.searchsorted(bounds, value))
    if upper == 0 or upper == len(bounds):
        return [(min(upper, len(bounds) - 1), 1.0)]
    share = float((value - bounds[upper - 1]) / (bounds[upper] - bounds[upper - 1]))
    parts = [(upper - 1, (1.0 - share) ** 0.5), (upper, share**0.5)]
    return [(bound, part) for bound, part in parts if part > 0.0]
