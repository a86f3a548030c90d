"""Fading sequential rules: what is read after what."""

from collections.abc import Sequence
from math import exp2

from local_personalize.recipes.fading import LARGEST_EXPONENT


class SequentialRules:
    """For every item the items read after it within a session, weighted by 1/distance and fading with `half_life`.

    When more than `capacity` rules have gathered, the faintest half is forgotten.
    """

    def __init__(self, half_life: float, reach: int = 10, capacity: int = 1_000_000) -> None:
        self.half_life = half_life
        self.reach = reach
        self.capacity = capacity
        self.landmark = 0.0
        self.size = 0
        self.rules: dict[int, dict[int, float]] = {}

    def learn(self, earlier: Sequence[int], item: int, time: float, weight: float = 1.0) -> None:
        """Learn that `item` was read at `time`, after `earlier` (oldest first) in the same session."""
        exponent = (time - self.landmark) / self.half_life
        if exponent > LARGEST_EXPONENT:
            self._rescale(exp2(max(-exponent, -1074.0)))
            self.landmark = time
            exponent = 0.0
        if exponent < -1000.0:
            return
        gain = weight * exp2(exponent)
        for distance, before in enumerate(reversed(earlier[-self.reach :]), start=1):
            if before == item:
                continue
            followers = self.rules.setdefault(before, {})
            if item in followers:
                followers[item] += gain / distance
            else:
                followers[item] = gain / distance
                self.size += 1
        if self.size > self.capacity:
            self._forget_faintest_half()

    def followers(self, item: int) -> dict[int, float]:
        """The items read after `item` with their weights, which only compare with each other."""
        return self.rules.get(item, {})

    def _rescale(self, factor: float) -> None:
        for followers in self.rules.values():
            for item in followers:
                followers[item] *= factor

    def _forget_faintest_half(self) -> None:
        weights = sorted(weight for followers in self.rules.values() for weight in followers.values())
        median = weights[len(weights) // 2]
        kept = {
            item: {follower: weight for follower, weight in followers.items() if weight > median}
            for item, followers in self.rules.items()
        }
        self.rules = {item: followers for item, followers in kept.items() if followers}
        self.size = sum(map(len, self.rules.values()))
