"""The baselines: what a recommender of news has to beat."""

from abc import ABC, abstractmethod
from collections import Counter, deque

import numpy as np
import numpy.typing as npt

from benchmarks.recommendation_quality.neighbours import SessionNeighbours
from benchmarks.recommendation_quality.sequential_rules import SequentialRules
from benchmarks.recommendation_quality.sessions import SessionLog
from local_personalize.recipes.fading import EventTime, FadingCounts
from local_personalize.recipes.model import Interaction, Query, Ranking, interactions
from local_personalize.store.events import Events

MINUTE, HOUR = 60.0, 3600.0
DEPTH = 300


class Baseline(ABC):
    """A method that learns a history as it learns everything: click by click."""

    def train(self, events: Events, weights: npt.NDArray[np.float64]) -> None:
        """Learn a history."""
        self.observe(*interactions(events, weights))

    def observe(self, *clicks: Interaction) -> None:
        """Learn more clicks."""
        for click in clicks:
            self.learn(click)

    @abstractmethod
    def learn(self, click: Interaction) -> None:
        """Learn one click."""


class RecentWindow(Baseline):
    """Clicks within the last five minutes."""

    def __init__(self, seconds: float = 5 * MINUTE) -> None:
        self.seconds = seconds
        self.time = EventTime()
        self.clicks: deque[tuple[float, int]] = deque()
        self.counts: Counter[int] = Counter()

    def learn(self, click: Interaction) -> None:
        """Count the click, and forget what is out of the window."""
        now = self.time.advance(click.time)
        self.clicks.append((now, click.item))
        self.counts[click.item] += 1
        while self.clicks[0][0] < self.time.now - self.seconds:
            _, item = self.clicks.popleft()
            self.counts[item] -= 1

    def rank(self, query: Query) -> Ranking:
        """Articles by their counts."""
        del query
        return [(item, float(count)) for item, count in self.counts.most_common(DEPTH) if count > 0]


class Popularity(Baseline):
    """Clicks fading with a half-life."""

    def __init__(self, half_life: float) -> None:
        self.time = EventTime()
        self.counts = FadingCounts(half_life)

    def learn(self, click: Interaction) -> None:
        """Count the click."""
        self.counts.add(click.item, self.time.advance(click.time), click.weight)

    def rank(self, query: Query) -> Ranking:
        """Articles by their counts."""
        del query
        return [(item, float(self.counts.counts[item])) for item in self.counts.best(DEPTH)]


class FadingRules(Baseline):
    """Sequential rules fading with 2 h: what is read after the newest article, weighted by 1/distance."""

    def __init__(self) -> None:
        self.time = EventTime()
        self.sessions = SessionLog(capacity=100_000)
        self.rules = SequentialRules(half_life=2 * HOUR)

    def learn(self, click: Interaction) -> None:
        """Learn the click after those before it in its session."""
        now = self.time.advance(click.time)
        visit = self.sessions.continued(click.user, click.session, now)
        if click.item not in visit.items:
            self.rules.learn(visit.items, click.item, now)
            visit.items.append(click.item)

    def rank(self, query: Query) -> Ranking:
        """The followers of the newest article."""
        visit = self.sessions.current.get(query.user) if query.user is not None else None
        items = visit.items if visit else query.read
        followers = self.rules.followers(items[-1]) if items else {}
        return sorted(followers.items(), key=lambda scored: -scored[1])[:DEPTH]


class VSkNN(Baseline):
    """V-SkNN: the 500 most recent sessions that share an article, quadratic weights for the newest."""

    def __init__(self) -> None:
        self.time = EventTime()
        self.sessions = SessionLog(capacity=100_000)
        self.neighbours = SessionNeighbours()

    def learn(self, click: Interaction) -> None:
        """Let the click's session have the article."""
        now = self.time.advance(click.time)
        visit = self.sessions.continued(click.user, click.session, now)
        if click.item not in visit.items:
            visit.items.append(click.item)
            self.neighbours.learn(visit, click.item)

    def rank(self, query: Query) -> Ranking:
        """The articles of neighbouring sessions."""
        visit = self.sessions.current.get(query.user) if query.user is not None else None
        items = visit.items if visit else query.read
        scores = self.neighbours.scores(items, visit)
        return sorted(scores.items(), key=lambda scored: -scored[1])[:DEPTH]
