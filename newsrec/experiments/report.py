"""What an experiment showed: click-through per variant, differences, and whether the readers were dealt out as meant.

Readers are the unit: one reader's impressions are not independent of each other, so the intervals come from how readers
differ (the delta method for a ratio of two means), and hold for some dozens of readers per variant and more.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from newsrec.experiments.counts import ReaderCounts
from newsrec.experiments.experiment import Experiment

CONFIDENCE: Final = 0.95
ALARMING_P: Final = 0.001
FEWEST_READERS: Final = 100
"""Per variant; the intervals of fewer are not to be trusted."""

_NORMAL: Final = NormalDist()
_WIDTH: Final = _NORMAL.inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the interval that holds the true one in 95 of 100 experiments."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How much more (or less) of the impressions are clicked than with the first variant; `p` is two-sided."""

    absolute: Estimate
    relative: float | None
    p: float

    @property
    def clear(self) -> bool:
        """Whether chance alone would hardly give it."""
        return self.p < 1 - CONFIDENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantResult:
    """One variant's figures; no click-through without two readers and an impression, no difference for the first."""

    name: str
    share: float
    readers: int
    impressions: int
    clicks: int
    click_through: Estimate | None
    difference: Difference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`ratio_p` is how likely chance alone deals the readers out so unevenly; None while there are none.

    `in_several` are readers who saw more than one variant; they are left out of all figures.
    """

    experiment_id: str
    variants: tuple[VariantResult, ...]
    ratio_p: float | None
    in_several: int

    @property
    def ratio_alarm(self) -> bool:
        """Whether the readers are dealt out wrongly: then no other figure means anything."""
        return self.ratio_p is not None and self.ratio_p < ALARMING_P


@dataclass(slots=True)
class _Sums:
    """What the delta method needs of a variant's readers."""

    readers: int = 0
    impressions: int = 0
    clicks: int = 0
    impressions_squared: int = 0
    clicks_squared: int = 0
    product: int = 0

    def add(self, impressions: int, clicks: int) -> None:
        self.readers += 1
        self.impressions += impressions
        self.clicks += clicks
        self.impressions_squared += impressions * impressions
        self.clicks_squared += clicks * clicks
        self.product += impressions * clicks

    @property
    def rate(self) -> float:
        return self.clicks / self.impressions

    @property
    def variance(self) -> float:
        """Of the rate: that of each reader's clicks less what the rate would make of the reader's impressions."""
        rate = self.rate
        squares = self.clicks_squared - 2 * rate * self.product + rate * rate * self.impressions_squared
        return max(0.0, squares) * self.readers / (self.readers - 1) / self.impressions**2


def report(experiment: Experiment, counts: Iterable[ReaderCounts]) -> Report:
    """The figures of the experiment; counts of variants that it does not have are left out."""
    names = [variant.name for variant in experiment.variants]
    of_readers = [one for one in counts if one.variant in names]
    seen = Counter(one.reader_id for one in of_readers)
    sums = {name: _Sums() for name in names}
    for one in of_readers:
        if seen[one.reader_id] == 1:
            sums[one.variant].add(one.impressions, one.clicks)
    return Report(
        experiment_id=experiment.id,
        variants=tuple(_results(experiment, sums)),
        ratio_p=_ratio_p([sums[name].readers for name in names], [variant.share for variant in experiment.variants]),
        in_several=sum(times > 1 for times in seen.values()),
    )


def _results(experiment: Experiment, sums: Mapping[str, _Sums]) -> Iterable[VariantResult]:
    first = experiment.variants[0]
    for variant in experiment.variants:
        own = sums[variant.name]
        yield VariantResult(
            name=variant.name,
            share=variant.share,
            readers=own.readers,
            impressions=own.impressions,
            clicks=own.clicks,
            click_through=_estimate(own.rate, math.sqrt(own.variance)) if _measurable(own) else None,
            difference=None if variant is first else _difference(own, sums[first.name]),
        )


def _measurable(sums: _Sums) -> bool:
    return sums.readers > 1 and sums.impressions > 0


def _estimate(value: float, error: float) -> Estimate:
    return Estimate(value, value - _WIDTH * error, value + _WIDTH * error)


def _difference(own: _Sums, first: _Sums) -> Difference | None:
    if not (_measurable(own) and _measurable(first)):
        return None
    difference, error = own.rate - first.rate, math.sqrt(own.variance + first.variance)
    p = 2 * _NORMAL.cdf(-abs(difference) / error) if error else float(difference == 0)
    return Difference(
        absolute=_estimate(difference, error), relative=difference / first.rate if first.rate else None, p=p
    )


def _ratio_p(readers: Sequence[int], shares: Sequence[float]) -> float | None:
    """The chi-square test of the numbers of readers against the shares."""
    total = sum(readers)
    if not total:
        return None
    meant = [total * share for share in shares]
    statistic = sum((number - mean) ** 2 / mean for number, mean in zip(readers, meant, strict=True))
    return _chi_square_tail(statistic, len(readers) - 1)


def _chi_square_tail(statistic: float, degrees: int) -> float:
    """How likely a chi-square variable is above `statistic`, by the recurrence over its degrees of freedom."""
    half = statistic / 2
    tail = math.erfc(math.sqrt(half)) if degrees % 2 else math.exp(-half)
    for lower in range(1 + (degrees + 1) % 2, degrees, 2):
        tail += half ** (lower / 2) * math.exp(-half) / math.gamma(lower / 2 + 1)
    return tail
