"""The digest's ledger on DynamoDB: a claim is granted once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from newsrec.aws.clients import client
from newsrec.aws.digest_ledger import DigestLedger
from newsrec.aws.dynamodb import epoch, from_item
from newsrec.digest.model import Edition, Mail, Recipient
from newsrec.digest.ports import LedgerEntry
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.records import NOW

pytestmark = pytest.mark.usefixtures("tables")

LEDGER = DigestLedger("digest-ledger")
EDITION = Edition(digest_id="morning", date="2026-03-02", deadline=NOW + timedelta(hours=1))
FORGET_AT = NOW + timedelta(days=90)


def mail(reader_id: str = "r1", *article_ids: str) -> Mail:
    recipient = Recipient(reader_id=reader_id, email="anna@mail.example")
    return Mail(recipient=recipient, subject="s", preheader="p", html="h", text="t", article_ids=article_ids)


def claim(
    run: str = "run", *, edition: Edition = EDITION, one: Mail | None = None, seconds: int = 0
) -> LedgerEntry | None:
    now = NOW + timedelta(seconds=seconds)
    return LEDGER.claim(one or mail("r1", "a1", "a2"), edition, run=run, now=now, forget_at=FORGET_AT)


def test_the_first_claim_is_granted_and_the_next_sees_it() -> None:
    assert claim() is None
    assert claim("other", seconds=1) == LedgerEntry(state="claimed", run="run", claimed_at=NOW)
    assert LEDGER.entries(["r1", "r2"], EDITION) == {"r1": LedgerEntry(state="claimed", run="run", claimed_at=NOW)}


def test_the_client_s_own_retry_of_a_claim_is_no_other_claim() -> None:
    assert claim() is None
    assert claim() is None


def test_of_many_claims_at_once_one_is_granted() -> None:
    with ThreadPoolExecutor(8) as executor:
        answers = list(executor.map(lambda number: claim(f"run {number}"), range(8)))
    assert answers.count(None) == 1


def test_what_was_sent_is_known_with_its_message_id_and_until_when() -> None:
    claim()
    LEDGER.mark_sent("r1", EDITION, "m1")
    sent = LedgerEntry(state="sent", run="run", claimed_at=NOW, message_id="m1")
    assert claim("other", seconds=1) == sent
    [item] = map(from_item, client("dynamodb").scan(TableName="digest-ledger")["Items"])
    assert item["entry"] == "sent#morning#2026-03-02"
    assert (item["ttl"], item["article_ids"]) == (epoch(FORGET_AT), ["a1", "a2"])


def test_a_refused_mail_and_a_released_claim_are_in_nobody_s_way() -> None:
    claim()
    LEDGER.mark_failed("r1", EDITION, "MessageRejected")
    assert LEDGER.entries(["r1"], EDITION)["r1"].reason == "MessageRejected"
    assert claim("second", seconds=1) is None
    LEDGER.release("r1", EDITION)
    assert LEDGER.entries(["r1"], EDITION) == {}
    assert claim("third", seconds=2) is None


def test_another_edition_and_another_reader_are_claimed_apart() -> None:
    tomorrow = Edition(digest_id="morning", date="2026-03-03", deadline=EDITION.deadline)
    assert [claim(), claim(edition=tomorrow), claim(one=mail("r2"))] == [None, None, None]


def test_articles_of_mails_that_were_or_may_have_been_sent_are_remembered() -> None:
    def on(day: int, digest_id: str, *article_ids: str) -> Edition:
        edition = Edition(digest_id=digest_id, date=f"2026-02-{day:02}", deadline=NOW)
        at = NOW - timedelta(days=28 - day)
        LEDGER.claim(mail("r1", *article_ids), edition, run="run", now=at, forget_at=FORGET_AT)
        return edition

    on(1, "morning", "too old")
    LEDGER.mark_sent("r1", on(26, "morning", "sent", "both"), "m1")
    on(27, "morning", "claimed", "both")
    LEDGER.mark_failed("r1", on(28, "morning", "failed"), "MessageRejected")
    on(28, "evening", "of another digest")
    remembered = LEDGER.recently_sent("r1", "morning", NOW - timedelta(days=14))
    assert remembered == {
        "sent": NOW - timedelta(days=2),
        "claimed": NOW - timedelta(days=1),
        "both": NOW - timedelta(days=1),
    }


def test_a_missing_table_is_unavailable() -> None:
    nowhere = DigestLedger("nowhere")
    with pytest.raises(Unavailable, match="DigestLedger"):
        nowhere.claim(mail(), EDITION, run="run", now=NOW, forget_at=FORGET_AT)
    with pytest.raises(Unavailable, match="DigestLedger"):
        nowhere.mark_sent("r1", EDITION, "m1")
