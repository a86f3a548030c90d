"""A mail goes out once, whatever fails in between, and nobody who got none is forgotten."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.digest.batches import ComposedBatch, Outcome, ReaderFindings
from newsrec.digest.model import Finding
from newsrec.digest.planning import Decided
from newsrec.digest.ports import Refused, SendingStopped, Unanswered
from newsrec.digest.sending import Sending
from newsrec.digest.summary import SettledBatch, by_reader
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.digest.fakes import KEY, Left, MemoryLedger, MemoryMailer, Shown, claimed, mail_to, recipients
from tests.unit.newsrec.digest.mails import DIGEST, EDITION
from tests.unit.newsrec.records import NOW

READERS = 3


class Crash(BaseException):
    """The function's process ends."""


CAN_HAPPEN: dict[str, tuple[Callable[[str], BaseException], ...]] = {
    "claim": (Unavailable, Crash),
    "claimed": (Unavailable, Crash),
    "send": (Refused, SendingStopped, Unanswered, Crash),
    "sent": (Unanswered, Crash),
    "mark": (Unavailable, Crash),
    "marked": (Unavailable, Crash),
}


def batch(run: str = "run", **changed: object) -> ComposedBatch:
    values = {"mails": tuple(map(mail_to, recipients(READERS))), "held_back": ()} | changed
    return ComposedBatch(run=run, edition=EDITION, **values)  # type: ignore[arg-type]


def sending(
    ledger: MemoryLedger, mailer: MemoryMailer, *, later: timedelta = timedelta(), **changed: object
) -> Sending:
    values = {"articles": Shown(), "unsubscribed": Left()} | changed
    return Sending(digest=DIGEST, ledger=ledger, mailer=mailer, clock=lambda: NOW + later, **values)  # type: ignore[arg-type]


def outcomes_of(sent: Sequence[Outcome]) -> dict[str, str]:
    return {outcome.reader_id: outcome.outcome for outcome in sent}


@given(st.data())
def test_nobody_gets_two_mails_and_everybody_without_one_is_told_of(data: st.DataObject) -> None:
    def trouble(call: str) -> None:
        happens = data.draw(st.sampled_from([None, None, None, *CAN_HAPPEN[call]]), label=call)
        if happens:
            raise happens(call)

    ledger, mailer = MemoryLedger(trouble), MemoryMailer(trouble)
    for number in range(data.draw(st.integers(1, 3), label="runs")):
        run = f"run {number}"
        outcomes = tries(sending(ledger, mailer), batch(run), data.draw(st.integers(1, 3), label="tries"))
        told = summary_of(run, outcomes, ledger)
        got = Counter(mailer.sent_to)
        assert set(got.values()) <= {1}
        assert set(told) == {reader.reader_id for reader in recipients(READERS)}
        for reader_id, outcome in told.items():
            assert outcome in {"sent", "already_sent", "already_claimed", "failed", "unknown"}
            assert got[reader_id] == 1 or outcome not in {"sent", "already_sent"}
            assert got[reader_id] == 0 or outcome != "failed"


def tries(to_send: Sending, one: ComposedBatch, count: int) -> tuple[Outcome, ...]:
    """What the last try left in its file, as the machine tries a step again that failed."""
    for _ in range(count):
        try:
            return tuple(to_send.send_batch(one))
        except (Crash, Unavailable):
            continue
    return ()


def summary_of(run: str, outcomes: tuple[Outcome, ...], ledger: MemoryLedger) -> dict[str, str]:
    ids = tuple(reader.reader_id for reader in recipients(READERS))
    decided = Decided(
        run=run,
        edition=EDITION,
        surface_revision=0,
        batches=(ids,),
        outcomes=(),
        invalid_lines=(),
        repeated_lines=0,
    )
    settled = SettledBatch(key="1", reader_ids=ids, outcomes=outcomes)
    return outcomes_of(list(by_reader(decided, [settled], ledger, NOW).values()))


def test_a_second_call_sends_nothing_and_says_what_the_first_did() -> None:
    ledger, mailer = MemoryLedger(), MemoryMailer()
    first = list(sending(ledger, mailer).send_batch(batch()))
    again = list(sending(ledger, mailer).send_batch(batch()))
    other_run = list(sending(ledger, mailer).send_batch(batch("other")))
    assert mailer.sent_to == ["r1", "r2", "r3"]
    assert outcomes_of(first) == outcomes_of(again) == dict.fromkeys(mailer.sent_to, "sent")
    assert outcomes_of(other_run) == dict.fromkeys(mailer.sent_to, "already_sent")
    assert [outcome.message_id for outcome in again] == ["m1", "m2", "m3"]


@pytest.mark.parametrize(
    ("run", "minutes", "outcome"),
    [("run", 0, "unknown"), ("other", 1, "already_claimed"), ("other", 20, "unknown")],
)
def test_a_claim_without_a_mark_is_left_alone(run: str, minutes: int, outcome: str) -> None:
    ledger = MemoryLedger(kept={("r1", KEY): claimed(run=run, at=NOW - timedelta(minutes=minutes))})
    mailer = MemoryMailer()
    told = outcomes_of(list(sending(ledger, mailer).send_batch(batch())))
    assert told == {"r1": outcome, "r2": "sent", "r3": "sent"}
    assert mailer.sent_to == ["r2", "r3"]


def test_one_refused_address_holds_up_nobody_and_may_be_tried_by_a_later_run() -> None:
    ledger, mailer = MemoryLedger(), MemoryMailer(first_call_raises(Refused("MessageRejected")))
    told = list(sending(ledger, mailer).send_batch(batch()))
    assert outcomes_of(told) == {"r1": "failed", "r2": "sent", "r3": "sent"}
    assert told[0].reason == "MessageRejected"
    assert outcomes_of(list(sending(ledger, mailer).send_batch(batch("next"))))["r1"] == "sent"


def test_when_the_account_may_not_send_the_rest_is_neither_claimed_nor_tried() -> None:
    ledger, mailer = MemoryLedger(), MemoryMailer(first_call_raises(SendingStopped("SendingPausedException")))
    told = list(sending(ledger, mailer).send_batch(batch()))
    assert outcomes_of(told) == dict.fromkeys(["r1", "r2", "r3"], "failed")
    assert {outcome.reason for outcome in told} == {"SendingPausedException"}
    assert ledger.kept == {}
    assert mailer.sent_to == []


@pytest.mark.parametrize("later", [timedelta(), timedelta(hours=2)], ids=["stopped", "after the deadline"])
def test_who_got_the_mail_before_is_not_told_of_as_without_one(later: timedelta) -> None:
    ledger, mailer = MemoryLedger(kept={("r2", KEY): claimed(state="sent")}), MemoryMailer(stop)
    told = outcomes_of(list(sending(ledger, mailer, later=later).send_batch(batch())))
    assert told["r2"] == "sent"
    assert {told["r1"], told["r3"]} <= {"failed", "late"}


def stop(call: str) -> None:
    if call == "send":
        raise SendingStopped("SendingPausedException")


def test_a_mail_that_may_have_been_taken_stays_claimed() -> None:
    ledger, mailer = MemoryLedger(), MemoryMailer(first_call_raises(Unanswered("time-out")))
    told = outcomes_of(list(sending(ledger, mailer).send_batch(batch())))
    assert told == {"r1": "unknown", "r2": "sent", "r3": "sent"}
    assert ledger.kept["r1", KEY].state == "claimed"


def test_nothing_is_sent_after_the_deadline() -> None:
    ledger, mailer = MemoryLedger(), MemoryMailer()
    told = list(sending(ledger, mailer, later=timedelta(hours=2)).send_batch(batch()))
    assert {outcome.outcome for outcome in told} == {"late"}
    assert (ledger.kept, mailer.sent_to) == ({}, [])


def test_a_mail_with_an_article_withdrawn_since_is_held_back() -> None:
    ledger, mailer = MemoryLedger(), MemoryMailer()
    told = list(sending(ledger, mailer, articles=Shown(frozenset({"a3"}))).send_batch(batch()))
    assert {(outcome.outcome, outcome.codes) for outcome in told} == {("held_back", ("E03",))}
    assert mailer.sent_to == []


def test_who_left_after_the_plan_was_made_gets_none() -> None:
    mailer = MemoryMailer()
    told = outcomes_of(list(sending(MemoryLedger(), mailer, unsubscribed=Left(frozenset({"r2"}))).send_batch(batch())))
    assert told == {"r1": "sent", "r2": "unsubscribed", "r3": "sent"}
    assert mailer.sent_to == ["r1", "r3"]


def test_readers_held_back_are_told_of_with_what_is_hard() -> None:
    found = (Finding(code="E03", message="too few"), Finding(code="E10", message="no size", hard=False))
    held = batch(mails=(), held_back=(ReaderFindings(reader_id="r9", findings=found),))
    [outcome] = sending(MemoryLedger(), MemoryMailer()).send_batch(held)
    assert (outcome.outcome, outcome.codes, outcome.reason) == ("held_back", ("E03",), "E03 too few")


def first_call_raises(error: Exception) -> Callable[[str], None]:
    errors = [error]

    def trouble(call: str) -> None:
        if call == "send" and errors:
            raise errors.pop()

    return trouble
