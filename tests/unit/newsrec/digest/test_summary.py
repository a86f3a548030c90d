"""The summary has every reader of the audience once."""

from datetime import timedelta

from newsrec.digest.audience import InvalidLine
from newsrec.digest.batches import BatchFailure, Outcome
from newsrec.digest.planning import Decided
from newsrec.digest.summary import SettledBatch, Summary, summarise
from tests.unit.newsrec.digest.fakes import KEY, MemoryLedger, claimed
from tests.unit.newsrec.digest.mails import EDITION
from tests.unit.newsrec.records import NOW


def outcome(reader_id: str, name: str, **changed: object) -> Outcome:
    values = {"at": NOW} | changed
    return Outcome(reader_id=reader_id, outcome=name, **values)  # type: ignore[arg-type]


def summary(*batches: SettledBatch, ledger: MemoryLedger | None = None, failure: str | None = None) -> Summary:
    decided = Decided(
        run="run",
        edition=EDITION,
        surface_revision=0,
        batches=tuple(batch.reader_ids for batch in batches),
        outcomes=(outcome("r8", "unsubscribed"), outcome("r9", "already_sent")),
        invalid_lines=(InvalidLine(number=3, reason="?"),),
        repeated_lines=2,
    )
    return summarise(decided, batches, ledger or MemoryLedger(), machine_failure=failure, now=NOW)


def figures(of: Summary) -> dict[str, int]:
    return {name: count for name, count in of.counts.items() if count}


SENT = SettledBatch(
    key="1",
    reader_ids=("r1", "r2", "r3"),
    outcomes=(
        outcome("r1", "sent", at=NOW + timedelta(seconds=2)),
        outcome("r2", "sent"),
        outcome("r3", "held_back", codes=("E03", "E07")),
    ),
)


def test_everybody_is_counted_once() -> None:
    made = summary(SENT)
    assert figures(made) == {
        "audience": 5,
        "due": 3,
        "sent": 2,
        "held_back": 1,
        "unsubscribed": 1,
        "already_sent": 1,
    }
    assert made.complete
    assert made.held_back_by_code == {"E03": 1, "E07": 1}
    assert (made.invalid_lines, made.repeated_lines) == (1, 2)
    assert (made.first_sent_at, made.last_sent_at) == (NOW, NOW + timedelta(seconds=2))


def test_readers_of_a_batch_that_was_given_up_are_looked_up_in_the_ledger() -> None:
    ledger = MemoryLedger(
        kept={("r4", KEY): claimed(state="sent"), ("r5", KEY): claimed(), ("r6", KEY): claimed(state="failed")}
    )
    failure = BatchFailure(step="Send each mail once", error="Sandbox.Timedout", cause="after 300 s")
    made = summary(SENT, SettledBatch(key="2", reader_ids=("r4", "r5", "r6", "r7"), failure=failure), ledger=ledger)
    assert (made.counts["sent"], made.counts["unknown"], made.counts["failed"]) == (3, 1, 2)
    assert not made.complete
    assert made.failed_by_reason == {"not reached: Send each mail once failed": 2}
    assert [(batch.key, batch.cause) for batch in made.failed_batches] == [("2", "after 300 s")]
    assert [one.reader_id for one in made.named] == ["r5", "r6", "r7"]
    assert "3 sent of 7 due, 2 failed, 1 unknown" in made.headline


def test_readers_of_batches_that_left_no_trace_were_not_reached() -> None:
    made = summary(SettledBatch(key="1", reader_ids=("r1",)), failure="States.ItemReaderFailed: no bucket")
    assert made.failed_by_reason == {"not reached": 1}
    assert made.machine_failure == "States.ItemReaderFailed: no bucket"
