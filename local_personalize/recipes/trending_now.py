"""aws-trending-now: what is being read more than before."""

import numpy as np

from local_personalize.recipes.fading import EventTime, FadingCounts, best
from local_personalize.recipes.model import Ranking

DEPTH = 1000
RISE = 3.0


class TrendingNow:
    """Ranks items by their present rate of events plus three times its growth against the interval before.

    The rate is a count that fades with a sixth of the interval, growth its excess over a count that fades with the
    whole interval: both move with every event instead of once an interval. Without growth anywhere the order is
    that of popularity.
    """

    def __init__(self, interval: float) -> None:
        self.time = EventTime()
        self.present = FadingCounts(half_life=interval / 6)
        self.usual = FadingCounts(half_life=interval)

    def observe(self, user: int, session: str | None, item: int, time: float, weight: float) -> None:
        """Learn one event."""
        del user, session
        now = self.time.advance(time)
        self.present.add(item, now, weight)
        self.usual.add(item, now, weight)

    def rank(self, user: int | None, read: list[int]) -> Ranking:
        """The same items for every user, the fastest risers first."""
        del user, read
        present = self.present.at(self.time.now) / self.present.half_life
        usual = self.usual.at(self.time.now) / self.usual.half_life
        scores = present + RISE * np.maximum(present - usual, 0.0)
        return [(item, float(scores[item])) for item in best(scores, DEPTH)]
