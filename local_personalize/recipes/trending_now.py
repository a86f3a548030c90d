"""aws-trending-now: what is being read more than before."""

import numpy as np
import numpy.typing as npt

from local_personalize.recipes.explanation import Contribution
from local_personalize.recipes.fading import LARGEST_STEP, EventTime, best
from local_personalize.recipes.model import Interaction, Query, Ranking
from local_personalize.store.events import Events

STEPS = 10
KEPT = 2 * STEPS + 1
DEPTH = 1000
RISE = 10.0
FORMER = 0.001
Column = npt.NDArray[np.float64]


class TrendingNow:
    """Ranks items by how much more events they had in the last interval than in the one before.

    Both intervals end with the newest event and slide with it: they are counted in tenths, of which the oldest counts
    by its part. An increase counts as far as it exceeds what chance explains, one standard deviation of the
    difference of two counts, and then ten events for one; without it the order is that of the last interval's counts,
    and a decrease beyond chance lowers an item as if it went on. What had no event in either interval is not ranked.
    """

    def __init__(self, interval: float) -> None:
        self.step = interval / STEPS
        self.time = EventTime()
        self.newest = 0
        self.counts: npt.NDArray[np.float64] = np.zeros((KEPT, 1024))
        self.recent: Column = np.zeros(1024)
        self.earlier: Column = np.zeros(1024)

    def train(self, events: Events, weights: npt.NDArray[np.float64]) -> None:
        """Learn a history."""
        self.time = EventTime()
        self.counts = np.zeros((KEPT, max(1024, int(events.items.max(initial=0)) + 1)))
        if len(events):
            times = _seen_at(events.times.astype(float), self.time)
            steps = (times // self.step).astype(np.int64)
            self.newest = int(steps[-1])
            kept = steps > self.newest - KEPT
            places = steps[kept] % KEPT * self.counts.shape[1] + events.items[kept]
            counted = np.bincount(places, weights[kept], self.counts.size)
            self.counts = np.asarray(counted, np.float64).reshape(self.counts.shape)
        self._add_up()

    def observe(self, *interactions: Interaction) -> None:
        """Learn more events."""
        for interaction in interactions:
            self._count(interaction)

    def _count(self, interaction: Interaction) -> None:
        step = int(self.time.advance(interaction.time) // self.step)
        if interaction.item >= len(self.recent):
            more = max(len(self.recent), interaction.item + 1 - len(self.recent))
            self.counts = np.pad(self.counts, ((0, 0), (0, more)))
            self._add_up()
        if step > self.newest:
            for later in range(max(self.newest + 1, step - KEPT + 1), step + 1):
                self.counts[later % KEPT] = 0.0
            self.newest = step
            self._add_up()
        age = self.newest - step
        if age < KEPT:
            self.counts[step % KEPT, interaction.item] += interaction.weight
        if age < STEPS:
            self.recent[interaction.item] += interaction.weight
        elif STEPS < age < 2 * STEPS:
            self.earlier[interaction.item] += interaction.weight

    def rank(self, query: Query) -> Ranking:
        """The same items for every user, the fastest risers first."""
        del query
        scores = _scores(*self._intervals())
        return [(item, float(scores[item])) for item in best(scores, DEPTH)]

    def explain(self, query: Query, item: int) -> list[Contribution]:
        """The events of the last interval, and what their increase adds."""
        del query
        if item >= len(self.recent):
            return []
        last, before = (counts[item : item + 1] for counts in self._intervals())
        score = float(_scores(last, before)[0])
        events = min(score, float(last[0]))
        parts = {"events of the last interval": events, "increase": max(0.0, score - events) if events else 0.0}
        parts = {kind: part for kind, part in parts.items() if part > 0.0}
        total = sum(parts.values())
        shares = sorted(parts.items(), key=lambda kind: -kind[1])
        return [Contribution(kind, item, None, self.time.now, part / total) for kind, part in shares]

    def _add_up(self) -> None:
        """Count the tenths that are wholly within the last interval, and within the one before."""
        tenths = (self.newest - np.arange(KEPT)) % KEPT
        self.recent = self.counts[tenths[:STEPS]].sum(axis=0)
        self.earlier = self.counts[tenths[STEPS + 1 : -1]].sum(axis=0)

    def _intervals(self) -> tuple[Column, Column]:
        """By item, the events of the last interval and of the one before."""
        passed = self.time.now / self.step - self.newest
        middle, oldest = self.counts[(self.newest - STEPS) % KEPT], self.counts[(self.newest - 2 * STEPS) % KEPT]
        return self.recent + (1.0 - passed) * middle, self.earlier + passed * middle + (1.0 - passed) * oldest


def _scores(last: Column, before: Column) -> Column:
    """What items are worth, in events of the last interval."""
    change = last - before
    beyond_chance = np.abs(change) - np.sqrt(last + before)
    falling = last * last / np.maximum(before, 1e-9)
    scores = np.where(change > 0.0, last + RISE * np.maximum(beyond_chance, 0.0), last)
    scores = np.where((change < 0.0) & (beyond_chance > 0.0), falling, scores)
    return np.asarray(np.maximum(scores, FORMER * before), np.float64)


def _seen_at(times: Column, clock: EventTime) -> Column:
    """What a new clock says at each of these events, once it was advanced to them one after the other."""
    if (np.diff(times) > LARGEST_STEP).any():
        return np.fromiter(map(clock.advance, times.tolist()), np.float64, len(times))
    clock.advance(float(times[-1]))
    return times
