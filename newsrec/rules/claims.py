"""What rules say about numbers, known without any candidates, so that documents can be checked against each other."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from newsrec.rules.predicates import Predicate

_LISTS: Final = frozenset(
    ("topics", "authors", "companies", "industries", "places", "editorial_flags", "allowed_countries", "products")
)
"""Attributes of which one article may have several values."""


class AtLeast(NamedTuple):
    """So many of the first `first_n` articles match; `field` is the parameter that says so."""

    field: str
    predicate: Predicate
    number: int
    first_n: int


class AtMost(NamedTuple):
    """So many may match: of the first `first_n` or of the whole list, or of any `window` articles in a row.

    Without a predicate it holds for each value of the attribute.
    """

    field: str
    number: int
    predicate: Predicate | None = None
    attribute: str = ""
    first_n: int | None = None
    window: int | None = None

    def possible(self, wanted: AtLeast) -> int | None:
        """How many of the first articles may be what is wanted; `None` where it says nothing of these."""
        values = self._values(wanted.predicate)
        if values is None:
            return None
        number, first_n = self.number * values, wanted.first_n
        if self.window:
            return first_n // self.window * number + min(number, first_n % self.window)
        return number + max(0, first_n - self.first_n) if self.first_n else number

    def _values(self, predicate: Predicate) -> int | None:
        """How many times the maximum the predicate may be matched."""
        if predicate == self.predicate:
            return 1
        if predicate.operator == "all":
            return min((n for part in predicate.parts if (n := self._values(part)) is not None), default=None)
        values = _named(predicate)
        if values is None:
            return None
        if self.predicate is None:
            return len(values) if predicate.attribute == self.attribute else None
        covered = _named(self.predicate) if self.predicate.attribute == predicate.attribute else None
        return 1 if covered is not None and values <= covered else None


Claim = AtLeast | AtMost


def disjoint(claims: Sequence[AtLeast], claim: AtLeast) -> bool:
    """Whether no article can match the claim and one of the others."""
    return all(_apart(claim.predicate, other.predicate) for other in claims)


def _apart(one: Predicate, other: Predicate) -> bool:
    if one.operator == "all":
        return any(_apart(part, other) for part in one.parts)
    if other.operator == "all":
        return any(_apart(one, part) for part in other.parts)
    values, others = _named(one), _named(other)
    return values is not None and others is not None and one.attribute == other.attribute and not values & others


def _named(predicate: Predicate) -> frozenset[object] | None:
    """The values that the predicate names, where an article has only one."""
    if predicate.attribute in _LISTS:
        return None
    match predicate.operator:
        case "eq":
            return frozenset((predicate.operand,))
        case "in":
            return frozenset(predicate.operand)
        case _:
            return None
