"""The gate before an import: whether what a batch job made of the source files looks as it should."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import ConfigDict


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a run may be from what is usual; shares are of 1, and None switches a check off.

    Shares of fewer than `judged_from` records say nothing and are not judged.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    judged_from: int = 100
    least_of_last: float | None = 0.5
    """The share of the last good run's records that must be there; an increment has no usual size."""
    most_rejected: float | None = 0.2
    most_duplicates: float | None = 0.5
    most_absent: Mapping[str, float] = field(default_factory=dict[str, float])
    """The share of records that may lack a column, by column."""
    most_absent_above_last: float | None = 0.3
    """How much greater the share of records that lack a column may be than in the last good run."""
    newest_within_hours: float | None = None
    least_span_hours: float | None = None
    most_of_one_reader: float | None = 0.5
    most_of_one_article: float | None = 0.5
    least_readers: int = 1
    least_articles: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is judged of a run; `usable` records are those to import and those held out.

    What a kind of record does not have is None: articles have no readers, and older descriptions are no duplicates.
    """

    increment: bool
    as_of: datetime
    read: int
    rejected: int
    duplicates: int | None
    usable: int
    first: datetime | None
    last: datetime | None
    readers: int | None
    articles: int
    most_of_one_reader: int | None
    most_of_one_article: int | None
    absent: Mapping[str, int]
    """How many usable records lack each column."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, the figure and the limit in words, and whether the figure keeps to it."""

    name: str
    figure: str
    limit: str
    passed: bool

    def __str__(self) -> str:
        return f"{self.name}: {self.figure}, {self.limit}"

    def as_json(self) -> dict[str, Any]:
        return {"check": self.name, "figure": self.figure, "limit": self.limit, "passed": self.passed}


@dataclass(frozen=True, slots=True)
class Report:
    """Every check that was made of a run."""

    checks: tuple[Check, ...]

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.passed)

    def as_json(self) -> dict[str, Any]:
        return {"passed": not self.failed, "checks": [check.as_json() for check in self.checks]}


def figures_of(summary: Mapping[str, Any]) -> Figures:
    """The figures in a batch job's `summary.json`."""
    window: Mapping[str, str | None] = summary["window"]
    parameters: Mapping[str, Any] = summary["parameters"]
    return Figures(
        increment=parameters["since_last"],
        as_of=datetime.fromisoformat(parameters["as_of"]),
        read=summary["read"],
        rejected=summary["rejected"],
        duplicates=summary.get("duplicates"),
        usable=summary["imported"] + summary.get("held_out", 0),
        first=_time(window["first"]),
        last=_time(window["last"]),
        **summary["figures"],
    )


def judged(figures: Figures, last_good: Figures | None, limits: Limits) -> Report:
    """Every check that applies to a run, beside the last one that passed if there is any."""
    return Report(
        tuple(
            check
            for checks in (
                _volume(figures, last_good, limits),
                _shares(figures, limits),
                _absent(figures, last_good, limits),
                _times(figures, limits),
                _distinct(figures, limits),
            )
            for check in checks
        )
    )


def _volume(figures: Figures, last_good: Figures | None, limits: Limits) -> Iterator[Check]:
    least = limits.least_of_last
    if least is None or last_good is None or figures.increment or last_good.increment:
        return
    if last_good.usable >= limits.judged_from:
        text = f"at least {least:.0%} of the last good run's {last_good.usable} are needed"
        yield Check("usable records", f"{figures.usable} are usable", text, figures.usable >= least * last_good.usable)


def _shares(figures: Figures, limits: Limits) -> Iterator[Check]:
    accepted = figures.read - figures.rejected
    for name, part, whole, most in (
        ("rejects", figures.rejected, figures.read, limits.most_rejected),
        ("duplicates", figures.duplicates, accepted, limits.most_duplicates),
        ("records of one reader", figures.most_of_one_reader, figures.usable, limits.most_of_one_reader),
        ("records of one article", figures.most_of_one_article, figures.usable, limits.most_of_one_article),
    ):
        if part is not None and most is not None and whole >= limits.judged_from:
            yield _at_most(name, part, whole, most)


def _absent(figures: Figures, last_good: Figures | None, limits: Limits) -> Iterator[Check]:
    if figures.usable < limits.judged_from:
        return
    comparable = last_good is not None and last_good.usable >= limits.judged_from
    for column, absent in figures.absent.items():
        if column in limits.most_absent:
            yield _at_most(f"records without {column}", absent, figures.usable, limits.most_absent[column])
        if comparable and last_good and limits.most_absent_above_last is not None:
            usual = last_good.absent.get(column, 0) / last_good.usable
            most = min(1.0, usual + limits.most_absent_above_last)
            yield _at_most(f"records without {column} beside {usual:.1%} last time", absent, figures.usable, most)


def _times(figures: Figures, limits: Limits) -> Iterator[Check]:
    if figures.first is None or figures.last is None:
        return
    if (hours := limits.newest_within_hours) is not None:
        passed = figures.as_of - figures.last <= timedelta(hours=hours)
        yield Check(
            "newest record", f"is of {figures.last:%Y-%m-%d %H:%M}", f"may be {hours:g} hours before the run", passed
        )
    if (hours := limits.least_span_hours) is not None:
        span = figures.last - figures.first
        text = f"are {span.total_seconds() / 3600:.1f} hours"
        yield Check(
            "oldest to newest record", text, f"at least {hours:g} hours are needed", span >= timedelta(hours=hours)
        )


def _distinct(figures: Figures, limits: Limits) -> Iterator[Check]:
    for name, count, least in (
        ("readers", figures.readers, limits.least_readers),
        ("articles", figures.articles, limits.least_articles),
    ):
        if count is not None and not figures.increment:
            yield Check(name, f"{count} are there", f"at least {least} are needed", count >= least)


def _at_most(name: str, part: int, whole: int, most: float) -> Check:
    return Check(
        name, f"{part} of {whole} ({part / whole:.1%})", f"at most {most:.1%} are allowed", part <= most * whole
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
