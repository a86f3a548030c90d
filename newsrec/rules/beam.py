"""A good order, by filling place after place and going on from the few most promising beginnings only.

What a beginning promises is the price of its candidates, of those that would complete it most cheaply if every price
held, and the swaps between all of these.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from newsrec.rules.arrangement import Arrangement, Node
from newsrec.rules.constraints import Cap, disjoint

CHOICES_PRICED: Final = 10
"""So many of the best-ranked candidates for a place are looked at; others are hardly ever worth the lift."""
TIGHT: Final = 6
"""Caps that leave room for fewer than so many candidates beyond the places are watched."""


class _Beginning(NamedTuple):
    """The first places filled; `spent` is the price of that.

    A candidate that comes next from outside the completion takes the part of `leaving`, whose price is `saved`.
    """

    promised: float
    node: Node
    spent: float
    completion: int
    leaving: int
    saved: float


class _Family(NamedTuple):
    """Caps that share no candidate and leave little more room than there are places; `outside` is in none of them."""

    caps: tuple[Cap, ...]
    outside: int


class Beam:
    """Orders for one arrangement, with a price per candidate (see `newsrec.rules.prices`)."""

    def __init__(self, arrangement: Arrangement, priced: Sequence[float]) -> None:
        self._arrangement = arrangement
        self._priced = priced
        by_price = sorted(range(arrangement.size), key=priced.__getitem__)
        self._by_price = [(candidate, 1 << candidate, priced[candidate]) for candidate in by_price]
        self._demanding = [
            (place, self._among(fitting))
            for place, fitting in enumerate(arrangement.fits)
            if fitting != arrangement.everyone
        ]
        self._quotas = [(quota, self._among(quota.group)) for quota in arrangement.quotas]
        self._families = tuple(_tight_families(arrangement))

    def order(self, width: int, choices: int) -> tuple[int, ...] | None:
        """The best order from `width` beginnings per place, each continued by its best `choices` candidates.

        `None` where all of them met a dead end.
        """
        start = self._begun(self._arrangement.start, 0.0)
        kept = [start] if start else []
        for _ in self._arrangement.slots:
            kept = self._continued(kept, width, choices)
        return min((beginning.node.shown for beginning in kept), key=swaps_of, default=None)

    def _continued(self, kept: Sequence[_Beginning], width: int, choices: int) -> list[_Beginning]:
        children: list[tuple[float, int, int]] = []
        for index, beginning in enumerate(kept):
            children += sorted(self._choices(beginning, index))[:choices]
        children.sort()
        following: list[_Beginning] = []
        seen: set[object] = set()
        for _, index, candidate in children:
            before = kept[index]
            node = self._arrangement.placed(before.node, candidate)
            key = self._arrangement.key(node)
            if key in seen:
                continue
            seen.add(key)
            gone = self._arrangement.everyone ^ before.node.waiting
            spent = before.spent + self._priced[candidate] + (gone >> candidate).bit_count()
            if node.closed != before.node.closed and not self._has_room(node):
                continue
            begun = self._begun(node, spent)
            if begun:
                following.append(begun)
            if len(following) == width:
                break
        return following

    def _choices(self, beginning: _Beginning, index: int) -> list[tuple[float, int, int]]:
        """Candidates for the next place, each with what the beginning (and its index) would promise with it."""
        promised, node, _, completion, leaving, saved = beginning
        gone = self._arrangement.everyone ^ node.waiting
        allowed = self._arrangement.allowed(node)
        rest = completion & ~(1 << leaving)
        choices: list[tuple[float, int, int]] = []
        while allowed and len(choices) < CHOICES_PRICED:
            bit = allowed & -allowed
            allowed ^= bit
            candidate = bit.bit_length() - 1
            if candidate == leaving:
                change = 0.0
            elif completion & bit:
                change = (completion & bit - 1).bit_count()
            else:
                price = self._priced[candidate] + (gone >> candidate).bit_count()
                change = price - saved + (rest & bit - 1).bit_count()
            choices.append((promised + change, index, candidate))
        return choices

    def _begun(self, node: Node, spent: float) -> _Beginning | None:
        """The beginning with its cheapest completion; `None` where it surely has none."""
        place, missing = len(node.shown), len(self._arrangement.slots) - len(node.shown)
        free, gone = node.waiting & ~node.closed, self._arrangement.everyone ^ node.waiting
        demanded = self._demanded(place, free, gone)
        if demanded is None:
            return None
        promised, completion, leaving = spent, 0, 0
        for _, candidate in demanded:
            completion |= 1 << candidate
            promised += self._priced[candidate] + (gone >> candidate).bit_count()
        missing -= len(demanded)
        free &= ~completion
        for candidate, bit, price in self._by_price:
            if missing <= 0:
                break
            if free & bit:
                missing -= 1
                completion |= bit
                leaving = candidate
                promised += price + (gone >> candidate).bit_count()
        if missing > 0:
            return None
        promised += self._overtaken(node, completion)
        for at, candidate in demanded:
            promised += max(0, (completion & (1 << candidate) - 1).bit_count() - (at - place))
        saved = 0
        if demanded and demanded[0][0] == place:
            leaving = demanded[0][1]
            saved = (completion & (1 << leaving) - 1).bit_count()
        saved += self._priced[leaving] + (gone >> leaving).bit_count()
        return _Beginning(promised, node, spent, completion, leaving, saved)

    def _demanded(self, place: int, free: int, gone: int) -> list[tuple[int, int]] | None:
        """The cheapest candidates for demanding places and for quotas, with the places where they stand at the latest.

        `None` where there are not enough.
        """
        demanded: list[tuple[int, int]] = []
        for at, fitting in self._demanding:
            if at >= place:
                candidate = _first(fitting, free)
                if candidate is None:
                    return None
                demanded.append((at, candidate))
                free ^= 1 << candidate
                gone |= 1 << candidate
        for (group, minimum, until), fitting in self._quotas:
            if place < until:
                for at in range(until - minimum + (group & gone).bit_count(), until):
                    candidate = _first(fitting, free)
                    if candidate is None or at < place:
                        return None
                    demanded.append((at, candidate))
                    free ^= 1 << candidate
                    gone |= 1 << candidate
        return demanded

    def _among(self, group: int) -> Sequence[tuple[int, int]]:
        return [(candidate, bit) for candidate, bit, _ in self._by_price if group & bit]

    def _overtaken(self, node: Node, completion: int) -> int:
        """Swaps over those of the completion that have to pause for now."""
        paused = completion & node.paused
        if not paused:
            return 0
        place = len(node.shown)
        end = min(until for _, _, until in self._arrangement.caps if until > place)
        swaps = 0
        others = completion & ~paused
        while paused:
            bit = paused & -paused
            paused ^= bit
            swaps += max(0, min(end - place, others.bit_count()) - (others & bit - 1).bit_count())
        return swaps

    def _has_room(self, node: Node) -> bool:
        """Whether the caps leave room enough for all the places to come."""
        left = len(self._arrangement.slots) - len(node.shown)
        free, gone = node.waiting & ~node.closed, self._arrangement.everyone ^ node.waiting
        for caps, outside in self._families:
            room = (free & outside).bit_count()
            for group, maximum, _ in caps:
                room += min(maximum - (gone & group).bit_count(), (free & group).bit_count())
                if room >= left:
                    break
            else:
                return False
        return True


def _first(candidates: Sequence[tuple[int, int]], free: int) -> int | None:
    for candidate, bit in candidates:
        if free & bit:
            return candidate
    return None


def swaps_of(shown: Sequence[int]) -> int:
    """Pairs in the other order, those not shown following in their old one."""
    swaps = before = 0
    for place, candidate in enumerate(shown):
        swaps += candidate - place + (before >> candidate).bit_count()
        before |= 1 << candidate
    return swaps


def _tight_families(arrangement: Arrangement) -> Iterator[_Family]:
    length = len(arrangement.slots)
    for caps in disjoint(cap for cap in arrangement.caps if cap.until == length):
        outside = arrangement.everyone
        for cap in caps:
            outside &= ~cap.group
        if outside.bit_count() + sum(cap.maximum for cap in caps) < length + TIGHT:
            yield _Family(caps, outside)
