"""Who is due for an edition, and who is not and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from newsrec.digest.audience import Audience, InvalidLine, Subscriber
from newsrec.digest.batches import READERS_PER_BATCH, Batch, Outcome, OutcomeName
from newsrec.digest.definition import Digest
from newsrec.digest.model import Edition
from newsrec.digest.ports import Ledger, LedgerEntry, Unsubscribed

CLAIM_LASTS: Final = timedelta(minutes=15)
"""No function runs longer, so what an older claim was made for has ended, one way or the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is known before anything is sent: who is due, by batch, and what there is to say of everybody else.

    All lists of the run are made as `surface_revision` of the digest's surface has them, whatever is saved meanwhile.
    """

    run: str
    edition: Edition
    surface_revision: int
    batches: tuple[tuple[str, ...], ...]
    outcomes: tuple[Outcome, ...]
    invalid_lines: tuple[InvalidLine, ...]
    repeated_lines: int

    @property
    def due(self) -> int:
        return sum(map(len, self.batches))


@dataclass(frozen=True, slots=True)
class Plan:
    """`batches` are those of `decided`, with what is needed to write to their readers."""

    decided: Decided
    batches: tuple[Batch, ...]


def edition_of(digest: Digest, scheduled_at: datetime) -> Edition:
    """The edition of a start: the same for a late or repeated one, since it is told when it was scheduled."""
    return Edition(
        digest_id=digest.id,
        date=scheduled_at.astimezone(digest.zone).date().isoformat(),
        deadline=scheduled_at + timedelta(minutes=digest.deadline_minutes),
    )


def plan_run(
    audience: Audience,
    digest: Digest,
    edition: Edition,
    *,
    run: str,
    time_zone: str | None,
    surface_revision: int,
    ledger: Ledger,
    unsubscribed: Unsubscribed,
    now: datetime,
) -> Plan:
    """`time_zone` limits the run to the subscribers of that zone; None means all. Raises `Unavailable`."""
    called = [one.recipient for one in audience.subscribers if _in_zone(one, digest, time_zone)]
    called_ids = {recipient.reader_id for recipient in called}
    gone: dict[str, OutcomeName] = {
        one.recipient.reader_id: "other_time_zone"
        for one in audience.subscribers
        if one.recipient.reader_id not in called_ids
    }
    for reader_id, entry in ledger.entries(called_ids, edition).items():
        if standing_now := standing(entry, run=run, now=now):
            gone[reader_id] = standing_now
    gone |= dict.fromkeys(unsubscribed.among(called_ids, digest.id) - gone.keys(), "unsubscribed")
    due = tuple(recipient for recipient in called if recipient.reader_id not in gone)
    starts = range(0, len(due), READERS_PER_BATCH)
    batches = tuple(
        Batch(
            run=run,
            edition=edition,
            readers=due[start : start + READERS_PER_BATCH],
            surface_revision=surface_revision,
        )
        for start in starts
    )
    return Plan(
        Decided(
            run=run,
            edition=edition,
            surface_revision=surface_revision,
            batches=tuple(tuple(reader.reader_id for reader in batch.readers) for batch in batches),
            outcomes=tuple(Outcome(reader_id=reader_id, outcome=name, at=now) for reader_id, name in gone.items()),
            invalid_lines=audience.invalid,
            repeated_lines=audience.repeated,
        ),
        batches,
    )


def standing(entry: LedgerEntry, *, run: str, now: datetime) -> OutcomeName | None:
    """What the ledger says of a reader's mail; None where it may be sent (again), as Amazon SES had refused it."""
    if entry.state == "failed":
        return None
    if entry.state == "sent":
        return "sent" if entry.run == run else "already_sent"
    return "unknown" if entry.run == run or now - entry.claimed_at > CLAIM_LASTS else "already_claimed"


def _in_zone(subscriber: Subscriber, digest: Digest, time_zone: str | None) -> bool:
    return time_zone is None or (subscriber.time_zone or digest.time_zone) == time_zone
