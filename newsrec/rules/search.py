"""The order with the fewest swaps, or a good one with a bound of how far it may be from the fewest.

Few candidates, or candidates of few kinds, are searched through; for others a beam finds an order and refilling a few
places at a time improves it. Effort is counted, never timed, so that the same input always gives the same order.
"""

from math import ceil, inf
from typing import NamedTuple

from newsrec.rules.arrangement import Arrangement
from newsrec.rules.beam import Beam, swaps_of
from newsrec.rules.best_first import Exhausted, Found, best_first, lifted
from newsrec.rules.bounds import LowerBound
from newsrec.rules.improvement import improved
from newsrec.rules.mending import mended
from newsrec.rules.prices import prices

FEW_CANDIDATES = 12
FEW_KINDS = 12
EXACT_EFFORT = 200_000
THOROUGH_EFFORT = 40_000
QUICK_EFFORT = 10_000
POOLS = ((1.75, 200), (2.5, 200), (inf, 500))
"""How many of the cheapest candidates an order is mended with, by the number of slots, and in how many steps."""

ROUGH_PRICES, EXACT_PRICES = 40, 200
"""Steps towards them."""
NARROW_BEAM, WIDE_BEAM = (6, 3), (20, 4)
"""Beginnings kept and choices per beginning."""
IMPROVEMENT_EFFORT = 500
LONGER_IMPROVEMENT_EFFORT = 3_000
MENDED_IMPROVEMENT_EFFORT = 45_000
FAR = 0.22
"""The share of the swaps that may be too many, above which more effort is worth it."""
NEAR = 3
"""So few swaps that may be too many are not worth it: they nearly always prove to be needed."""


class NotFound(NamedTuple):
    """No order; `proven` when none exists, else the effort ended first."""

    proven: bool


def any_order(arrangement: Arrangement, *, thorough: bool = True) -> Found | NotFound:
    """An order that is seldom far from the best; most effort goes only into arrangements with many dead ends.

    Unless it is `thorough`, the search gives up earlier.
    """
    return _Search(arrangement).any_order(thorough=thorough)


def fewest_swaps(arrangement: Arrangement, known: tuple[int, ...] | None = None) -> Found | NotFound:
    """A proven optimum where the effort suffices, else the best order that was seen on the way.

    A `known` order is one that breaks no rule.
    """
    return _Search(arrangement).fewest_swaps(known)


class _Search:
    def __init__(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        self._bound = LowerBound(arrangement)
        self._at_least = self._bound.swaps_to_come(arrangement.start)
        self._large = arrangement.size > FEW_CANDIDATES
        self._tight = False

    def any_order(self, *, thorough: bool) -> Found | NotFound:
        if self._at_least is None:
            return NotFound(proven=True)
        if self._large and (shown := self._sketched(thorough=thorough)) is not None:
            return self._found(shown)
        shown = lifted(self._arrangement, self._bound, THOROUGH_EFFORT if thorough else QUICK_EFFORT)
        return NotFound(shown.proven) if isinstance(shown, Exhausted) else self._found(shown)

    def _sketched(self, *, thorough: bool) -> tuple[int, ...] | None:
        shown = self._beam(ROUGH_PRICES).order(*NARROW_BEAM)
        if shown is None and thorough:
            shown = self._beam(EXACT_PRICES).order(*WIDE_BEAM)
        self._tight = shown is None
        return self._mended() if shown is None else shown

    def _mended(self) -> tuple[int, ...] | None:
        """An order of few of the cheapest candidates, which makes it a better one, or else of any."""
        priced = prices(self._arrangement, EXACT_PRICES).priced
        by_price = sorted(range(self._arrangement.size), key=priced.__getitem__)
        for share, steps in POOLS:
            pool = by_price[: ceil(min(len(by_price), share * len(self._arrangement.slots)))]
            if (shown := mended(self._arrangement, pool, steps)) is not None:
                return shown
        return None

    def fewest_swaps(self, known: tuple[int, ...] | None) -> Found | NotFound:
        found = self.any_order(thorough=known is None)
        if known is not None and (isinstance(found, NotFound) or swaps_of(known) < found.swaps):
            found = self._found(known)
        if isinstance(found, NotFound) or found.optimal:
            return found
        if self._large:
            found = self._improved(found)
        if found.optimal or (self._large and not self._few_kinds()):
            return found
        return best_first(self._arrangement, self._bound, found, EXACT_EFFORT)

    def _few_kinds(self) -> bool:
        groups = {cap.group for cap in self._arrangement.caps}
        return len(groups) <= FEW_KINDS and len(set(self._arrangement.signatures())) <= FEW_KINDS

    def _improved(self, found: Found) -> Found:
        if self._tight:
            return self._found(improved(self._arrangement, found.shown, MENDED_IMPROVEMENT_EFFORT))
        found = self._found(improved(self._arrangement, found.shown, IMPROVEMENT_EFFORT))
        if found.swaps - found.at_least <= max(NEAR, FAR * found.swaps):
            return found
        wider = self._beam(EXACT_PRICES).order(*WIDE_BEAM) or found.shown
        shown = min(found.shown, wider, key=swaps_of)
        return self._found(improved(self._arrangement, shown, LONGER_IMPROVEMENT_EFFORT))

    def _found(self, shown: tuple[int, ...]) -> Found:
        return Found(shown, swaps_of(shown), self._at_least or 0)

    def _beam(self, steps: int) -> Beam:
        found = prices(self._arrangement, steps)
        self._at_least = max(self._at_least or 0, found.at_least)
        return Beam(self._arrangement, found.priced)
