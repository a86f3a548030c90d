"""The gate: whether a candidate model may serve readers."""

from collections.abc import Iterator
from dataclasses import dataclass

from newsrec.evaluation import Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What a candidate has to be; metrics are of the first `k` places, on clicks later than its training data.

    `most_loss` is the share of what serves' MAP and hit rate that a candidate may lose: wide enough for the noise of a
    few hundred readers. With fewer than `least_readers` nothing can be told, so what serves stays.
    """

    k: int = 10
    least_readers: int = 25
    least_answered: float = 0.95
    most_loss: float = 0.2


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a candidate may not serve, one sentence a reason; without a reason it may."""

    reasons: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.reasons


def verdict(gate: Gate, candidate: Evaluation | None, serving: Evaluation | None, *, answered: float) -> Verdict:
    """Judges a candidate against what serves now, if anything does.

    `answered` is the share of asked readers who got a list from the candidate; evaluations are None where no
    reader of the holdout had a click.
    """
    return Verdict(tuple(_objections(gate, candidate, serving, answered)))


def _objections(gate: Gate, candidate: Evaluation | None, serving: Evaluation | None, answered: float) -> Iterator[str]:
    if answered < gate.least_answered:
        yield f"only {answered:.0%} of the readers got a list ({gate.least_answered:.0%} are needed)"
    readers = candidate.readers if candidate else 0
    if candidate and readers >= gate.least_readers and candidate.hit_rate == 0:
        yield f"none of the {readers} readers clicked any of the {gate.k} articles named"
    if serving is None:
        return
    if candidate is None or readers < gate.least_readers:
        yield f"{readers} readers clicked in the holdout; to replace what serves, {gate.least_readers} are needed"
        return
    compared = (
        ("MAP", candidate.mean_average_precision, serving.mean_average_precision),
        ("hit rate", candidate.hit_rate, serving.hit_rate),
    )
    for name, ours, theirs in compared:
        if ours < theirs * (1 - gate.most_loss):
            yield f"{name}@{gate.k} is {ours:.4f} and that of the model that serves {theirs:.4f}"
