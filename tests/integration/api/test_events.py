import json
from datetime import UTC, datetime
from typing import Any

import pytest

from newsrec.aws.clients import client
from tests.integration.api.conftest import Call, bearer


def event(**changed: Any) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return {"event_id": "e1", "type": "click", "article_id": "a1", "occurred_at": now} | changed


def streamed() -> list[dict[str, Any]]:
    kinesis = client("kinesis")
    shard = kinesis.list_shards(StreamName="interactions")["Shards"][0]["ShardId"]
    start = kinesis.get_shard_iterator(StreamName="interactions", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    records = kinesis.get_records(ShardIterator=start["ShardIterator"])["Records"]
    return [json.loads(record["Data"]) for record in records]


def test_a_reader_s_events_are_put_into_the_stream_in_order(call: Call) -> None:
    events = [event(event_id=str(number)) for number in range(3)]
    answer = call("POST", "/events", headers=bearer(), body=json.dumps({"events": events}))
    assert (answer.status, answer.body) == (202, {"accepted": 3, "rejected": []})
    assert [record["event_id"] for record in streamed()] == ["0", "1", "2"]
    assert {record["reader_id"] for record in streamed()} == {"r1"}


def test_a_bad_event_among_good_ones_is_refused_by_its_index(call: Call) -> None:
    body = json.dumps({"events": [event(), event(type="glance"), event(event_id="e3")]})
    answer = call("POST", "/events", headers=bearer(), body=body)
    assert answer.body["accepted"] == 2
    assert [(refused["index"], refused["code"]) for refused in answer.body["rejected"]] == [(1, "enum")]
    assert len(streamed()) == 2


def test_a_browser_without_an_account_gets_a_signed_id_and_keeps_it(call: Call) -> None:
    body = json.dumps({"events": [event()]})
    first = call("POST", "/events", body=body)
    cookie = first.headers["Set-Cookie"]
    assert "HttpOnly; Secure; SameSite=Lax" in cookie
    second = call("POST", "/events", body=body, headers={"Cookie": cookie.partition(";")[0]})
    assert "Set-Cookie" not in second.headers
    sessions = {record["session_id"] for record in streamed()}
    assert len(sessions) == 1
    assert not any("reader_id" in record for record in streamed())


@pytest.mark.parametrize(
    ("body", "parameter", "code"),
    [
        (None, "body", "json"),
        ("not json", "body", "json"),
        ("[]", "body", "object"),
        ('{"events": {}}', "body", "object"),
        ('{"events": [], "more": 1}', "body", "object"),
        ('{"events": []}', "events", "out_of_range"),
        (json.dumps({"events": [{}] * 51}), "events", "out_of_range"),
        ('{"events": ["' + "x" * 300_000 + '"]}', "body", "too_large"),
    ],
)
def test_a_wrong_body_is_named_in_a_problem(call: Call, body: str | None, parameter: str, code: str) -> None:
    answer = call("POST", "/events", headers=bearer(), body=body)
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert [(error["parameter"], error["code"]) for error in answer.body["errors"]] == [(parameter, code)]
