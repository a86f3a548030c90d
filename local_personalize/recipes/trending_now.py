"""aws-trending-now: what is being read more than before."""

import numpy as np
import numpy.typing as npt

from local_personalize.recipes.fading import EventTime, FadingCounts, best
from local_personalize.recipes.model import Interaction, Query, Ranking, interactions
from local_personalize.store.events import Events

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

    def train(self, events: Events, weights: npt.NDArray[np.float64]) -> None:
        """Learn a history."""
        for interaction in interactions(events, weights):
            self.observe(interaction)

    def observe(self, interaction: Interaction) -> None:
        """Learn one event."""
        now = self.time.advance(interaction.time)
        self.present.add(interaction.item, now, interaction.weight)
        self.usual.add(interaction.item, now, interaction.weight)

    def rank(self, query: Query) -> Ranking:
        """The same items for every user, the fastest risers first."""
        del query
        present = self.present.at(self.time.now) / self.present.half_life
        usual = self.usual.at(self.time.now) / self.usual.half_life
        scores = present + RISE * np.maximum(present - usual, 0.0)
        return [(item, float(scores[item])) for item in best(scores, DEPTH)]
