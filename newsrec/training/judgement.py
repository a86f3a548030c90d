"""Candidate models asked for lists of readers whose next clicks are known, and judged by them."""

import hashlib
import heapq
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from newsrec.evaluation import Evaluation, evaluate
from newsrec.serving.ports import Model
from newsrec.surfaces import load
from newsrec.training.gate import Gate, Verdict, verdict

Lists = Mapping[str, Sequence[str]]
"""Article ids by reader."""

MOST_READERS = 300
SURFACE = "home"
"""Whose lists are judged: articles older than it allows are no candidates at the start of the holdout."""


@dataclass(frozen=True, slots=True)
class Serving:
    """What serves now: its lists of the same readers, and until when it learned, if that is known."""

    lists: Lists
    trained_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One model's candidate beside what serves; evaluations are None where no reader of the holdout had a click."""

    model: str
    lists: Lists
    candidate: Evaluation | None
    serving: Evaluation | None
    verdict: Verdict
    offline_metrics: Mapping[str, float] = field(default_factory=dict[str, float])
    """Amazon Personalize's own, on readers that it held out."""

    def as_json(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "passed": self.verdict.passed,
            "reasons": list(self.verdict.reasons),
            "candidate": self.candidate.as_json() if self.candidate else None,
            "serving": self.serving.as_json() if self.serving else None,
            "offline_metrics": dict(self.offline_metrics),
        }


def sampled(holdout: Iterable[tuple[str, Sequence[str]]], most: int = MOST_READERS) -> Lists:
    """At most `most` readers with what they opened, the same ones however the holdout is ordered."""

    def draw(entry: tuple[str, Sequence[str]]) -> str:
        return hashlib.sha256(entry[0].encode()).hexdigest()

    return dict(heapq.nsmallest(most, ((reader, articles) for reader, articles in holdout if articles), key=draw))


def asked(model: Model, readers: Iterable[str], *, holdout_from: datetime, gate: Gate, executor: Executor) -> Lists:
    """The list of each reader as of the start of the holdout. Raises `Unavailable`."""
    named = list(readers)
    published_after = holdout_from - timedelta(hours=load(SURFACE).max_age_hours)

    def ask(reader: str) -> Sequence[str]:
        return model.recommend(reader, published_after=published_after, most=gate.k)

    return dict(zip(named, executor.map(ask, named), strict=True))


def judge(
    model: str,
    holdout: Lists,
    candidate: Lists,
    serving: Serving | None,
    *,
    holdout_from: datetime,
    gate: Gate,
    offline_metrics: Mapping[str, float],
) -> Judged:
    """Both models' lists of the same readers against what these opened later; `serving` is None if nothing serves.

    A model that was trained on the holdout is no measure for one that was not, so then what serves stays.
    """
    ours = evaluate(holdout, candidate, k=gate.k) if holdout else None
    theirs = evaluate(holdout, serving.lists, k=gate.k) if holdout and serving else None
    answered = sum(map(bool, candidate.values())) / len(candidate) if candidate else 1.0
    if serving and serving.trained_until and serving.trained_until > holdout_from:
        until = serving.trained_until.isoformat(timespec="seconds")
        found = Verdict((f"what serves was trained on clicks until {until}: the holdout must begin later",))
    else:
        found = verdict(gate, ours, theirs, answered=answered)
    return Judged(
        model=model,
        lists=candidate,
        candidate=ours,
        serving=theirs,
        verdict=found,
        offline_metrics=offline_metrics,
    )
