"""Who is due for an edition: every subscriber who did not leave and has not got it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from newsrec.digest.audience import Audience, Subscriber, read_audience
from newsrec.digest.batches import READERS_PER_BATCH, Batch, RunFolder, document, failure_of, mails_of, outcomes_of
from newsrec.digest.planning import Decided, Plan, edition_of, plan_run
from newsrec.rules.decoding import decode
from tests.unit.newsrec.digest.fakes import KEY, Left, MemoryLedger, claimed, recipients
from tests.unit.newsrec.digest.mails import DIGEST, EDITION
from tests.unit.newsrec.records import NOW


def audience(count: int, **zones: str) -> Audience:
    subscribers = [Subscriber(recipient=one, time_zone=zones.get(one.reader_id)) for one in recipients(count)]
    return Audience(subscribers=tuple(subscribers), invalid=(), repeated=0)


def planned(
    of: Audience, *, ledger: MemoryLedger | None = None, left: frozenset[str] = frozenset(), zone: str | None = None
) -> Plan:
    return plan_run(
        of,
        DIGEST,
        EDITION,
        run="run",
        time_zone=zone,
        surface_revision=3,
        ledger=ledger or MemoryLedger(),
        unsubscribed=Left(left),
        now=NOW,
    )


def test_everybody_is_due_in_the_order_of_the_file_in_batches_of_bounded_size() -> None:
    plan = planned(audience(2 * READERS_PER_BATCH + 1))
    assert [len(batch.readers) for batch in plan.batches] == [READERS_PER_BATCH, READERS_PER_BATCH, 1]
    due = [reader for batch in plan.batches for reader in batch.readers]
    assert due == list(recipients(2 * READERS_PER_BATCH + 1))
    assert plan.decided.due == len(due)


def test_every_subscriber_is_due_or_accounted_for_exactly_once() -> None:
    ledger = MemoryLedger(
        kept={
            ("r1", KEY): claimed(state="sent", run="earlier"),
            ("r2", KEY): claimed(run="at the same time"),
            ("r3", KEY): claimed(run="earlier", at=NOW - timedelta(hours=1)),
            ("r4", KEY): claimed(state="failed", run="earlier"),
        }
    )
    plan = planned(audience(7, r7="Asia/Tokyo"), ledger=ledger, left=frozenset({"r1", "r5"}), zone="Europe/Zurich")
    assert {outcome.reader_id: outcome.outcome for outcome in plan.decided.outcomes} == {
        "r1": "already_sent",
        "r2": "already_claimed",
        "r3": "unknown",
        "r5": "unsubscribed",
        "r7": "other_time_zone",
    }
    assert plan.decided.batches == (("r4", "r6"),)


def test_a_run_of_one_zone_is_for_its_subscribers_and_the_digest_s_zone_for_those_without() -> None:
    of = audience(3, r2="Asia/Tokyo", r3="Europe/Zurich")
    assert planned(of, zone="Asia/Tokyo").decided.batches == (("r2",),)
    assert planned(of, zone="Europe/Zurich").decided.batches == (("r1", "r3"),)
    assert planned(of).decided.batches == (("r1", "r2", "r3"),)


def test_nobody_due_makes_no_batch() -> None:
    assert planned(audience(0)).batches == ()


@pytest.mark.parametrize(
    ("scheduled_at", "date"),
    [
        (datetime(2026, 3, 1, 22, 59, tzinfo=UTC), "2026-03-01"),
        (datetime(2026, 3, 1, 23, 0, tzinfo=UTC), "2026-03-02"),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), "2026-07-02"),
    ],
)
def test_an_edition_has_the_date_of_the_digest_s_own_zone(scheduled_at: datetime, date: str) -> None:
    edition = edition_of(DIGEST, scheduled_at)
    assert (edition.digest_id, edition.date) == ("morning", date)
    assert edition.deadline == scheduled_at + timedelta(minutes=DIGEST.deadline_minutes)


def test_what_the_steps_hand_on_is_read_back_as_it_was() -> None:
    read = read_audience([b'{"reader_id": "r1", "email": "a@b.example", "name": "\xc3\x89va"}', b"?"])
    plan = planned(read, ledger=MemoryLedger(kept={("r9", KEY): claimed()}))
    assert decode(Decided, json.loads(json.dumps(document(plan.decided)))) == plan.decided
    assert decode(Batch, json.loads(json.dumps(document(plan.batches[0])))) == plan.batches[0]


def test_the_files_of_a_batch_have_its_name_in_the_run_s_folder() -> None:
    folder = RunFolder.of(EDITION, "run-1")
    key = folder.batch(7)
    assert key == "digests/morning/2026-03-02/run-1/batches/00007.json"
    assert mails_of(key) == "digests/morning/2026-03-02/run-1/mails/00007.json"
    assert outcomes_of(key).startswith(folder.outcomes)
    assert failure_of(key).startswith(folder.failures)


def test_all_batches_are_made_from_the_surface_as_it_was_when_the_run_was_planned() -> None:
    plan = planned(audience(READERS_PER_BATCH + 1))
    assert plan.decided.surface_revision == 3
    assert [batch.surface_revision for batch in plan.batches] == [3, 3]
