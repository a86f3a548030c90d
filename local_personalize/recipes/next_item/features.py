"""Candidates for a session's next item and what is known of each, as one row of numbers."""

import numba
import numpy as np
import numpy.typing as npt

from local_personalize.recipes.next_item.evidence import (
    FOLLOWED,
    FOLLOWED_AT_ONCE,
    FOLLOWED_BEFORE,
    FOLLOWED_IN_CONTEXT,
    FOLLOWED_LONG,
    FOLLOWED_SHORT,
    NEIGHBOUR_COUNT,
    NEIGHBOUR_SCORE,
    PRECEDED,
    Evidence,
)
from local_personalize.recipes.next_item.rates import (
    ALL,
    CONTEXT_SPEEDS,
    CONTEXT_VALUES,
    HALF_LIVES,
    LANDMARK,
    NEXT,
    SPEEDS,
    Rates,
)

RANK_OFFSET = 10.0
RECENT_SPEED = NEXT + 1
SMALL = 1e-6
LIFTS = 3
BY_NEXT, BY_ALL, BY_FOLLOWED, BY_NEIGHBOUR, MIXED = range(5)
RANK_COLUMNS = MIXED + 1
MIXTURE = (0.1, 0.1, 1.0, 1.0)
"""What each ranking counts for in the unlearned mixture."""
SHARED_OUT = (
    FOLLOWED,
    FOLLOWED_LONG,
    FOLLOWED_SHORT,
    FOLLOWED_BEFORE,
    FOLLOWED_AT_ONCE,
    PRECEDED,
    NEIGHBOUR_SCORE,
)
LIFT_FLOOR = 1e-4
FEATURES = SPEEDS + 4 + len(SHARED_OUT) + 12 + RANK_COLUMNS + LIFTS
FEATURES_PER_CONTEXT = 1 + 2 * CONTEXT_SPEEDS


@numba.njit(cache=True)
def ranks(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The rank of every value, 1 for the largest and the same for equal ones; what is not positive has infinity."""
    found = np.full(len(values), np.inf)
    positive = np.flatnonzero(values > 0.0)
    order = positive[np.argsort(-values[positive])]
    rank = 0.0
    for place in range(len(order)):
        if place == 0 or values[order[place]] < values[order[place - 1]]:
            rank = place + 1.0
        found[order[place]] = rank
    return found


@numba.njit(cache=True)
def ranked(rates: Rates, evidence: Evidence, found: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """For each item its ranks by what is read next, what is read at all, followers and neighbours, and their mixture.

    The mixture, which nothing was learned for, is the sum of weight / (10 + rank).
    """
    rows = np.zeros((len(found), RANK_COLUMNS))
    rows[:, BY_NEXT] = ranks(rates.counts[found, RECENT_SPEED])
    rows[:, BY_ALL] = ranks(rates.counts[found, ALL])
    rows[:, BY_FOLLOWED] = ranks(evidence.scores[found, FOLLOWED])
    rows[:, BY_NEIGHBOUR] = ranks(evidence.scores[found, NEIGHBOUR_SCORE])
    for column, weight in enumerate(MIXTURE):
        rows[:, MIXED] += weight / (RANK_OFFSET + rows[:, column])
    return rows


@numba.njit(cache=True)
def features(
    rates: Rates,
    evidence: Evidence,
    touched: int,
    found: npt.NDArray[np.int64],
    ranked: npt.NDArray[np.float64],
    items: npt.NDArray[np.int64],
    gap: float,
    now: float,
    context: npt.NDArray[np.int64],
) -> npt.NDArray[np.float32]:
    """One row for each item of `found` after the session's `items`, newest first.

    `ranked` has for each a row of its ranks and its unlearned score, as they are taken over.

    `gap` is the time since the session's newest event in seconds.
    """
    columns = len(context)
    rows = np.zeros((len(found), FEATURES + columns * FEATURES_PER_CONTEXT), np.float32)
    sums = np.zeros(FOLLOWED_IN_CONTEXT + columns)
    largest = 0.0
    for place in range(touched):
        item = evidence.touched[place]
        for column in range(len(sums)):
            sums[column] += evidence.scores[item, column]
        largest = max(largest, evidence.scores[item, NEIGHBOUR_SCORE])
    scale = np.exp2((rates.times[LANDMARK] - now) / HALF_LIVES[RECENT_SPEED])
    seed_rate, seed_age = 0.0, 0.0
    if len(items) > 0 and items[0] < len(rates.first):
        seed_rate = rates.counts[items[0], ALL + 1] / (rates.totals[ALL + 1] + SMALL)
        seed_age = now - rates.first[items[0]]
    for place in range(len(found)):
        item, row = found[place], rows[place]
        at = _rate_features(row, rates, item)
        for column in SHARED_OUT:
            row[at] = evidence.scores[item, column] / (sums[column] + SMALL)
            at += 1
        row[at] = evidence.scores[item, NEIGHBOUR_SCORE] / (largest + SMALL)
        row[at + 1] = evidence.scores[item, NEIGHBOUR_SCORE]
        row[at + 2] = evidence.scores[item, NEIGHBOUR_COUNT]
        row[at + 3] = evidence.scores[item, FOLLOWED]
        row[at + 4] = now - rates.first[item]
        row[at + 5] = now - rates.last[item]
        row[at + 6] = len(items)
        row[at + 7] = gap
        row[at + 8] = seed_rate
        row[at + 9] = seed_age
        row[at + 10] = (now / 3600.0) % 24.0
        row[at + 11] = rates.counts[item, RECENT_SPEED] * scale
        for column in range(RANK_COLUMNS):
            row[at + 12 + column] = ranked[place, column]
        at += 12 + RANK_COLUMNS
        row[at] = evidence.scores[item, FOLLOWED] / (sums[FOLLOWED] + SMALL) / (row[NEXT + 2] + LIFT_FLOOR)
        row[at + 1] = (
            evidence.scores[item, NEIGHBOUR_SCORE] / (sums[NEIGHBOUR_SCORE] + SMALL) / (row[ALL + 2] + LIFT_FLOOR)
        )
        row[at + 2] = seed_age - (now - rates.first[item])
        _context_features(row, at + LIFTS, rates, evidence, sums, item, context)
    return rows


@numba.njit(cache=True)
def _rate_features(row: npt.NDArray, rates: Rates, item: int) -> int:
    for speed in range(SPEEDS):
        row[speed] = rates.counts[item, speed] / (rates.totals[speed] + SMALL)
    row[SPEEDS] = row[ALL] / (row[ALL + 2] + SMALL)
    row[SPEEDS + 1] = row[ALL + 2] / (row[ALL + 4] + SMALL)
    row[SPEEDS + 2] = row[NEXT] / (row[NEXT + 2] + SMALL)
    row[SPEEDS + 3] = row[NEXT + 1] / (row[ALL + 1] + SMALL)
    return SPEEDS + 4


@numba.njit(cache=True)
def _context_features(
    row: npt.NDArray[np.float64],
    at: int,
    rates: Rates,
    evidence: Evidence,
    sums: npt.NDArray[np.float64],
    item: int,
    context: npt.NDArray[np.int64],
) -> None:
    for column in range(len(context)):
        followed = FOLLOWED_IN_CONTEXT + column
        row[at] = evidence.scores[item, followed] / (sums[followed] + SMALL)
        value = context[column]
        known = 0 <= value < CONTEXT_VALUES
        for speed in range(CONTEXT_SPEEDS):
            usual = row[NEXT + 1 + speed]
            share = usual
            if known and rates.context_totals[column, value, speed] > 0.0:
                share = rates.by_context[column, value, item, speed] / rates.context_totals[column, value, speed]
            row[at + 1 + 2 * speed] = share
            row[at + 2 + 2 * speed] = share / (usual + 1e-5)
        at += FEATURES_PER_CONTEXT
