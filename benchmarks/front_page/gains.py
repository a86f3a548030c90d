"""What lists were worth: gains per scored click, their means, and differences with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

RESAMPLES = 1000


class Difference(NamedTuple):
    """A difference of two means over the same clicks, and its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(slots=True)
class Gains:
    """One gain per scored click, each with the session that it is of."""

    values: list[float] = field(default_factory=list)
    sessions: list[int] = field(default_factory=list)

    def add(self, value: float, session: int) -> None:
        self.values.append(value)
        self.sessions.append(session)

    @property
    def mean(self) -> float:
        return float(np.mean(self.values)) if self.values else 0.0

    def over(self, other: "Gains", seed: int = 0) -> Difference:
        """How much more than another's, on the same clicks: sessions are drawn anew, pairs stay together."""
        if self.sessions != other.sessions:
            raise ValueError("only gains on the same clicks can be compared")
        if not self.sessions:
            return Difference(0.0, 0.0, 0.0)
        differences = np.array(self.values) - np.array(other.values)
        means = _resampled_means(differences, self.sessions, seed)
        low, high = np.percentile(means, [2.5, 97.5]).tolist()
        return Difference(float(differences.mean()), low, high)


def _resampled_means(values: npt.NDArray[np.float64], sessions: Sequence[int], seed: int) -> npt.NDArray[np.float64]:
    _, of_session = np.unique(sessions, return_inverse=True)
    sums, counts = np.bincount(of_session, values), np.bincount(of_session)
    random = np.random.default_rng(seed)
    means = np.empty(RESAMPLES)
    for number in range(RESAMPLES):
        drawn = random.integers(0, len(sums), len(sums))
        means[number] = sums[drawn].sum() / counts[drawn].sum()
    return means
