"""How many swaps the places still to be filled will cost at least, and which beginnings surely lead nowhere."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsrec.rules.arrangement import Arrangement, Node
from newsrec.rules.constraints import Cap, Rivalry, disjoint, members


class _Family(NamedTuple):
    """Caps that end at the same place and share no candidate; per candidate its one."""

    until: int
    cap_of: tuple[Cap | None, ...]


class LowerBound:
    """Each bound relaxes the arrangement to a part of its rules; the largest one counts."""

    def __init__(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        self._length = len(arrangement.slots)
        self._families = tuple(_families(arrangement.size, arrangement.caps))
        self._demanding = _demanding(arrangement.fits, arrangement.everyone)
        self._left_over = arrangement.size - self._length
        self._crowded = tuple(_crowded(arrangement.rivalries, self._left_over))

    def swaps_to_come(self, node: Node) -> int | None:
        """A lower bound of the swaps for the places still to be filled; `None` where they surely can't be."""
        if not self._separable(node) or not self._varied(node):
            return None
        coming = members(node.waiting)
        bound = self._spacing(node, coming)
        blocked = {until: self._blocked(node, until) for until, _ in self._families}
        for family in self._families:
            needed = self._cap(node, family, coming, blocked[family.until])
            if needed is None:
                return None
            bound = max(bound, needed)
        demands = (*self._slot_demands(node), *self._quota_demands(node))
        for fitting, places in demands:
            needed = _demand(len(node.shown), coming, fitting & ~self._blocked(node, places[-1] + 1), places)
            if needed is None:
                return None
            bound = max(bound, needed)
        return bound

    def _blocked(self, node: Node, until: int) -> int:
        """Groups of which no more may come before `until`."""
        return self._arrangement.closed_until(self._arrangement.everyone ^ node.waiting, until)

    def _spacing(self, node: Node, coming: Sequence[int]) -> int:
        """Half the number of disjoint pairs that stand too near each other if nothing moves.

        Each of these pairs needs a swap that one of the two takes part in, and a swap has two parts.
        """
        order = (*node.shown, *coming[: self._length - len(node.shown)])
        most = 0
        for rows, near, _ in self._arrangement.rivalries:
            pairs = 0
            counted: set[int] = set()
            for place in range(len(node.shown), self._length):
                row = rows[order[place]]
                for other in near[place] if row else ():
                    if row >> order[other] & 1 and other not in counted:
                        pairs += 1
                        counted |= {place, other}
                        break
            most = max(most, pairs)
        return (most + 1) // 2

    def _cap(self, node: Node, family: _Family, coming: Sequence[int], blocked: int) -> int | None:
        """Swaps that bring the best allowed candidates before those that a cap keeps waiting."""
        until, cap_of = family
        places = until - len(node.shown)
        if places <= 0:
            return 0
        gone = self._arrangement.everyone ^ node.waiting
        left: dict[int, int] = {}
        taken = bound = 0
        for index, candidate in enumerate(coming):
            if taken == places:
                break
            if blocked >> candidate & 1:
                continue
            if cap := cap_of[candidate]:
                room = left.get(cap.group)
                if room is None:
                    room = cap.maximum - (gone & cap.group).bit_count()
                if room <= 0:
                    continue
                left[cap.group] = room - 1
            bound += index - taken
            taken += 1
        return bound if taken == places else None

    def _slot_demands(self, node: Node) -> Iterator[tuple[int, Sequence[int]]]:
        for fitting, places in self._demanding:
            if places[-1] >= len(node.shown):
                yield fitting, [place for place in places if place >= len(node.shown)]

    def _quota_demands(self, node: Node) -> Iterator[tuple[int, Sequence[int]]]:
        """What is missing may come as late as in the last places before the end of the quota."""
        gone = self._arrangement.everyone ^ node.waiting
        for group, minimum, until in self._arrangement.quotas:
            missing = minimum - (gone & group).bit_count()
            if until > len(node.shown) and missing > 0:
                yield group, range(until - missing, until)

    def _separable(self, node: Node) -> bool:
        """Whether no clique is too large to be kept apart by all others that wait."""
        return all(
            (node.waiting & clique).bit_count() - self._left_over <= self._most_apart(node, clique, rivalry)
            for rivalry, clique in self._crowded
        )

    def _most_apart(self, node: Node, clique: int, rivalry: Rivalry) -> int:
        """How many of a clique the coming places can hold: in a line each takes the first place that is not near."""
        taken = {place for place, candidate in enumerate(node.shown) if clique >> candidate & 1}
        before = len(taken)
        for place in range(len(node.shown), self._length):
            if not taken.intersection(rivalry.near[place]):
                taken.add(place)
        return len(taken) - before

    def _varied(self, node: Node) -> bool:
        """Whether what is missing of quotas and varieties may still come."""
        place, gone = len(node.shown), self._arrangement.everyone ^ node.waiting
        for group, minimum, until in self._arrangement.quotas:
            if place <= until and minimum - (group & gone).bit_count() > until - place:
                return False
        for groups, minimum, until, most_shared in self._arrangement.varieties:
            present = sum(bool(group & gone) for group in groups)
            possible = sum(bool(group & node.waiting and not group & gone) for group in groups)
            if place <= until and present + min(possible, (until - place) * most_shared) < minimum:
                return False
        return True


def _families(size: int, caps: Sequence[Cap]) -> Iterator[_Family]:
    for until in dict.fromkeys(cap.until for cap in caps):
        for family in disjoint(cap for cap in caps if cap.until == until):
            cap_of: list[Cap | None] = [None] * size
            for cap in family:
                for candidate in members(cap.group):
                    cap_of[candidate] = cap
            yield _Family(until, tuple(cap_of))


def _demanding(fits: Sequence[int], everyone: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Each set that some places ask for, with these places."""
    places: dict[int, tuple[int, ...]] = {}
    for place, fitting in enumerate(fits):
        if fitting != everyone:
            places[fitting] = (*places.get(fitting, ()), place)
    return tuple(places.items())


def _crowded(rivalries: Sequence[Rivalry], left_over: int) -> Iterator[tuple[Rivalry, int]]:
    """Cliques in a line of which some have to be shown; in a grid or with gaps the count is not that simple."""
    for rivalry in rivalries:
        if all(near == tuple(range(near[0] if near else place, place)) for place, near in enumerate(rivalry.near)):
            yield from ((rivalry, clique) for clique in rivalry.cliques if clique.bit_count() - left_over > 1)


def _demand(place: int, coming: Sequence[int], fitting: int, places: Sequence[int]) -> int | None:
    """Swaps that bring enough fitting candidates up to the places that ask for them."""
    ranks = [rank for rank, candidate in enumerate(coming) if fitting >> candidate & 1]
    if len(ranks) < len(places):
        return None
    bound = 0
    for count, asking in enumerate(places, start=1):
        others = asking - place + 1 - count
        bound = max(bound, sum(max(0, rank - others - index) for index, rank in enumerate(ranks[:count])))
    return bound
