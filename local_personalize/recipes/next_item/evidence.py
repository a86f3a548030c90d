"""What other sessions say of the item after a session's newest: neighbours (V-SkNN) and followers, per item."""

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from local_personalize.recipes.next_item.sessions import CAPACITY, Sessions, newest_slots

HOUR = 3600.0
REACH = 10
PER_ITEM = 512
NEIGHBOURS = 500
NEIGHBOUR_HALF_LIFE = 2 * HOUR
FOLLOWER_HALF_LIFE, LONG_HALF_LIFE = HOUR, 12 * HOUR
SHORT_POWER = 6
"""How many times as fast as the first of them followers of the last minutes fade."""
NEIGHBOUR_SCORE, NEIGHBOUR_COUNT = 0, 1
FOLLOWED, FOLLOWED_LONG, FOLLOWED_SHORT, FOLLOWED_BEFORE, FOLLOWED_AT_ONCE, PRECEDED = 2, 3, 4, 5, 6, 7
FOLLOWED_IN_CONTEXT = 8
"""Columns of the evidence; the last is the first of one for each context column."""


class Evidence(NamedTuple):
    """Scores by item and column, and which items have any (`touched`); the rest is room to work in, left empty."""

    scores: npt.NDArray[np.float64]
    touched: npt.NDArray[np.int32]
    is_touched: npt.NDArray[np.bool_]
    shared: npt.NDArray[np.float64]
    nearest: npt.NDArray[np.int16]
    visited: npt.NDArray[np.int32]
    slots: npt.NDArray[np.int32]
    places: npt.NDArray[np.int32]


def no_evidence(columns: int, items: int) -> Evidence:
    """Evidence with a number of context columns, for so many items at most."""
    return Evidence(
        scores=np.zeros((items, FOLLOWED_IN_CONTEXT + columns)),
        touched=np.zeros(items, np.int32),
        is_touched=np.zeros(items, np.bool_),
        shared=np.zeros(CAPACITY),
        nearest=np.zeros(CAPACITY, np.int16),
        visited=np.zeros(REACH * PER_ITEM, np.int32),
        slots=np.zeros(PER_ITEM, np.int32),
        places=np.zeros(PER_ITEM, np.int32),
    )


def gather(
    evidence: Evidence,
    sessions: Sessions,
    items: npt.NDArray[np.int64],
    own: int,
    now: float,
    context: npt.NDArray[np.int64],
) -> int:
    """Collect what is known after `items` (newest first) in the session `own`; how many items were touched."""
    visited = _meet_neighbours(evidence, sessions, items[:REACH], own)
    oldest = -np.inf
    if visited > NEIGHBOURS:
        oldest = np.partition(sessions.last[evidence.visited[:visited]], visited - NEIGHBOURS)[visited - NEIGHBOURS]
    touched = _ask_neighbours(evidence, sessions, visited, oldest, now)
    for back, item in enumerate(items[:2].tolist()):
        touched = _follow(evidence, sessions, item, own, now, context, back > 0, touched)
    return touched


@numba.njit(cache=True)
def clear(evidence: Evidence, touched: int) -> None:
    """Make room for the next session."""
    for place in range(touched):
        item = evidence.touched[place]
        for column in range(evidence.scores.shape[1]):
            evidence.scores[item, column] = 0.0
        evidence.is_touched[item] = False


@numba.njit(cache=True)
def _touch(evidence: Evidence, item: int, touched: int) -> int:
    if evidence.is_touched[item]:
        return touched
    evidence.is_touched[item] = True
    evidence.touched[touched] = item
    return touched + 1


@numba.njit(cache=True)
def _meet_neighbours(evidence: Evidence, sessions: Sessions, items: npt.NDArray[np.int64], own: int) -> int:
    """Find the newest sessions that share an item with this one; how many were visited.

    A neighbour counts by the shared items (quadratically more for the newest).
    """
    visited, length = 0, len(items)
    for back in range(length):
        weight = ((length - back) / length) ** 2
        found = newest_slots(sessions, items[back], PER_ITEM, evidence.slots, evidence.places)
        for place in range(found):
            slot = evidence.slots[place]
            if slot == own:
                continue
            if evidence.shared[slot] == 0.0:
                evidence.nearest[slot] = back + 1
                evidence.visited[visited] = slot
                visited += 1
            evidence.shared[slot] += weight
    return visited


@numba.njit(cache=True)
def _ask_neighbours(evidence: Evidence, sessions: Sessions, visited: int, oldest: float, now: float) -> int:
    """Score the items of the neighbours since `oldest`; how many items were touched.

    What a neighbour says counts less the older the newest shared item is in this session, and fades.
    """
    touched = 0
    for place in range(visited):
        slot = evidence.visited[place]
        if sessions.last[slot] >= oldest:
            fade = np.exp2((sessions.last[slot] - now) / NEIGHBOUR_HALF_LIFE)
            gain = evidence.shared[slot] * fade / evidence.nearest[slot] ** 2
            for step in range(sessions.lengths[slot]):
                item = sessions.items[slot, step]
                touched = _touch(evidence, item, touched)
                evidence.scores[item, NEIGHBOUR_SCORE] += gain
                evidence.scores[item, NEIGHBOUR_COUNT] += 1.0
        evidence.shared[slot] = 0.0
    return touched


@numba.njit(cache=True)
def _follow(
    evidence: Evidence,
    sessions: Sessions,
    item: int,
    own: int,
    now: float,
    context: npt.NDArray[np.int64],
    before: bool,
    touched: int,
) -> int:
    """Score items by how soon after `item` others read them; `before` for the item before a session's newest."""
    found = newest_slots(sessions, item, PER_ITEM, evidence.slots, evidence.places)
    for place in range(found):
        slot = evidence.slots[place]
        if slot == own:
            continue
        since = sessions.last[slot] - now
        by_hour, by_day, by_minutes = np.exp2(since / FOLLOWER_HALF_LIFE), 0.0, 0.0
        if not before:
            by_day = np.exp2(since / LONG_HALF_LIFE)
            by_minutes = by_hour**SHORT_POWER
        start = evidence.places[place]
        if not before:
            for step in range(start):
                preceding = sessions.items[slot, step]
                touched = _touch(evidence, preceding, touched)
                evidence.scores[preceding, PRECEDED] += by_hour / (start - step)
        for step in range(start + 1, sessions.lengths[slot]):
            follower, gain = sessions.items[slot, step], 1.0 / (step - start)
            touched = _touch(evidence, follower, touched)
            if before:
                evidence.scores[follower, FOLLOWED_BEFORE] += gain * by_hour
                continue
            evidence.scores[follower, FOLLOWED] += gain * by_hour
            evidence.scores[follower, FOLLOWED_LONG] += gain * by_day
            evidence.scores[follower, FOLLOWED_SHORT] += gain * by_minutes
            if step == start + 1:
                evidence.scores[follower, FOLLOWED_AT_ONCE] += by_hour
            for column in range(len(context)):
                if sessions.contexts[slot, column] == context[column]:
                    evidence.scores[follower, FOLLOWED_IN_CONTEXT + column] += gain * by_hour
    return touched
