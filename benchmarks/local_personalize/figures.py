"""Figures with a bar: ours beside the reference, repeat by repeat in turn, so that both meet the same machine."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Ours and the reference's, one of each for every repeat; at most `bar` times the reference is good."""

    name: str
    reference: str
    unit: str
    ours: Sequence[float]
    theirs: Sequence[float]
    bar: float

    @property
    def ratios(self) -> list[float]:
        """Ours to the reference's, repeat by repeat."""
        return [ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True)]

    @property
    def holds(self) -> bool:
        """Whether the median ratio is not above the bar."""
        return statistics.median(self.ratios) <= self.bar

    def summary(self) -> Mapping[str, Any]:
        """All of it as JSON."""
        return {
            "name": self.name,
            "reference": self.reference,
            "unit": self.unit,
            "repeats": len(self.ours),
            "ours": spread(self.ours),
            "theirs": spread(self.theirs),
            "ratio": spread(self.ratios),
            "bar": self.bar,
            "holds": self.holds,
        }

    def cells(self) -> list[str]:
        """A row of the table."""
        shown = [f"{shown_spread(values)} {self.unit}" for values in (self.ours, self.theirs)]
        verdict = "yes" if self.holds else "no"
        return [self.name, self.reference, *shown, shown_spread(self.ratios), f"{self.bar:g}", verdict]


def spread(values: Sequence[float]) -> Mapping[str, float]:
    """The median and the range."""
    found = {"median": statistics.median(values), "min": min(values), "max": max(values)}
    return {name: float(f"{value:.4g}") for name, value in found.items()}


def shown_spread(values: Sequence[float]) -> str:
    """The median and, of several, the range."""
    middle, least, most = (f"{value:.3g}" for value in spread(values).values())
    return f"{middle} ({least} to {most})" if len(values) > 1 else middle


def quantile(values: Sequence[float], percent: int) -> float:
    """The given percentile."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
