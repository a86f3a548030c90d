"""Places filled one after the other: who may stand next, and which beginnings can't go on differently.

Sets of candidates are bit masks, as in `newsrec.rules.primitives`.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from newsrec.rules.constraints import Cap, Constraints, better_alike, members, numbered
from newsrec.rules.primitives import Primitive


class Node(NamedTuple):
    """The first places filled: who stands there and who still waits.

    Of `closed` no more may come, of `paused` none for now.
    """

    shown: tuple[int, ...]
    waiting: int
    closed: int
    paused: int


class Arrangement(Constraints):
    """`size` candidates for the `slots` (ascending numbers, no more than candidates) under the primitives."""

    def __init__(self, size: int, slots: Sequence[int], primitives: Iterable[Primitive]) -> None:
        super().__init__(size, slots, primitives)
        self.caps_of = _per_candidate(size, self.caps)
        self._length = len(self.slots)
        self._ends = {cap.until for cap in self.caps if cap.until < self._length}
        self._kinds = numbered(self.neighbour_signatures())
        self._first_neighbours = self.first_neighbours()

    @cached_property
    def neighbours(self) -> tuple[tuple[tuple[int, ...], tuple[tuple[int, ...], ...]], ...]:
        """The rows of each rivalry, and per place all that are near, earlier and later."""
        places = range(self._length)
        return tuple(
            (rows, tuple((*near[place], *(later for later in places if place in near[later])) for place in places))
            for rows, near, _ in self.rivalries
        )

    def keeps(self, shown: Sequence[int]) -> bool:
        """Whether an order breaks no rule."""
        node = self.start
        for candidate in shown:
            if not self.allowed(node) >> candidate & 1:
                return False
            node = self.placed(node, candidate)
        return True

    @property
    def start(self) -> Node:
        closed, paused = self._full(0, 0)
        return Node((), self.everyone, closed, paused)

    @cached_property
    def _better_alike(self) -> tuple[int, ...]:
        """Per candidate the better-ranked ones that no rule tells apart from it.

        Exchanging a shown one for a better one that is not shown makes that one fall, which a rule may mind.
        """
        if any(bound.max_fall < self.size for bound in self.displacements):
            return (0,) * self.size
        return better_alike(self.signatures())

    def key(self, node: Node) -> tuple[int, tuple[int, ...]]:
        """What decides how a node may go on; equal for nodes that differ only in how they came about."""
        place = len(node.shown)
        recent = node.shown[self._first_neighbours[place] :] if place < len(self.slots) else ()
        return node.waiting, tuple(self._kinds[candidate] for candidate in recent)

    def placed(self, node: Node, candidate: int) -> Node:
        """The node with a candidate in its next place."""
        shown = (*node.shown, candidate)
        waiting = node.waiting & ~(1 << candidate)
        gone = self.everyone ^ waiting
        place = len(shown)
        if place in self._ends:
            closed, paused = self._full(gone, place)
            return Node(shown, waiting, closed, paused)
        closed, paused = node.closed, node.paused
        for group, maximum, until in self.caps_of[candidate]:
            if place < until and (gone & group).bit_count() >= maximum:
                if until == self._length:
                    closed |= group
                else:
                    paused |= group
        return Node(shown, waiting, closed, paused)

    def cost(self, node: Node, candidate: int) -> int:
        """Swaps that lift a waiting candidate to the next place."""
        return (node.waiting & (1 << candidate) - 1).bit_count()

    def choices(self, node: Node) -> Iterator[int]:
        """Who may stand in the next place, best first.

        Of candidates that no rule tells apart only the best: exchanging two of them never saves a swap.
        """
        waiting = node.waiting
        return (candidate for candidate in members(self.allowed(node)) if not waiting & self._better_alike[candidate])

    def allowed(self, node: Node) -> int:
        """All who may stand in the next place."""
        shown, waiting, closed, paused = node
        place = len(shown)
        allowed = waiting & self.fits[place] & ~(closed | paused)
        for rows, near, _ in self.rivalries:
            for other in near[place]:
                allowed &= ~rows[shown[other]]
        if self.windows:
            allowed &= ~self._window_full(shown)
        if self.quotas or self.varieties:
            allowed &= self._urgent(place, self.everyone ^ waiting)
        for bound in self.displacements:
            allowed &= bound.free | _within(waiting, self.everyone ^ waiting, bound.max_fall, bound.max_rise)
        return allowed

    def closed_until(self, gone: int, until: int) -> int:
        """Groups of which no more may come before the place `until` (at the earliest) after those gone."""
        closed = 0
        for group, maximum, end in self.caps:
            if until <= end and (gone & group).bit_count() >= maximum:
                closed |= group
        return closed

    def _full(self, gone: int, place: int) -> tuple[int, int]:
        closed = self.closed_until(gone, self._length)
        return closed, self.closed_until(gone, place + 1) & ~closed

    def _window_full(self, shown: tuple[int, ...]) -> int:
        full = 0
        for group, maximum, first in self.windows:
            if sum(group >> candidate & 1 for candidate in shown[first[len(shown)] :]) >= maximum:
                full |= group
        return full

    def _urgent(self, place: int, gone: int) -> int:
        """Who brings what every minimum needs here, if the places left for it can bring the rest."""
        urgent = self.everyone
        for group, minimum, until in self.quotas:
            missing, left = minimum - (gone & group).bit_count(), until - place
            # Before a list without a place for a minimum nobody may stand.
            if (left > 0 or place == 0) and missing >= left:
                urgent &= group if missing == left else 0
        for groups, minimum, until, most_shared in self.varieties:
            absent = [group for group in groups if not group & gone]
            missing, left = minimum - (len(groups) - len(absent)), until - place
            needed = missing - (left - 1) * most_shared
            if (left > 0 or place == 0) and missing > 0 and needed > 0:
                urgent &= _in_at_least(needed, absent, self.everyone)
        return urgent


def _per_candidate(size: int, caps: Iterable[Cap]) -> tuple[tuple[Cap, ...], ...]:
    of: list[list[Cap]] = [[] for _ in range(size)]
    for cap in caps:
        for candidate in members(cap.group):
            of[candidate].append(cap)
    return tuple(map(tuple, of))


def _within(waiting: int, gone: int, max_fall: int, max_rise: int) -> int:
    """Those over whom at most `max_fall` worse ones went and who go over at most `max_rise` better ones."""
    worse = members(gone)
    better = members(waiting)
    within = waiting
    if len(worse) > max_fall:
        within &= -1 << worse[-1 - max_fall]
    if len(better) > max_rise:
        within &= (1 << better[max_rise] + 1) - 1
    return within


def _in_at_least(number: int, groups: Sequence[int], everyone: int) -> int:
    """The candidates that are in so many of the groups."""
    in_at_least = [everyone, *[0] * number]
    for group in groups:
        for count in range(number, 0, -1):
            in_at_least[count] |= in_at_least[count - 1] & group
    return in_at_least[number]
