"""Session neighbours (V-SkNN): recent sessions that share items with the one under way."""

from collections import deque
from collections.abc import Sequence
from heapq import nlargest
from math import exp2
from operator import attrgetter

from local_personalize.recipes.sessions import Session


class SessionNeighbours:
    """Scores items by the newest `sample` sessions that share an item with the one under way.

    A neighbour counts by the shared items (quadratically more for the newest), by the place of the newest shared
    item in the session under way, and fades with `half_life`.
    """

    def __init__(self, half_life: float, sample: int = 500, sessions_per_item: int = 500, reach: int = 10) -> None:
        self.half_life = half_life
        self.sample = sample
        self.sessions_per_item = sessions_per_item
        self.reach = reach
        self.by_item: dict[int, deque[Session]] = {}

    def learn(self, session: Session, item: int) -> None:
        """Learn that `item`, just added to `session` for the first time, was read in it."""
        sessions = self.by_item.get(item)
        if sessions is None:
            sessions = self.by_item[item] = deque(maxlen=self.sessions_per_item)
        sessions.append(session)

    def scores(self, items: Sequence[int], own: Session | None, now: float) -> dict[int, float]:
        """Scores of the items in sessions that neighbour `items` (oldest first), other than the `own` one."""
        newest_first = list(dict.fromkeys(reversed(items)))[: self.reach]
        length = len(newest_first)
        weights = {item: ((length - place) / length) ** 2 for place, item in enumerate(newest_first)}
        places = {item: place for place, item in enumerate(newest_first, start=1)}
        shared: dict[Session, float] = {}
        nearest: dict[Session, int] = {}
        for item in newest_first:
            weight, place = weights[item], places[item]
            for session in self.by_item.get(item, ()):
                if session in shared:
                    shared[session] += weight
                else:
                    shared[session] = weight
                    nearest[session] = place
        if own is not None:
            shared.pop(own, None)
        sampled = nlargest(self.sample, shared, key=attrgetter("last")) if len(shared) > self.sample else shared
        scores: dict[int, float] = {}
        for session in sampled:
            fade = exp2(max((session.last - now) / self.half_life, -1000.0))
            gain = shared[session] * fade / nearest[session] ** 2
            for item in session.items:
                scores[item] = scores.get(item, 0.0) + gain
        return scores
