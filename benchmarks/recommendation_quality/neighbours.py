"""Session neighbours (V-SkNN): recent sessions that share items with the one under way."""

from collections import deque
from collections.abc import Sequence
from heapq import nlargest
from operator import attrgetter

from benchmarks.recommendation_quality.sessions import Session


class SessionNeighbours:
    """Scores items by the newest `sample` sessions that share an item with the one under way.

    A neighbour counts by the shared items (quadratically more for the newest) and by the place of the newest shared
    item in the session under way.
    """

    def __init__(self, sample: int = 500, sessions_per_item: int = 500, reach: int = 10) -> None:
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

    def scores(self, items: Sequence[int], own: Session | None) -> dict[int, float]:
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
            gain = shared[session] / nearest[session] ** 2
            for item in session.items:
                scores[item] = scores.get(item, 0.0) + gain
        return scores
