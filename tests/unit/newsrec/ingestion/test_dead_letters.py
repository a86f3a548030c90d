import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.ingestion.dead_letters import ForeignMessage, ParkedRecord, letter_body, read_refused
from newsrec.ingestion.partitioning import article_key, key_of_bytes, reader_key
from newsrec.ingestion.ports import DeadLetter
from newsrec.ingestion.withdrawal import withdrawal
from tests.unit.newsrec.records import NOW, article_record


@given(payload=st.binary(), reason=st.text(), stream=st.sampled_from(["interactions", "articles"]))
def test_a_letter_is_read_as_it_was_parked(payload: bytes, reason: str, stream: str) -> None:
    letter = DeadLetter(payload=payload, position="495", reason=reason)
    assert read_refused(letter_body(letter, stream)) == ParkedRecord(letter=letter, stream=stream)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "7",
        '{"reason": "r", "position": "1", "stream": "interactions"}',
        '{"reason": "r", "position": "1", "stream": "weather", "payload": ""}',
        '{"reason": "r", "position": "1", "stream": "articles", "payload": 7}',
        '{"reason": "r", "position": "1", "stream": "articles", "payload_base64": "="}',
        '{"KinesisBatchInfo": {"shardId": "s"}}',
    ],
)
def test_any_other_message_is_kept_as_it_is(body: str) -> None:
    assert read_refused(body) == ForeignMessage(body=body)


@pytest.mark.parametrize("payload", [b"", b"\xff", b"{", b"[]", b"7", b'{"source": "mind", "record": 7}'])
def test_what_is_no_record_has_the_key_that_is_given_for_it(payload: bytes) -> None:
    assert key_of_bytes(payload, reader_key, otherwise="495") == "495"


def test_a_key_is_no_longer_than_kinesis_takes_it() -> None:
    payload = json.dumps({"article_id": "a" * 300}).encode()
    assert key_of_bytes(payload, article_key, otherwise="495") == "a" * 256


@pytest.mark.parametrize(
    ("described", "withdrawn_at"),
    [
        ({}, NOW),
        ({"updated_at": (NOW + timedelta(hours=1)).isoformat()}, NOW + timedelta(hours=1)),
        ({"published_at": "2026-03-03T00:00:00Z"}, datetime(2026, 3, 3, tzinfo=UTC)),
    ],
)
def test_a_withdrawal_is_never_older_than_what_it_withdraws(described: dict[str, str], withdrawn_at: datetime) -> None:
    record = article_record(**described)
    payload = withdrawal(record, now=NOW)
    changed = {"status": "withdrawn", "updated_at": withdrawn_at.isoformat()}
    assert payload == {"source": "bare", "record": record | changed}
