"""Counts that fade exponentially with the time of the events, so that one comparison ranks them at any moment."""

from math import exp2

import numpy as np
import numpy.typing as npt

LARGEST_EXPONENT = 500.0
LARGEST_STEP = 3600.0
FAINT = 1e-6


class EventTime:
    """The newest time a model has seen, in epoch seconds.

    One event moves it on by at most an hour, so a single wrong timestamp cannot make everything else look old. Each
    further one in a row may move it twice as far as the one before, so that it is soon through a long pause.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self.step = LARGEST_STEP

    def advance(self, time: float) -> float:
        """Take in an event's time and return the time to fade that event from."""
        cut = self.now > 0.0 and time > self.now + self.step
        if time > self.now:
            self.now = self.now + self.step if cut else time
        self.step = 2.0 * self.step if cut else LARGEST_STEP
        return min(time, self.now)


class FadingCounts:
    """One fading count per item index, halved every `half_life` seconds."""

    def __init__(self, half_life: float) -> None:
        self.half_life = half_life
        self.landmark = 0.0
        self.counts: npt.NDArray[np.float64] = np.zeros(1024)

    def add(self, item: int, time: float, weight: float = 1.0) -> None:
        """Count an event of `item` at `time`."""
        if item >= len(self.counts):
            self._grow(item)
        exponent = (time - self.landmark) / self.half_life
        if exponent > LARGEST_EXPONENT:
            self.counts *= exp2(max(-exponent, -1074.0))
            self.landmark = time
            exponent = 0.0
        if exponent > -1000.0:
            self.counts[item] += weight * exp2(exponent)

    def add_many(
        self, items: npt.NDArray[np.int64], times: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]
    ) -> None:
        """Count many events, of which there must be one at least."""
        newest = max(float(times.max()), self.landmark)
        self.add(int(items.max()), newest, 0.0)
        self.counts *= exp2(max((self.landmark - newest) / self.half_life, -1074.0))
        self.landmark = newest
        faded = weights * np.exp2(np.maximum((times - newest) / self.half_life, -1000.0))
        self.counts += np.bincount(items, faded, minlength=len(self.counts))

    def at(self, now: float) -> npt.NDArray[np.float64]:
        """The counts as they stand at `now`."""
        return self.counts * exp2(max((self.landmark - now) / self.half_life, -1074.0))

    def best(self, count: int) -> list[int]:
        """The `count` largest items, best first, equal ones by index; items never counted are left out."""
        return best(self.counts, count)

    def _grow(self, item: int) -> None:
        grown = np.zeros(max(2 * len(self.counts), item + 1))
        grown[: len(self.counts)] = self.counts
        self.counts = grown


def best(scores: npt.NDArray[np.float64], count: int) -> list[int]:
    """Indexes of the `count` largest positive scores, best first, equal ones by index."""
    found = np.flatnonzero(scores > FAINT * scores.max(initial=0.0))
    if len(found) < count:
        found = np.flatnonzero(scores > 0.0)
    if count < len(found):
        threshold = np.partition(scores[found], len(found) - count)[len(found) - count]
        found = found[scores[found] >= threshold]
    order: list[int] = found[np.argsort(-scores[found], kind="stable")].tolist()
    return order[:count]
