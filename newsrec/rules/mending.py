"""An order for arrangements so tight that filling place after place meets dead ends: a broken one is mended.

Again and again the candidate that stands worst is replaced by the one that breaks the fewest rules there; who had to go
may not come back to its place for some time (tabu search).
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from newsrec.rules.arrangement import Arrangement
from newsrec.rules.primitives import mask_of

TABU_STEPS: Final = 7


def mended(arrangement: Arrangement, pool: Sequence[int], steps: int) -> tuple[int, ...] | None:
    """An order of candidates from the pool that breaks no rule; `None` where so many steps do not lead to one.

    It starts with the first of the pool, of whom there are enough to fill the slots.
    """
    mending = _Mending(arrangement, pool)
    for step in range(steps):
        if mending.replace(step) == 0:
            return tuple(mending.shown) if arrangement.keeps(mending.shown) else None
    return None


class _Replacement(NamedTuple):
    """Of two that break as many rules more, the one with the lower `turn` is made."""

    breaks_more: int
    turn: int
    place: int
    candidate: int


class _Mending:
    def __init__(self, arrangement: Arrangement, pool: Sequence[int]) -> None:
        self._arrangement = arrangement
        self._pool = mask_of(pool)
        self.shown = sorted(pool[: len(arrangement.slots)])
        self._back_at: list[dict[int, int]] = [{} for _ in self.shown]

    def replace(self, step: int) -> int:
        """Makes the replacement that mends most; how often rules were broken before it."""
        broken = 0
        replacements: list[_Replacement] = []
        before = [0]
        for candidate in self.shown:
            before.append(before[-1] | 1 << candidate)
        for place, candidate in enumerate(self.shown):
            breaks = self._breaks(place, candidate, before)
            broken += breaks
            if breaks:
                least = _least_refused(self._refusing(place, candidate, before), self._free(place, step, before[-1]))
                # The places take turns, so that the search does not go in circles.
                turn = (step * 7 + place * 3) % len(self.shown)
                replacements += [_Replacement(more - breaks, turn, place, other) for more, other in least]
        if replacements:
            _, _, place, candidate = min(replacements)
            self._back_at[place][self.shown[place]] = step + TABU_STEPS + step % 5
            self.shown[place] = candidate
        return broken

    def _breaks(self, place: int, candidate: int, before: Sequence[int]) -> int:
        """How many rules refuse the candidate that stands in the place."""
        arrangement = self._arrangement
        breaks = 1 - (arrangement.fits[place] >> candidate & 1)
        for group, maximum, until in arrangement.caps_of[candidate]:
            breaks += place < until and (group & before[until]).bit_count() > maximum
        for rows, near in arrangement.neighbours:
            row = rows[candidate]
            breaks += sum([row >> self.shown[other] & 1 for other in near[place]]) if row else 0
        for group, minimum, until in arrangement.quotas:
            if place < until and not group >> candidate & 1:
                breaks += (group & before[until]).bit_count() < minimum
        return breaks

    def _free(self, place: int, step: int, standing: int) -> int:
        free = self._pool & ~standing
        for other, back_at in self._back_at[place].items():
            if back_at > step:
                free &= ~(1 << other)
        return free

    def _refusing(self, place: int, candidate: int, before: Sequence[int]) -> list[int]:
        """Per rule that refuses somebody in the place, given the others, whom it refuses."""
        arrangement = self._arrangement
        others = ~(1 << candidate)
        refusing = [~arrangement.fits[place] & arrangement.everyone]
        for group, maximum, until in arrangement.caps:
            if place < until and (group & before[until] & others).bit_count() >= maximum:
                refusing.append(group)
        for rows, near in arrangement.neighbours:
            for other in near[place]:
                if row := rows[self.shown[other]]:
                    refusing.append(row)
        for group, minimum, until in arrangement.quotas:
            if place < until and (group & before[until] & others).bit_count() < minimum:
                refusing.append(arrangement.everyone & ~group)
        return refusing


def _least_refused(refusing: Sequence[int], free: int) -> Iterator[tuple[int, int]]:
    """The best-ranked of those whom the fewest refuse, with how many do, if these are no more than two."""
    never, once, twice = free, 0, 0
    for refused in refusing:
        twice = (twice & ~refused) | (once & refused)
        once = (once & ~refused) | (never & refused)
        never &= ~refused
    for times, candidates in enumerate((never, once, twice)):
        if candidates:
            yield times, (candidates & -candidates).bit_length() - 1
            return
