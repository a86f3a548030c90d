from datetime import timedelta

import pytest

from newsrec.aws.clients import client
from newsrec.aws.dynamodb import from_item
from newsrec.aws.unsubscriptions import Unsubscriptions
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.records import NOW

pytestmark = pytest.mark.usefixtures("tables")

UNSUBSCRIPTIONS = Unsubscriptions("digest-ledger")


def test_who_left_a_digest_is_known_for_that_digest_alone() -> None:
    UNSUBSCRIPTIONS.add("r1", "morning", NOW)
    UNSUBSCRIPTIONS.add("r2", "evening", NOW)
    assert UNSUBSCRIPTIONS.among(["r1", "r2", "r3"], "morning") == {"r1"}
    assert UNSUBSCRIPTIONS.among(["r1", "r2", "r3"], "evening") == {"r2"}
    assert UNSUBSCRIPTIONS.among([], "morning") == set()


def test_more_readers_than_one_read_takes_are_asked_for_in_several() -> None:
    left = {f"r{number}" for number in range(0, 250, 7)}
    for reader_id in left:
        UNSUBSCRIPTIONS.add(reader_id, "morning", NOW)
    readers = [f"r{number}" for number in range(250)]
    assert UNSUBSCRIPTIONS.among([*readers, *readers], "morning") == left


def test_leaving_once_more_keeps_when_the_reader_left_first() -> None:
    UNSUBSCRIPTIONS.add("r1", "morning", NOW)
    UNSUBSCRIPTIONS.add("r1", "morning", NOW + timedelta(days=1))
    [item] = client("dynamodb").scan(TableName="digest-ledger")["Items"]
    assert from_item(item) == {
        "reader_id": "r1",
        "entry": "unsubscribed#morning",
        "at": "2026-03-02T09:00:00.000000+00:00",
    }


def test_a_ledger_that_is_away_is_said_so() -> None:
    with pytest.raises(Unavailable, match="DigestLedger"):
        Unsubscriptions("nowhere").add("r1", "morning", NOW)
    with pytest.raises(Unavailable, match="DigestLedger"):
        Unsubscriptions("nowhere").among(["r1"], "morning")
