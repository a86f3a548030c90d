"""What became of an edition: every reader of the audience once, in figures."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import get_args

from newsrec.digest.batches import BatchFailure, Outcome, OutcomeName
from newsrec.digest.planning import Decided, standing
from newsrec.digest.ports import Ledger

MOST_NAMED = 200
"""Readers that a summary names; all are in the files of their batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledBatch:
    """A batch as its files show it: `outcomes` are empty where it was not sent to the end."""

    key: str
    reader_ids: tuple[str, ...]
    outcomes: tuple[Outcome, ...] = ()
    failure: BatchFailure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedBatch:
    """A batch that was given up; its cause is the state machine's."""

    key: str
    step: str
    error: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`counts` holds the audience, how many of it were due, and then each reader once, under an outcome's name.

    `named` are readers whose mail failed or of whose mail nothing is known.
    """

    digest: str
    date: str
    run: str
    counts: Mapping[str, int]
    held_back_by_code: Mapping[str, int]
    failed_by_reason: Mapping[str, int]
    invalid_lines: int
    repeated_lines: int
    first_sent_at: datetime | None
    last_sent_at: datetime | None
    failed_batches: tuple[FailedBatch, ...]
    machine_failure: str | None
    named: tuple[Outcome, ...]

    @property
    def complete(self) -> bool:
        """Whether everybody got the mail that there was for them, as far as anybody knows."""
        return not self.counts["failed"] and not self.counts["unknown"]

    @property
    def headline(self) -> str:
        counts = self.counts
        return (
            f"{self.digest} of {self.date}: {counts['sent']} sent of {counts['due']} due, {counts['failed']} failed, "
            f"{counts['unknown']} unknown, {counts['held_back']} held back, {counts['late']} too late"
        )


def summarise(
    decided: Decided, batches: Sequence[SettledBatch], ledger: Ledger, *, machine_failure: str | None, now: datetime
) -> Summary:
    """`machine_failure` is why the machine could not go through the batches, if so.

    Raises `Unavailable` when the ledger is needed, for readers without an outcome, and cannot be read."""
    outcomes = by_reader(decided, batches, ledger, now)
    counts = Counter(outcome.outcome for outcome in outcomes.values())
    sent_at = sorted(outcome.at for outcome in outcomes.values() if outcome.outcome == "sent")
    return Summary(
        digest=decided.edition.digest_id,
        date=decided.edition.date,
        run=decided.run,
        counts={"audience": len(outcomes), "due": decided.due} | {name: counts[name] for name in get_args(OutcomeName)},
        held_back_by_code=Counter(chain.from_iterable(outcome.codes for outcome in outcomes.values())),
        failed_by_reason=Counter(outcome.reason for outcome in outcomes.values() if outcome.outcome == "failed"),
        invalid_lines=len(decided.invalid_lines),
        repeated_lines=decided.repeated_lines,
        first_sent_at=sent_at[0] if sent_at else None,
        last_sent_at=sent_at[-1] if sent_at else None,
        failed_batches=tuple(_failed(batches)),
        machine_failure=machine_failure,
        named=tuple(one for one in outcomes.values() if one.outcome in {"failed", "unknown"})[:MOST_NAMED],
    )


def by_reader(
    decided: Decided, batches: Sequence[SettledBatch], ledger: Ledger, now: datetime
) -> Mapping[str, Outcome]:
    """What became of each reader of the audience. Raises `Unavailable` as `summarise` does."""
    settled = (_outcomes(batch, decided, ledger, now) for batch in batches)
    return {outcome.reader_id: outcome for outcome in chain(decided.outcomes, *settled)}


def _outcomes(settled: SettledBatch, decided: Decided, ledger: Ledger, now: datetime) -> Iterable[Outcome]:
    """The batch's own, and for readers who have none what the ledger says of them."""
    yield from settled.outcomes
    told = {outcome.reader_id for outcome in settled.outcomes}
    untold = [reader_id for reader_id in settled.reader_ids if reader_id not in told]
    entries = ledger.entries(untold, decided.edition)
    step = f"not reached: {settled.failure.step} failed" if settled.failure else "not reached"
    for reader_id in untold:
        entry = entries.get(reader_id)
        known = entry and standing(entry, run=decided.run, now=now)
        yield Outcome(
            reader_id=reader_id,
            outcome=known or "failed",
            at=entry.claimed_at if entry and known else now,
            reason="from the ledger" if known else step,
            message_id=entry.message_id if entry else None,
        )


def _failed(batches: Iterable[SettledBatch]) -> Iterable[FailedBatch]:
    for settled in batches:
        if failure := settled.failure:
            yield FailedBatch(key=settled.key, step=failure.step, error=failure.error, cause=failure.cause)
