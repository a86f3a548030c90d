"""A better order from a good one: a few places are emptied and filled again at less cost, over and over.

Each refill is an exact search among all candidates for these places, so that it covers replacing one, exchanging two,
and moving several at once. What can't be told from sets alone is checked on the whole order in the end.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from newsrec.rules.arrangement import Arrangement
from newsrec.rules.constraints import Cap


def improved(arrangement: Arrangement, shown: tuple[int, ...], effort: int) -> tuple[int, ...]:
    """An order without more swaps; the effort is the number of candidates looked at."""
    neighbourhoods = _neighbourhoods(len(shown))
    order = _Order(arrangement, shown)
    size = 0
    while size < len(neighbourhoods):
        before = order
        for places in order.promising(neighbourhoods[size]):
            refill = _Refill(arrangement, order, places)
            better = refill.best()
            effort -= refill.effort
            if better:
                order = _Order(arrangement, better)
            if effort < 0:
                return order.shown
        size = size + 1 if order is before else 0
    return order.shown


def _neighbourhoods(length: int) -> Sequence[Sequence[tuple[int, ...]]]:
    """Places to be emptied together, the cheaper ones first."""
    places = range(length)
    return (
        [(place,) for place in places],
        list(combinations(places, 2)),
        [tuple(places[first : first + 4]) for first in places[:-3]],
        list(combinations(places, 3)),
    )


class _Order:
    """Who is shown, and per place who stands before it."""

    def __init__(self, arrangement: Arrangement, shown: tuple[int, ...]) -> None:
        self.shown = shown
        self.before = [0]
        for candidate in shown:
            self.before.append(self.before[-1] | 1 << candidate)
        self._rooms = [
            (cap.maximum - (cap.group & self.before[cap.until]).bit_count(), cap) for cap in arrangement.caps
        ]
        self._tight: dict[int, Sequence[Cap]] = {}

    def promising(self, neighbourhood: Sequence[tuple[int, ...]]) -> Sequence[tuple[int, ...]]:
        """The places to be emptied together, those first whose candidates take part in the most swaps."""
        swaps: list[int] = []
        for place, candidate in enumerate(self.shown):
            before = self.before[place]
            better_after = self.before[-1] & ~before & (1 << candidate) - 1
            swaps.append(candidate - place + (before >> candidate).bit_count() + better_after.bit_count())
        return sorted(neighbourhood, key=lambda places: -sum([swaps[place] for place in places]))

    def tight_for(self, fresh: int) -> Sequence[Cap]:
        """Caps that so many candidates more could break."""
        if fresh not in self._tight:
            self._tight[fresh] = [cap for room, cap in self._rooms if room < fresh]
        return self._tight[fresh]


class _Refill:
    """The emptied places (ascending) of an order, and what the others leave them."""

    def __init__(self, arrangement: Arrangement, order: _Order, places: tuple[int, ...]) -> None:
        self._arrangement = arrangement
        self._order = order
        self._places = places
        self._emptied = 0
        for place in places:
            self._emptied |= 1 << order.shown[place]
        self._rooms: list[Cap] = []
        self._options: list[list[tuple[int, int]]] = []
        self._least = [0]
        self._swaps_below = 0
        self.effort = len(places) * 3

    def best(self) -> tuple[int, ...] | None:
        """The order with the fewest swaps that differs in these places only, if it has fewer."""
        self._swaps_below = self._cost()
        if not self._collect():
            return None
        for options in reversed(self._options):
            self._least.insert(0, self._least[0] + options[0][0])
        better = None
        for filled in self._fillings(0, 0, 0, ()):
            better = filled
        return better

    def _cost(self) -> int:
        """What depends on the emptied places in the swaps of the order."""
        cost, filled, kept = 0, 0, ~self._emptied
        for place in self._places:
            candidate = self._order.shown[place]
            before = self._order.before[place] & kept | filled
            after = self._order.before[-1] & kept & ~before & (1 << candidate) - 1
            cost += candidate + (before >> candidate).bit_count() + after.bit_count()
            filled |= 1 << candidate
        return cost

    def _collect(self) -> bool:
        """Per place whom the others allow there, lightest first, if some filling may save a swap."""
        domains = self._domains()
        if not all(domains):
            return False
        best_ranks = [(domain & -domain).bit_length() - 1 for domain in domains]
        spare = self._swaps_below - sum(best_ranks)
        if spare <= 0:
            return False
        for place, domain, best_rank in zip(self._places, domains, best_ranks, strict=True):
            options = self._light(place, domain, spare + best_rank)
            self.effort += len(options)
            if not options:
                return False
            self._options.append(options)
        return True

    def _light(self, place: int, domain: int, below: int) -> list[tuple[int, int]]:
        """Candidates of the domain with the swaps they bring to the place, fewest first, if these are few enough."""
        before = self._order.before[place] & ~self._emptied
        after = self._order.before[-1] & ~self._emptied & ~before
        waiting = domain & (1 << below) - 1
        options: list[tuple[int, int]] = []
        while waiting:
            bit = waiting & -waiting
            waiting ^= bit
            candidate = bit.bit_length() - 1
            swaps = candidate + (before >> candidate).bit_count() + (after & bit - 1).bit_count()
            if swaps < below:
                options.append((swaps, candidate))
        return sorted(options)

    def _domains(self) -> list[int]:
        arrangement, places, order = self._arrangement, self._places, self._order
        kept = ~self._emptied
        standing = order.before[-1] & kept
        domains = [arrangement.fits[place] & ~standing for place in places]
        for cap in order.tight_for(len(places)):
            group, maximum, until = cap
            if (group & order.before[until] & kept).bit_count() < maximum:
                self._rooms.append(cap)
                continue
            for index, place in enumerate(places):
                if place < until:
                    domains[index] &= ~group
        for rows, near in arrangement.neighbours:
            for index, place in enumerate(places):
                for other in near[place]:
                    if other not in places:
                        domains[index] &= ~rows[order.shown[other]]
        return domains

    def _fillings(self, index: int, cost: int, used: int, chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Orders with ever fewer swaps."""
        place, rest = self._places[index], self._least[index + 1]
        for weight, candidate in self._options[index]:
            if cost + weight + rest >= self._swaps_below:
                return
            self.effort += 1
            total = cost + weight + (used >> candidate).bit_count()
            if total + rest >= self._swaps_below or self._clash(place, candidate, used, chosen):
                continue
            filling = (*chosen, candidate)
            if len(filling) < len(self._places):
                yield from self._fillings(index + 1, total, used | 1 << candidate, filling)
                continue
            filled = self._filled(filling)
            if self._arrangement.keeps(filled):
                self._swaps_below = total
                yield filled

    def _clash(self, place: int, candidate: int, used: int, chosen: tuple[int, ...]) -> bool:
        """Whether the candidate breaks a rule together with those chosen for earlier emptied places."""
        bit = 1 << candidate
        if used & bit:
            return True
        if not used:
            return False
        fresh = used | bit
        for group, maximum, until in self._rooms:
            if group & bit and place < until:
                standing = self._order.before[until] & ~self._emptied
                if (group & (standing | fresh)).bit_count() > maximum:
                    return True
        for rows, near in self._arrangement.neighbours:
            for other_place, other in zip(self._places, chosen, strict=False):
                if other_place in near[place] and rows[candidate] >> other & 1:
                    return True
        return False

    def _filled(self, filling: tuple[int, ...]) -> tuple[int, ...]:
        shown = list(self._order.shown)
        for place, candidate in zip(self._places, filling, strict=True):
            shown[place] = candidate
        return tuple(shown)
