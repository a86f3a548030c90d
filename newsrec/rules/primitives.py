"""The primitives that carry every rule, applied to one ranked list of candidates.

Sets of candidates are bit masks: bit `i` stands for the candidate ranked `i` (0 is the best).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Attribute = str | float | bool | tuple[str, ...] | None
MultiValued = Literal["primary", "any", "all"]


@dataclass(frozen=True, slots=True)
class RankedArticle:
    """A candidate as the rules see it; its place in the sequence is its rank."""

    article_id: str
    attributes: Mapping[str, Attribute]


class SlotPredicate(NamedTuple):
    """Who may stand in these slots (1 is the first), with the title and with the short title."""

    slots: tuple[int, ...]
    with_title: int
    with_short_title: int

    @property
    def fitting(self) -> int:
        return self.with_title | self.with_short_title


class PrefixMaximum(NamedTuple):
    """Of each group at most `maximum` may stand in the first `first_n` slots, or in all when that is `None`."""

    groups: tuple[int, ...]
    maximum: int
    first_n: int | None


class Spacing(NamedTuple):
    """Two of one group may not stand `distance` slots or fewer apart.

    With several columns the slots fill a grid row by row, and distances count steps left, right, up and down.
    """

    groups: tuple[int, ...]
    distance: int
    columns: int = 1


class WindowMaximum(NamedTuple):
    """Of each group at most `maximum` may stand in any `window` consecutive slots."""

    groups: tuple[int, ...]
    maximum: int
    window: int


class Apart(NamedTuple):
    """None of `first` may stand `distance` slots or fewer from one of `second`; distances are those of `Spacing`."""

    first: int
    second: int
    distance: int
    columns: int = 1


class Minimum(NamedTuple):
    """At least `minimum` of the group stand in the first `first_n` slots, or in all when that is `None`."""

    group: int
    minimum: int
    first_n: int | None


class MinDistinct(NamedTuple):
    """At least `minimum` of the groups have one that stands in the first `first_n` slots, or in all of them."""

    groups: tuple[int, ...]
    minimum: int
    first_n: int | None


class Pinned(NamedTuple):
    """The candidate stands in the slot, where the list is that long, and in no other."""

    candidate: int
    slot: int


class Displacement(NamedTuple):
    """How far a shown candidate may fall, by lifts over it, and how far it may be lifted; `None` is no bound.

    Those `held` in their slots by an editor's order are free of it.
    """

    max_fall: int | None
    max_rise: int | None
    held: int = 0


Primitive = (
    SlotPredicate | PrefixMaximum | Spacing | WindowMaximum | Apart | Minimum | MinDistinct | Pinned | Displacement
)


def steps_between(one: int, other: int, columns: int) -> int:
    """How far two slots (1 is the first) are apart, in a list or in a grid of so many columns."""
    if columns == 1:
        return abs(one - other)
    (row, column), (other_row, other_column) = divmod(one - 1, columns), divmod(other - 1, columns)
    return abs(row - other_row) + abs(column - other_column)


def mask_of(indices: Iterable[int]) -> int:
    mask = 0
    for index in indices:
        mask |= 1 << index
    return mask


def matching(articles: Sequence[RankedArticle], matches: Callable[[RankedArticle], bool]) -> int:
    """The candidates that match."""
    return mask_of(index for index, article in enumerate(articles) if matches(article))


def groups_of(articles: Sequence[RankedArticle], attribute: str, multi_valued: MultiValued) -> tuple[int, ...]:
    """Who shares a value of the attribute; an article without it is in no group.

    Of several values the first counts (`primary`), or each one (`any`), or only all of them together (`all`).
    """
    groups: dict[object, int] = {}
    for index, article in enumerate(articles):
        for value in _values(article.attributes.get(attribute), multi_valued):
            groups[value] = groups.get(value, 0) | 1 << index
    return tuple(groups.values())


def _values(value: Attribute, multi_valued: MultiValued) -> Iterable[object]:
    if value is None or value == ():
        return ()
    if not isinstance(value, tuple):
        return (value,)
    if multi_valued == "primary":
        return value[:1]
    return set(value) if multi_valued == "any" else (frozenset(value),)
