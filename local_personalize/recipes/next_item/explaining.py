"""Which events speak for an item, by the parts of the unlearned mixture."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from local_personalize.recipes.explanation import Contribution
from local_personalize.recipes.model import Query
from local_personalize.recipes.next_item.evidence import (
    FOLLOWER_HALF_LIFE,
    NEIGHBOUR_HALF_LIFE,
    NEIGHBOURS,
    PER_ITEM,
    REACH,
)
from local_personalize.recipes.next_item.features import BY_ALL, BY_FOLLOWED, BY_NEIGHBOUR, BY_NEXT, RECENT_SPEED
from local_personalize.recipes.next_item.memory import Memory
from local_personalize.recipes.next_item.rates import ALL
from local_personalize.recipes.next_item.sessions import newest_slots

NEIGHBOUR, FOLLOWER = "read in a neighbouring session", "read after the newest item"
NEXT_READ, READ_NOW = "read next by many these minutes", "read by many these minutes"
Spoken = tuple[int, float]
"""A session's slot and how much it speaks for the item."""


def explain(memory: Memory, query: Query, item: int) -> list[Contribution]:
    """What speaks for `item`, the largest share first.

    Each ranking of the mixture counts by what it gives the item, and is shared out among the sessions it rests on.
    """
    items, own, _ = memory.session_of(query)
    parts = memory.mixture_parts(query, item)
    found = [
        *_shared_out(memory, NEIGHBOUR, item, parts[BY_NEIGHBOUR], list(_neighbours(memory, items, own, item))),
        *_shared_out(memory, FOLLOWER, item, parts[BY_FOLLOWED], list(_followers(memory, items[:1], own, item))),
    ]
    for kind, column, speed in ((NEXT_READ, BY_NEXT, RECENT_SPEED), (READ_NOW, BY_ALL, ALL)):
        if memory.rates.counts[item, speed] > 0.0 and parts[column] > 0.0:
            found.append(Contribution(kind, item, None, float(memory.rates.last[item]), parts[column]))
    total = sum(part.share for part in found) or 1.0
    return sorted((part._replace(share=part.share / total) for part in found), key=lambda part: -part.share)


def _shared_out(memory: Memory, kind: str, item: int, part: float, spoken: list[Spoken]) -> Iterator[Contribution]:
    total = sum(weight for _, weight in spoken)
    if total <= 0.0:  # all of it has faded away
        return
    sessions = memory.sessions
    for slot, weight in spoken:
        user, time = int(sessions.owners[slot]) - 1, float(sessions.last[slot])
        yield Contribution(kind, item, user, time, part * weight / total)


def _neighbours(memory: Memory, items: npt.NDArray[np.int64], own: int, item: int) -> Iterator[Spoken]:
    """The sessions among the newest neighbours that have the item, each with what it gives."""
    sessions = memory.sessions
    shared: dict[int, float] = {}
    nearest: dict[int, int] = {}
    length = min(len(items), REACH)
    for back, seed in enumerate(items[:REACH].tolist()):
        for slot, _ in _newest(memory, seed):
            if slot != own:
                shared[slot] = shared.get(slot, 0.0) + ((length - back) / length) ** 2
                nearest.setdefault(slot, back + 1)
    for slot in sorted(shared, key=lambda slot: -sessions.last[slot])[:NEIGHBOURS]:
        if item in sessions.items[slot, : sessions.lengths[slot]]:
            fade = 2.0 ** ((float(sessions.last[slot]) - memory.now) / NEIGHBOUR_HALF_LIFE)
            yield slot, shared[slot] * fade / nearest[slot] ** 2


def _followers(memory: Memory, seeds: npt.NDArray[np.int64], own: int, item: int) -> Iterator[Spoken]:
    """The sessions in which the item was read after the newest item, each with what it gives."""
    sessions = memory.sessions
    for seed in seeds.tolist():
        for slot, start in _newest(memory, seed):
            after = np.flatnonzero(sessions.items[slot, start + 1 : sessions.lengths[slot]] == item)
            if slot != own and len(after):
                fade = 2.0 ** ((float(sessions.last[slot]) - memory.now) / FOLLOWER_HALF_LIFE)
                yield slot, float(fade / (after[0] + 1))


def _newest(memory: Memory, item: int) -> list[tuple[int, int]]:
    slots, places = np.zeros(PER_ITEM, np.int32), np.zeros(PER_ITEM, np.int32)
    found = newest_slots(memory.sessions, item, PER_ITEM, slots, places)
    return list(zip(slots[:found].tolist(), places[:found].tolist(), strict=True))
