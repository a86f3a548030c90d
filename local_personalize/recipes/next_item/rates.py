"""How often every item is read now: counts that fade at several speeds, in all, as a next read, and by context."""

from typing import Any, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from local_personalize.recipes.fading import LARGEST_STEP

MINUTE, HOUR = 60.0, 3600.0
HALF_LIVES = np.array(
    [5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 24 * HOUR, 2 * MINUTE, 10 * MINUTE, 40 * MINUTE, 4 * HOUR]
)
ALL, NEXT = 0, 5
"""Where the counts of all events begin, and those of the events that continue a session."""
SPEEDS = len(HALF_LIVES)
FASTEST = 2 * MINUTE
DAY_SPEED = 4
CONTEXT_HALF_LIVES = np.array([15 * MINUTE, 2 * HOUR])
CONTEXT_SPEEDS = len(CONTEXT_HALF_LIVES)
CONTEXT_VALUES = 32
"""Values of a context column that are told apart, the first to appear."""
LARGEST_EXPONENT = 200.0
PRUNED_AFTER = 5_000
FORGOTTEN = 0.5
SEEN, ACTIVE = 0, 1
LANDMARK, NOW, STEP = 0, 1, 2


class Rates(NamedTuple):
    """Fading counts, relative to a landmark in time.

    `active` lists the items with events of the last days.
    """

    counts: npt.NDArray[np.float64]
    totals: npt.NDArray[np.float64]
    by_context: npt.NDArray[np.float32]
    context_totals: npt.NDArray[np.float64]
    first: npt.NDArray[np.float64]
    last: npt.NDArray[np.float64]
    active: npt.NDArray[np.int32]
    is_active: npt.NDArray[np.bool_]
    counters: npt.NDArray[np.int64]
    times: npt.NDArray[np.float64]


def no_rates(columns: int, items: int) -> Rates:
    """Rates with a number of context columns, for so many items at most."""
    return Rates(
        counts=np.zeros((items, SPEEDS)),
        totals=np.zeros(SPEEDS),
        by_context=np.zeros((columns, CONTEXT_VALUES, items, CONTEXT_SPEEDS), np.float32),
        context_totals=np.zeros((columns, CONTEXT_VALUES, CONTEXT_SPEEDS)),
        first=np.zeros(items),
        last=np.zeros(items),
        active=np.zeros(items, np.int32),
        is_active=np.zeros(items, np.bool_),
        counters=np.zeros(2, np.int64),
        times=np.array([0.0, 0.0, LARGEST_STEP]),
    )


@numba.njit(cache=True)
def advance(rates: Rates, time: float) -> float:
    """Take in an event's time; the time to fade that event from. The clock moves as that of `fading.EventTime`."""
    now, step = rates.times[NOW], rates.times[STEP]
    cut = now > 0.0 and time > now + step
    if time > now:
        rates.times[NOW] = now + step if cut else time
    rates.times[STEP] = 2.0 * step if cut else LARGEST_STEP
    return min(time, rates.times[NOW])


@numba.njit(cache=True)
def count(rates: Rates, item: int, time: float, weight: float, is_next: bool, context: npt.NDArray[np.int64]) -> None:
    """Count an event of an item; `is_next` tells that it continues a session."""
    if (time - rates.times[LANDMARK]) / FASTEST > LARGEST_EXPONENT:
        _move_landmark(rates, time)
    since = time - rates.times[LANDMARK]
    for speed in range(SPEEDS if is_next else NEXT):
        gain = weight * np.exp2(since / HALF_LIVES[speed])
        rates.counts[item, speed] += gain
        rates.totals[speed] += gain
    if is_next:
        for column in range(rates.by_context.shape[0]):
            value = context[column]
            if 0 <= value < CONTEXT_VALUES:
                for speed in range(CONTEXT_SPEEDS):
                    gain = weight * np.exp2(since / CONTEXT_HALF_LIVES[speed])
                    rates.by_context[column, value, item, speed] += gain
                    rates.context_totals[column, value, speed] += gain
    if rates.first[item] == 0.0 or time < rates.first[item]:
        rates.first[item] = time
    rates.last[item] = max(rates.last[item], time)
    rates.counters[SEEN] += 1
    if not rates.is_active[item]:
        rates.is_active[item] = True
        rates.active[rates.counters[ACTIVE]] = item
        rates.counters[ACTIVE] += 1
    if rates.counters[SEEN] % PRUNED_AFTER == 0:
        _prune(rates, time)


@numba.njit(cache=True)
def _move_landmark(rates: Rates, time: float) -> None:
    since = rates.times[LANDMARK] - time
    for speed in range(SPEEDS):
        factor = np.exp2(max(since / HALF_LIVES[speed], -1000.0))
        rates.counts[:, speed] *= factor
        rates.totals[speed] *= factor
    for speed in range(CONTEXT_SPEEDS):
        factor = np.exp2(max(since / CONTEXT_HALF_LIVES[speed], -1000.0))
        rates.by_context[:, :, :, speed] *= np.float32(factor)
        rates.context_totals[:, :, speed] *= factor
    rates.times[LANDMARK] = time


@numba.njit(cache=True)
def _prune(rates: Rates, time: float) -> None:
    scale = np.exp2(max((rates.times[LANDMARK] - time) / HALF_LIVES[DAY_SPEED], -1000.0))
    kept = 0
    for place in range(rates.counters[ACTIVE]):
        item = rates.active[place]
        if rates.counts[item, DAY_SPEED] * scale > FORGOTTEN:
            rates.active[kept] = item
            kept += 1
        else:
            rates.is_active[item] = False
    rates.counters[ACTIVE] = kept


def hottest(rates: Rates, scores: npt.NDArray[np.floating[Any]], most: int) -> npt.NDArray[np.int64]:
    """The items with the largest `scores`, which has one for every item, in no order."""
    active = rates.active[: rates.counters[ACTIVE]]
    found = scores[active]
    if len(active) > most:
        largest = np.argpartition(found, len(active) - most)[len(active) - most :]
        active, found = active[largest], found[largest]
    return active[found > 0.0].astype(np.int64)
