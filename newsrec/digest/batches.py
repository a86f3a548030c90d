"""What the steps of a run hand to each other, as JSON documents in the run's folder of the data bucket."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, cast

from newsrec.digest.model import Edition, Finding, Mail, Recipient

READERS_PER_BATCH: Final = 20
"""So that a batch's candidates, with ids of 256 characters, fit into the 256 KiB that a state may hand on."""

OutcomeName = Literal[
    "sent",
    "already_sent",
    "already_claimed",
    "unsubscribed",
    "other_time_zone",
    "held_back",
    "late",
    "failed",
    "unknown",
]
"""`already_claimed` is being sent by another run; `unknown` may have been sent or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Readers whose mails are made and sent together, from lists as that revision of the digest's surface has them.

    None is whichever is in force.
    """

    run: str
    edition: Edition
    readers: tuple[Recipient, ...]
    surface_revision: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderFindings:
    """A reader, and what was found in the mail."""

    reader_id: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedBatch:
    """The mails of a batch that may go out, with what was remarked on them, and the readers who get none."""

    run: str
    edition: Edition
    mails: tuple[Mail, ...]
    held_back: tuple[ReaderFindings, ...]
    remarks: tuple[ReaderFindings, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one reader's mail; `reason` says why of everything but a mail that was sent.

    `codes` are those of the findings that held it back.
    """

    reader_id: str
    outcome: OutcomeName
    at: datetime
    reason: str = ""
    message_id: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOutcomes:
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFailure:
    """Why a batch was given up: the step that failed, and what the state machine says of it."""

    step: str
    error: str
    cause: str


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where one run keeps its files; what belongs to a batch has the batch's name in every folder."""

    prefix: str

    @staticmethod
    def of(edition: Edition, run: str) -> "RunFolder":
        return RunFolder(f"digests/{edition.digest_id}/{edition.date}/{run}")

    @property
    def batches(self) -> str:
        """The prefix of all batches, and of nothing else."""
        return f"{self.prefix}/batches/"

    @property
    def outcomes(self) -> str:
        return f"{self.prefix}/outcomes/"

    @property
    def failures(self) -> str:
        """Where the state machine writes why it gave batches up."""
        return f"{self.prefix}/failures/"

    @property
    def plan(self) -> str:
        return f"{self.prefix}/plan.json"

    @property
    def summary(self) -> str:
        return f"{self.prefix}/summary.json"

    def batch(self, number: int) -> str:
        return f"{self.batches}{number:05}.json"


def mails_of(batch_key: str) -> str:
    return _beside(batch_key, "mails")


def outcomes_of(batch_key: str) -> str:
    return _beside(batch_key, "outcomes")


def failure_of(batch_key: str) -> str:
    return _beside(batch_key, "failures")


def _beside(batch_key: str, folder: str) -> str:
    prefix, _, name = batch_key.rpartition("/batches/")
    return f"{prefix}/{folder}/{name}"


def document(value: object) -> Any:
    """A dataclass of this package as JSON values, which `newsrec.rules.decoding.decode` reads again."""
    if dataclasses.is_dataclass(value):
        return {field.name: document(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): document(entry) for key, entry in cast(Mapping[object, object], value).items()}
    if isinstance(value, tuple | list):
        return [document(entry) for entry in cast(tuple[object, ...], value)]
    return value.isoformat() if isinstance(value, datetime) else value
