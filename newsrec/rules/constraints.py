"""The primitives as the search reads them: per place (0 is the first that is filled) and per candidate.

Sets of candidates are bit masks, as in `newsrec.rules.primitives`.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from newsrec.rules.primitives import (
    Apart,
    Displacement,
    MinDistinct,
    Minimum,
    Pinned,
    PrefixMaximum,
    Primitive,
    SlotPredicate,
    Spacing,
    WindowMaximum,
    steps_between,
)

Kind = TypeVar("Kind")


class Cap(NamedTuple):
    """At most `maximum` of the group before the place `until`."""

    group: int
    maximum: int
    until: int


class WindowCap(NamedTuple):
    """At most `maximum` of the group from the place `first[place]` to `place`."""

    group: int
    maximum: int
    first: tuple[int, ...]


class Rivalry(NamedTuple):
    """Per candidate those that may not stand near it, and per place the earlier ones that are near; symmetric.

    No two of a clique may stand near each other.
    """

    rows: tuple[int, ...]
    near: tuple[tuple[int, ...], ...]
    cliques: tuple[int, ...]


class Quota(NamedTuple):
    """At least `minimum` of the group before the place `until`."""

    group: int
    minimum: int
    until: int


class Variety(NamedTuple):
    """At least `minimum` of the groups before the place `until`; a candidate is in `most_shared` of them at most."""

    groups: tuple[int, ...]
    minimum: int
    until: int
    most_shared: int


class Bounds(NamedTuple):
    """How far a candidate may fall and rise; `free` are those that may as far as they like."""

    max_fall: int
    max_rise: int
    free: int


def members(mask: int) -> list[int]:
    """The candidates in a set, best first."""
    return [candidate for candidate, bit in enumerate(bin(mask)[:1:-1]) if bit == "1"]


class Constraints:
    """What the primitives demand of `size` candidates in the `slots`: ascending numbers, no more than candidates."""

    def __init__(self, size: int, slots: Sequence[int], primitives: Iterable[Primitive]) -> None:
        self.size = size
        self.slots = tuple(slots)
        self.everyone = (1 << size) - 1
        given = tuple(primitives)
        self.fits = _fits(self.slots, self.everyone, given)
        self.caps = tuple(_caps(self.slots, _of(PrefixMaximum, given)))
        self.windows = tuple(_window_caps(self.slots, _of(WindowMaximum, given)))
        self.rivalries = _rivalries(size, self.slots, given)
        self.quotas = tuple(
            Quota(quota.group, quota.minimum, _until(self.slots, quota.first_n))
            for quota in _of(Minimum, given)
            if quota.minimum > 0
        )
        self.varieties = tuple(
            Variety(
                variety.groups, variety.minimum, _until(self.slots, variety.first_n), _most_shared(size, variety.groups)
            )
            for variety in _of(MinDistinct, given)
            if variety.minimum > 0
        )
        self.displacements = tuple(
            Bounds(
                size if bound.max_fall is None else bound.max_fall,
                size if bound.max_rise is None else bound.max_rise,
                bound.held,
            )
            for bound in _of(Displacement, given)
        )

    def signatures(self) -> Sequence[object]:
        """Per candidate all that the constraints know of it; they can't tell apart two with the same."""
        sets = (
            *self.fits,
            *(cap.group for cap in self.caps),
            *(window.group for window in self.windows),
            *(quota.group for quota in self.quotas),
            *(group for variety in self.varieties for group in variety.groups),
            *(bound.free for bound in self.displacements),
        )
        return list(zip(_memberships(self.size, sets), self.neighbour_signatures(), strict=True))

    def neighbour_signatures(self) -> Sequence[object]:
        """Per candidate all that decides who may stand near it."""
        windows = _memberships(self.size, [window.group for window in self.windows])
        return [
            (windows[candidate], *(rivalry.rows[candidate] for rivalry in self.rivalries))
            for candidate in range(self.size)
        ]

    def first_neighbours(self) -> tuple[int, ...]:
        """Per place the first earlier one whose candidate matters to it or to a later place."""
        first = len(self.slots)
        firsts: list[int] = []
        for place in reversed(range(len(self.slots))):
            near = (place, *(min(rivalry.near[place], default=place) for rivalry in self.rivalries))
            first = min(first, *near, *(window.first[place] for window in self.windows))
            firsts.append(first)
        return tuple(reversed(firsts))


def _of(kind: type[Kind], primitives: Iterable[Primitive]) -> list[Kind]:
    return [primitive for primitive in primitives if isinstance(primitive, kind)]


def _until(slots: Sequence[int], first_n: int | None) -> int:
    return len(slots) if first_n is None else sum(slot <= first_n for slot in slots)


def _memberships(size: int, sets: Sequence[int]) -> list[int]:
    """Per candidate the numbers of the sets it is in, as a bit mask."""
    memberships = [0] * size
    for number, one in enumerate(sets):
        for candidate in members(one):
            memberships[candidate] |= 1 << number
    return memberships


def _fits(slots: Sequence[int], everyone: int, primitives: Sequence[Primitive]) -> tuple[int, ...]:
    """Per place who may stand there: one title, full or short, must satisfy all the predicates of its slot."""
    predicates, pins = _of(SlotPredicate, primitives), _of(Pinned, primitives)
    fits: list[int] = []
    for slot in slots:
        with_title = with_short_title = everyone
        for predicate in predicates:
            if slot in predicate.slots:
                with_title &= predicate.with_title
                with_short_title &= predicate.with_short_title
        fitting = with_title | with_short_title
        for pin in pins:
            fitting &= 1 << pin.candidate if pin.slot == slot else ~(1 << pin.candidate)
        fits.append(fitting)
    return tuple(fits)


def _caps(slots: Sequence[int], maxima: Iterable[PrefixMaximum]) -> Iterable[Cap]:
    for maximum in maxima:
        until = _until(slots, maximum.first_n)
        for group in maximum.groups:
            if min(group.bit_count(), until) > maximum.maximum:
                yield Cap(group, maximum.maximum, until)


def _window_caps(slots: Sequence[int], windows: Iterable[WindowMaximum]) -> Iterable[WindowCap]:
    for window in windows:
        first = tuple(sum(earlier <= slot - window.window for earlier in slots) for slot in slots)
        for group in window.groups:
            if group.bit_count() > window.maximum:
                yield WindowCap(group, window.maximum, first)


def _rivalries(size: int, slots: Sequence[int], primitives: Sequence[Primitive]) -> tuple[Rivalry, ...]:
    """Those with the same distance become one."""
    rows_at: dict[tuple[int, int], list[int]] = {}
    cliques_at: dict[tuple[int, int], list[int]] = {}
    for primitive in primitives:
        if not isinstance(primitive, Spacing | Apart):
            continue
        at = primitive.distance, primitive.columns
        rows, cliques = rows_at.setdefault(at, [0] * size), cliques_at.setdefault(at, [])
        if isinstance(primitive, Spacing):
            cliques += [group for group in primitive.groups if group.bit_count() > 1]
            pairs = [(group, group) for group in cliques]
        else:
            pairs = [(primitive.first, primitive.second), (primitive.second, primitive.first)]
        for one, other in pairs:
            for candidate in members(one):
                rows[candidate] |= other
    return tuple(
        Rivalry(tuple(rows), _near(slots, *at), tuple(cliques_at[at])) for at, rows in rows_at.items() if any(rows)
    )


def _near(slots: Sequence[int], distance: int, columns: int) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(place for place in range(here) if steps_between(slot, slots[place], columns) <= distance)
        for here, slot in enumerate(slots)
    )


def _most_shared(size: int, groups: Sequence[int]) -> int:
    return max((membership.bit_count() for membership in _memberships(size, groups)), default=0)


def numbered(signatures: Iterable[object]) -> tuple[int, ...]:
    """Small numbers for signatures, the same for equal ones."""
    numbers: dict[object, int] = {}
    return tuple(numbers.setdefault(signature, len(numbers)) for signature in signatures)


def better_alike(signatures: Iterable[object]) -> tuple[int, ...]:
    """Per candidate the better-ranked ones with the same signature."""
    seen: dict[object, int] = {}
    better: list[int] = []
    for candidate, signature in enumerate(signatures):
        better.append(seen.get(signature, 0))
        seen[signature] = better[-1] | 1 << candidate
    return tuple(better)


def disjoint(caps: Iterable[Cap]) -> list[tuple[Cap, ...]]:
    """Each cap with others whose groups share no candidate with its own."""
    families: list[tuple[int, list[Cap]]] = []
    for cap in caps:
        for index, (taken, family) in enumerate(families):
            if not taken & cap.group:
                family.append(cap)
                families[index] = taken | cap.group, family
                break
        else:
            families.append((cap.group, [cap]))
    return [tuple(family) for _, family in families]
