"""What a place among the shown costs a candidate, beyond its rank, because others want what it takes or has.

Candidates of a crowded topic take room that others need; candidates that fit a demanding slot are wanted. Lagrangian
multipliers, found by subgradient steps, say how much; the same multipliers give a lower bound of the swaps.
"""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Final, NamedTuple

from newsrec.rules.arrangement import Arrangement
from newsrec.rules.constraints import members

SLOWER_AFTER: Final = 4
"""Steps without a better bound, after which they become half as long."""
HOPED_FOR: Final = 0.35
"""How far above the best bound the steps aim, as a share of it."""


class Prices(NamedTuple):
    """Per candidate its rank with all surcharges and discounts; no order needs fewer swaps than `at_least`."""

    priced: tuple[float, ...]
    at_least: int


class _Demand(NamedTuple):
    """At most (`sign` 1) or at least (`sign` -1) `number` of the group are shown."""

    group: int
    candidates: Sequence[int]
    number: int
    sign: int


def prices(arrangement: Arrangement, steps: int) -> Prices:
    """The prices of the best bound that was found in so many steps."""
    length, everyone = len(arrangement.slots), range(arrangement.size)
    bits = [1 << candidate for candidate in everyone]
    demands = tuple(_demands(arrangement))
    priced = [float(rank) for rank in everyone]
    multipliers = [0.0] * len(demands)
    allowance = length * (length - 1) / 2
    best, best_priced = float("-inf"), tuple(priced)
    pace, stalled = 1.0, 0
    for _ in range(steps):
        cheapest = sorted(everyone, key=priced.__getitem__)[:length]
        chosen = sum([bits[candidate] for candidate in cheapest])
        bound = sum([priced[candidate] for candidate in cheapest]) - allowance
        stalled += 1
        if bound > best:
            best, best_priced, stalled = bound, tuple(priced), 0
        elif stalled >= SLOWER_AFTER:
            pace, stalled = pace / 2, 0
        excess = [sign * ((group & chosen).bit_count() - number) for group, _, number, sign in demands]
        moving = [index for index, one in enumerate(excess) if one > 0 or (one < 0 and multipliers[index] > 0)]
        if not moving:
            break
        missing = best + abs(best) * HOPED_FOR + length - bound
        step = pace * missing / sum([excess[index] ** 2 for index in moving])
        for index in moving:
            _, candidates, wanted, sign = demands[index]
            dearer = max(-multipliers[index], step * excess[index])
            multipliers[index] += dearer
            allowance += dearer * sign * wanted
            for candidate in candidates:
                priced[candidate] += dearer * sign
    # A bound that is a whole number but for rounding stays that number.
    return Prices(best_priced, max(0, ceil(best - 1e-6)))


def _demands(arrangement: Arrangement) -> Iterator[_Demand]:
    length = len(arrangement.slots)
    for group, maximum, until in arrangement.caps:
        if until == length:
            yield _Demand(group, members(group), maximum, 1)
    for fitting in dict.fromkeys(arrangement.fits):
        if fitting != arrangement.everyone:
            yield _Demand(fitting, members(fitting), sum(not one & ~fitting for one in arrangement.fits), -1)
    for group, minimum, _ in arrangement.quotas:
        yield _Demand(group, members(group), minimum, -1)
