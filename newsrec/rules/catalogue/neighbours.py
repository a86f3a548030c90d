"""Rules about who may stand near whom."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Annotated, ClassVar, Final, Literal

from newsrec.rules.claims import AtMost, Claim
from newsrec.rules.decoding import Count, Name, Positive, Range
from newsrec.rules.predicates import Predicate
from newsrec.rules.primitives import (
    Apart,
    MultiValued,
    PrefixMaximum,
    Primitive,
    RankedArticle,
    Spacing,
    groups_of,
)
from newsrec.rules.rule import Mode, Params, Pool

Layout = Literal["linear", "grid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAdjacentSame(Params):
    """No two of one value within `distance` slots of each other; 1 means next to each other.

    In a grid of so many columns neighbours are left, right, above and below.
    """

    name: ClassVar[str] = "no_adjacent_same"
    mode: ClassVar[Mode] = "soft"

    attribute: Name = "topic"
    distance: Count = 1
    multi_valued: MultiValued = "primary"
    layout: Layout = "linear"
    columns: Positive = 1

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        if self.distance:
            groups = groups_of(pool.articles, self.attribute, self.multi_valued)
            yield Spacing(groups, self.distance, self.columns)

    def claims(self, length: int | None) -> Iterator[Claim]:  # noqa: ARG002 - it is a count
        if self.layout == "linear":
            yield AtMost("distance", 1, attribute=self.attribute, window=self.distance + 1)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return _grid_contradictions(self.layout, self.columns)

    def doubts(self) -> Iterator[tuple[str, str]]:
        return _distance_doubts(self.distance)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbiddenNeighbours(Params):
    """Nothing that `b` means within `distance` slots of what `a` means; the list goes without the former.

    The article that the list goes with stands before its first slot. Rules that are not symmetric are kept as if
    they were: an order in which `b` precedes `a` is not sought.
    """

    name: ClassVar[str] = "forbidden_neighbours"
    mode: ClassVar[Mode] = "hard"

    a: Predicate
    b: Predicate
    distance: Count = 1
    layout: Layout = "linear"
    columns: Positive = 1
    symmetric: bool = True

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        if not self.distance:
            return
        second = pool.matching(self.b)
        yield Apart(pool.matching(self.a), second, self.distance, self.columns)
        host = RankedArticle("", pool.situation.page.host_attributes)
        if self.a.holds(host, pool.situation.now):
            yield PrefixMaximum((second,), 0, self.distance)

    def expendable(self, pool: Pool) -> int:
        return pool.matching(self.b)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return _grid_contradictions(self.layout, self.columns)

    def doubts(self) -> Iterator[tuple[str, str]]:
        return _distance_doubts(self.distance)


def _grid_contradictions(layout: Layout, columns: int) -> Iterator[tuple[str, str]]:
    if layout == "grid" and columns == 1:
        yield "columns", "must be at least 2 in a grid"
    if layout == "linear" and columns > 1:
        yield "columns", "is only for layout grid"


def _distance_doubts(distance: int) -> Iterator[tuple[str, str]]:
    if not distance:
        yield "distance", "0 forbids nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxSimilarity(Params):
    """No two articles of any `window` slots in a row whose values of the attribute are more alike than `max`.

    Likeness is the cosine of the two sets of values: the shared ones by the geometric mean of both sizes.
    """

    name: ClassVar[str] = "max_similarity"
    mode: ClassVar[Mode] = "soft"

    attribute: Name = "topics"
    max: Annotated[float, Range(0, 1)] = 0.8
    window: Annotated[int, Range(2)] = 3

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        alike: dict[frozenset[object], int] = {}
        for index, article in enumerate(pool.articles):
            value = article.attributes.get(self.attribute)
            values = frozenset[object](value if isinstance(value, tuple) else () if value is None else (value,))
            if values:
                alike[values] = alike.get(values, 0) | 1 << index
        groups = list(alike.values()) if self.max < 1 else []
        groups += [
            alike[one] | alike[other]
            for one, other in combinations(alike, 2)
            if len(one & other) / math.sqrt(len(one) * len(other)) > self.max
        ]
        yield Spacing(tuple(groups), self.window - 1)


RULES: Final[Mapping[str, type[Params]]] = {
    kind.name: kind for kind in (NoAdjacentSame, ForbiddenNeighbours, MaxSimilarity)
}
