"""The newest sessions, and for every item the newest of them that have it, in arrays that compiled code walks."""

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

LONGEST_SESSION = 20
SESSION_GAP = 1800.0
CAPACITY = 1 << 17
OCCURRENCES = 1 << 19
NO_KEY = -1
NEXT_SLOT, WRITTEN = 0, 1


class Sessions(NamedTuple):
    """A ring of sessions, and a ring of their items' occurrences, in which each points to the item's one before it.

    Slots, users and occurrences are kept plus one, so that 0 is nothing and untouched memory costs nothing. Sessions
    of one item have no occurrence: nobody can be led on by them.
    """

    items: npt.NDArray[np.int32]
    lengths: npt.NDArray[np.int32]
    last: npt.NDArray[np.float64]
    keys: npt.NDArray[np.int64]
    owners: npt.NDArray[np.int64]
    contexts: npt.NDArray[np.int16]
    of_user: npt.NDArray[np.int32]
    occurrence_slots: npt.NDArray[np.int32]
    occurrence_before: npt.NDArray[np.int64]
    newest: npt.NDArray[np.int64]
    counters: npt.NDArray[np.int64]


def no_sessions(columns: int, users: int, items: int) -> Sessions:
    """Sessions with a number of context columns, for so many users and items at most."""
    return Sessions(
        items=np.zeros((CAPACITY, LONGEST_SESSION), np.int32),
        lengths=np.zeros(CAPACITY, np.int32),
        last=np.zeros(CAPACITY),
        keys=np.zeros(CAPACITY, np.int64),
        owners=np.zeros(CAPACITY, np.int64),
        contexts=np.zeros((CAPACITY, columns), np.int16),
        of_user=np.zeros(users, np.int32),
        occurrence_slots=np.zeros(OCCURRENCES, np.int32),
        occurrence_before=np.zeros(OCCURRENCES, np.int64),
        newest=np.zeros(items, np.int64),
        counters=np.zeros(2, np.int64),
    )


@numba.njit(cache=True)
def slot_of(sessions: Sessions, user: int) -> int:
    """The slot of the session that a user was in last, -1 if none is known."""
    if user < 0 or user >= len(sessions.of_user):
        return -1
    slot = sessions.of_user[user] - 1
    return slot if slot >= 0 and sessions.owners[slot] == user + 1 else -1


@numba.njit(cache=True)
def continue_session(
    sessions: Sessions, user: int, key: int, item: int, time: float, context: npt.NDArray[np.int64]
) -> int:
    """Add an item to its user's session, a new one if need be; how many items it now has, 0 if it had this one.

    Events that name a session belong to it; events without a key belong together until the user pauses for half an
    hour.
    """
    slot = slot_of(sessions, user)
    if slot >= 0:
        paused = time - sessions.last[slot] > SESSION_GAP
        unnamed = key == NO_KEY or sessions.keys[slot] == NO_KEY
        if paused if unnamed else key != sessions.keys[slot]:
            slot = -1
    if slot < 0:
        slot = sessions.counters[NEXT_SLOT]
        sessions.counters[NEXT_SLOT] = (slot + 1) % CAPACITY
        sessions.owners[slot] = user + 1
        sessions.of_user[user] = slot + 1
        sessions.keys[slot] = key
        sessions.lengths[slot] = 0
        sessions.last[slot] = time
    sessions.last[slot] = max(sessions.last[slot], time)
    for column in range(sessions.contexts.shape[1]):
        sessions.contexts[slot, column] = context[column]
    length = sessions.lengths[slot]
    for place in range(length):
        if sessions.items[slot, place] == item:
            return 0
    if length == LONGEST_SESSION:
        return length
    sessions.items[slot, length] = item
    sessions.lengths[slot] = length + 1
    if length == 1:
        _occur(sessions, sessions.items[slot, 0], slot)
    if length >= 1:
        _occur(sessions, item, slot)
    return length + 1


@numba.njit(cache=True)
def _occur(sessions: Sessions, item: int, slot: int) -> None:
    written = sessions.counters[WRITTEN] + 1
    place = written % OCCURRENCES
    sessions.occurrence_slots[place] = slot
    sessions.occurrence_before[place] = sessions.newest[item]
    sessions.newest[item] = written
    sessions.counters[WRITTEN] = written


@numba.njit(cache=True)
def place_in(sessions: Sessions, slot: int, item: int) -> int:
    """Where a session has an item, -1 if its slot was given to another session since."""
    for place in range(sessions.lengths[slot]):
        if sessions.items[slot, place] == item:
            return place
    return -1


@numba.njit(cache=True)
def newest_slots(
    sessions: Sessions, item: int, most: int, slots: npt.NDArray[np.int32], places: npt.NDArray[np.int32]
) -> int:
    """Fill in the newest sessions that have an item and where they have it; how many there are."""
    found = 0
    if item >= len(sessions.newest):
        return found
    occurrence = sessions.newest[item]
    oldest = sessions.counters[WRITTEN] - OCCURRENCES
    while occurrence > 0 and occurrence > oldest and found < most:
        slot = int(sessions.occurrence_slots[occurrence % OCCURRENCES])
        place = place_in(sessions, slot, item)
        if place >= 0:
            slots[found], places[found] = slot, place
            found += 1
        occurrence = sessions.occurrence_before[occurrence % OCCURRENCES]
    return found
