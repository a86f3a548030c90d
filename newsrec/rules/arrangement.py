"""Candidates to be arranged in slots: who may stand next, and how many swaps the rest will cost at least.

Sets of candidates are bit masks, as in `newsrec.rules.primitives`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from newsrec.rules.primitives import PrefixMaximum, Primitive, SlotPredicate, Spacing, mask_of


class Node(NamedTuple):
    """The first slots filled: who still waits, as a set and best first, and who stands in the last slots.

    `recent` has the latest slot first, and -1 for nobody.
    """

    depth: int
    waiting: int
    order: tuple[int, ...]
    recent: tuple[int, ...]


def members(mask: int) -> list[int]:
    """The candidates in a set, best first."""
    return [candidate for candidate, bit in enumerate(bin(mask)[:1:-1]) if bit == "1"]


class Arrangement:
    """`size` candidates for the `slots` (ascending numbers, no more than candidates) under the primitives."""

    def __init__(self, size: int, slots: Sequence[int], primitives: Iterable[Primitive]) -> None:
        self.size = size
        self.slots = tuple(slots)
        self.everyone = (1 << size) - 1
        primitives = tuple(primitives)
        self._fits = _fits(self.slots, self.everyone, [p for p in primitives if isinstance(p, SlotPredicate)])
        maxima = [p for p in primitives if isinstance(p, PrefixMaximum)]
        self._families = tuple(_family(size, self.slots, maximum) for maximum in maxima)
        self._caps = tuple(
            (group, maximum.maximum, until)
            for maximum, (until, _, _) in zip(maxima, self._families, strict=True)
            for group in maximum.groups
            if min(group.bit_count(), until) > maximum.maximum
        )
        spacings = [p for p in primitives if isinstance(p, Spacing)]
        self._reach = max((spacing.distance for spacing in spacings), default=0)
        self._same = tuple((spacing.distance, _same(size, spacing)) for spacing in spacings)
        self._kinds = _kinds(tuple(rows[candidate] for _, rows in self._same) for candidate in range(size))
        self._better_alike = _better_alike(
            (
                self._kinds[candidate],
                mask_of(n for n, (group, _, _) in enumerate(self._caps) if group >> candidate & 1),
                mask_of(n for n, fitting in enumerate(self._fits) if fitting >> candidate & 1),
            )
            for candidate in range(size)
        )
        self._demanding = _demanding(self._fits, self.everyone)
        self._has_gaps = any(later - earlier > 1 for earlier, later in pairwise(self.slots))
        self._left_over = size - len(self.slots)
        self._crowded = tuple(
            (spacing.distance, group)
            for spacing in spacings
            for group in spacing.groups
            if group.bit_count() - self._left_over > 1 and not self._has_gaps
        )

    @property
    def start(self) -> Node:
        return Node(0, self.everyone, tuple(range(self.size)), (-1,) * self._reach)

    def key(self, node: Node) -> tuple[int, tuple[int, ...]]:
        """What decides how a node may go on; equal for nodes that differ only in how they came about."""
        return node.waiting, tuple(self._kinds[candidate] if candidate >= 0 else -1 for candidate in node.recent)

    def placed(self, node: Node, candidate: int) -> Node:
        """The node with a candidate in its next slot."""
        recent = node.recent
        if self._reach:
            following = node.depth + 1
            gap = self.slots[following] - self.slots[node.depth] - 1 if following < len(self.slots) else 0
            recent = ((-1,) * gap + (candidate, *recent))[: self._reach]
        place = node.order.index(candidate)
        order = node.order[:place] + node.order[place + 1 :]
        return Node(node.depth + 1, node.waiting & ~(1 << candidate), order, recent)

    def choices(self, node: Node) -> Iterator[int]:
        """Who may stand in the next slot, best first.

        Of candidates that no rule tells apart only the best: exchanging two of them never saves a swap.
        """
        waiting, depth = node.waiting, node.depth
        allowed = waiting & self._fits[depth]
        gone = self.everyone ^ waiting
        for group, maximum, until in self._caps:
            if depth < until and (gone & group).bit_count() >= maximum:
                allowed &= ~group
        for distance, rows in self._same:
            for candidate in node.recent[:distance]:
                if candidate >= 0:
                    allowed &= ~rows[candidate]
        return (candidate for candidate in members(allowed) if not waiting & self._better_alike[candidate])

    def cost(self, node: Node, candidate: int) -> int:
        """Swaps that lift a waiting candidate to the next slot."""
        return node.order.index(candidate)

    def swaps_to_come(self, node: Node) -> int | None:
        """A lower bound of the swaps for the slots still to be filled; `None` where they surely can't be."""
        full = self._full(node)
        bound = self._spacing_bound(node)
        for family in self._families:
            needed = _cap_bound(node, family, self._blocked(full, family[0]), self.everyone ^ node.waiting)
            if needed is None:
                return None
            bound = max(bound, needed)
        for fitting, depths in self._demanding:
            needed = _slot_bound(node, fitting & ~self._blocked(full, depths[-1] + 1), depths)
            if needed is None:
                return None
            bound = max(bound, needed)
        return bound if self._separable(node) else None

    def _full(self, node: Node) -> Sequence[tuple[int, int]]:
        """Groups of which no more may come, and the depth where that ends."""
        gone = self.everyone ^ node.waiting
        return [
            (group, until)
            for group, maximum, until in self._caps
            if node.depth < until and (gone & group).bit_count() >= maximum
        ]

    def _blocked(self, full: Sequence[tuple[int, int]], until: int) -> int:
        blocked = 0
        for group, group_until in full:
            if group_until >= until:
                blocked |= group
        return blocked

    def _spacing_bound(self, node: Node) -> int:
        """Half the number of disjoint pairs that stand too near each other if nothing moves.

        Each of these pairs needs a swap that one of the two takes part in, and a swap has two parts.
        """
        if self._has_gaps:
            return 0
        coming = node.order[: len(self.slots) - node.depth]
        most = 0
        for distance, rows in self._same:
            pairs = 0
            near = [1 << candidate for candidate in reversed(node.recent[:distance]) if candidate >= 0]
            for candidate in coming:
                row = rows[candidate]
                if row and any(row & other for other in near):
                    pairs += 1
                    near = []
                else:
                    near = [*near[1 - distance :], 1 << candidate] if distance > 1 else [1 << candidate]
            most = max(most, pairs)
        return (most + 1) // 2

    def _separable(self, node: Node) -> bool:
        """Whether no group is too large to be kept apart by all others that wait."""
        places = len(self.slots) - node.depth
        return all(
            (node.waiting & group).bit_count() - self._left_over <= _most_apart(node, places, group, distance)
            for distance, group in self._crowded
        )


def _fits(slots: Sequence[int], everyone: int, predicates: Sequence[SlotPredicate]) -> tuple[int, ...]:
    """Per slot who may stand there: one title, full or short, must satisfy all the slot's predicates."""
    fits: list[int] = []
    for slot in slots:
        with_title = with_short_title = everyone
        for predicate in predicates:
            if slot in predicate.slots:
                with_title &= predicate.with_title
                with_short_title &= predicate.with_short_title
        fits.append(with_title | with_short_title)
    return tuple(fits)


_Family = tuple[int, int, tuple[int, ...]]
"""A prefix maximum: the depth where it ends, the maximum, and per candidate one of its groups."""


def _family(size: int, slots: Sequence[int], maximum: PrefixMaximum) -> _Family:
    first_n = maximum.first_n
    until = len(slots) if first_n is None else sum(slot <= first_n for slot in slots)
    group_of = [0] * size
    for group in maximum.groups:
        for candidate in members(group):
            # With several groups per candidate the bound counts only the last: it stays a lower bound.
            group_of[candidate] = group
    return until, maximum.maximum, tuple(group_of)


def _same(size: int, spacing: Spacing) -> tuple[int, ...]:
    """Per candidate everyone in one of its groups; nobody for one that is alone in all of them."""
    rows = [0] * size
    for group in spacing.groups:
        if group.bit_count() > 1:
            for candidate in members(group):
                rows[candidate] |= group
    return tuple(rows)


def _kinds(signatures: Iterable[object]) -> tuple[int, ...]:
    """Small numbers for signatures, the same for equal ones."""
    numbers: dict[object, int] = {}
    return tuple(numbers.setdefault(signature, len(numbers)) for signature in signatures)


def _better_alike(signatures: Iterable[object]) -> tuple[int, ...]:
    """Per candidate the better-ranked ones that no rule tells apart from it."""
    seen: dict[object, int] = {}
    better: list[int] = []
    for candidate, signature in enumerate(signatures):
        better.append(seen.get(signature, 0))
        seen[signature] = better[-1] | 1 << candidate
    return tuple(better)


def _demanding(fits: Sequence[int], everyone: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Each set that some slots ask for, with the depths of these slots."""
    depths: dict[int, tuple[int, ...]] = {}
    for depth, fitting in enumerate(fits):
        if fitting != everyone:
            depths[fitting] = (*depths.get(fitting, ()), depth)
    return tuple(depths.items())


def _cap_bound(node: Node, family: _Family, blocked: int, gone: int) -> int | None:
    """Swaps that bring the best allowed candidates before those that a prefix maximum keeps waiting."""
    until, maximum, group_of = family
    places = until - node.depth
    if places <= 0:
        return 0
    left: dict[int, int] = {}
    taken = bound = 0
    for index, candidate in enumerate(node.order):
        if taken == places:
            break
        if blocked >> candidate & 1:
            continue
        group = group_of[candidate]
        if group:
            room = left.get(group)
            if room is None:
                room = maximum - (gone & group).bit_count()
            if room <= 0:
                continue
            left[group] = room - 1
        bound += index - taken
        taken += 1
    return bound if taken == places else None


def _slot_bound(node: Node, fitting: int, depths: Sequence[int]) -> int | None:
    """Swaps that bring enough fitting candidates up to the slots that ask for them."""
    coming = [depth - node.depth for depth in depths if depth >= node.depth]
    if not coming:
        return 0
    ranks = [rank for rank, candidate in enumerate(node.order) if fitting >> candidate & 1]
    if len(ranks) < len(coming):
        return None
    bound = 0
    for count, offset in enumerate(coming, start=1):
        others = offset + 1 - count
        bound = max(bound, sum(max(0, rank - others - place) for place, rank in enumerate(ranks[:count])))
    return bound


def _most_apart(node: Node, places: int, group: int, distance: int) -> int:
    """How many of a group fit in the coming places with at least `distance` others between each two."""
    first = 0
    for age, candidate in enumerate(node.recent[:distance]):
        if candidate >= 0 and group >> candidate & 1:
            first = distance - age
            break
    return -(-(places - first) // (distance + 1)) if places > first else 0
