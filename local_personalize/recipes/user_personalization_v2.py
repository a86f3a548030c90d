"""aws-user-personalization-v2: what this reader will read next."""

from collections.abc import Iterable, Mapping
from heapq import nlargest

import numpy as np
import numpy.typing as npt

from local_personalize.recipes.fading import EventTime, FadingCounts
from local_personalize.recipes.model import Interaction, Query, Ranking, interactions
from local_personalize.recipes.neighbours import SessionNeighbours
from local_personalize.recipes.sequential_rules import SequentialRules
from local_personalize.recipes.sessions import LONGEST_SESSION, SessionLog
from local_personalize.store.events import Events

MINUTE, HOUR = 60.0, 3600.0
DEPTH = 300
LEARNED_ONE_BY_ONE = 200_000
RANK_OFFSET = 10.0
NEIGHBOURS, RULES, RECENT = 1.0, 1.0, 0.3


class UserPersonalizationV2:
    """Ranks for one reader by fusing three rankings that learn from every event.

    Session neighbours (fading with 2 h), sequential rules (fading with 1 h) and what was read in the last minutes;
    each gives an item weight / (10 + rank).
    """

    def __init__(self) -> None:
        self.time = EventTime()
        self.sessions = SessionLog(capacity=100_000)
        self.neighbours = SessionNeighbours(half_life=2 * HOUR)
        self.rules = SequentialRules(half_life=HOUR)
        self.recent = FadingCounts(half_life=5 * MINUTE)

    def train(self, events: Events, weights: npt.NDArray[np.float64]) -> None:
        """Learn a history."""
        newest = slice(max(0, len(events) - LEARNED_ONE_BY_ONE), None)
        for interaction in interactions(events.taking(newest), weights[newest]):
            self.observe(interaction)

    def observe(self, interaction: Interaction) -> None:
        """Learn one event."""
        user, session, item, time, weight, _ = interaction
        now = self.time.advance(time)
        visit = self.sessions.continued(user, session, now)
        self.recent.add(item, now, weight)
        if item in visit.items:
            return
        self.rules.learn(visit.items, item, now, weight)
        if len(visit.items) < LONGEST_SESSION:
            visit.items.append(item)
            self.neighbours.learn(visit, item)

    def rank(self, query: Query) -> Ranking:
        """Items for a user's session under way, or by the user's history when there is none."""
        visit = self.sessions.current.get(query.user) if query.user is not None else None
        items = visit.items if visit else query.read
        fused: dict[int, float] = {}
        if items:
            _fuse(fused, NEIGHBOURS, _ranking(self.neighbours.scores(items, visit, self.time.now)))
            _fuse(fused, RULES, _ranking(self.rules.followers(items[-1])))
        _fuse(fused, RECENT, self.recent.best(DEPTH))
        return sorted(fused.items(), key=lambda scored: (-scored[1], scored[0]))


def _ranking(scores: Mapping[int, float]) -> list[int]:
    return nlargest(DEPTH, scores, key=lambda item: (scores[item], -item))


def _fuse(fused: dict[int, float], weight: float, ranking: Iterable[int]) -> None:
    for rank, item in enumerate(ranking, start=1):
        fused[item] = fused.get(item, 0.0) + weight / (RANK_OFFSET + rank)
