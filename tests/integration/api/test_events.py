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


def test_a_browser_that_agrees_gets_a_signed_id_and_keeps_it(call: Call) -> None:
    body = json.dumps({"events": [event()]})
    first = call("POST", "/events", body=body, headers={"Cookie": "profiling=true"})
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
        ("[" * 200_000, "body", "json"),
    ],
)
def test_a_wrong_body_is_named_in_a_problem(call: Call, body: str | None, parameter: str, code: str) -> None:
    answer = call("POST", "/events", headers=bearer(), body=body)
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert [(error["parameter"], error["code"]) for error in answer.body["errors"]] == [(parameter, code)]


@pytest.mark.parametrize("body", ["x" * (256 * 1024 + 1), "ü" * (128 * 1024 + 1)])
def test_a_body_of_more_than_256_kilobytes_is_refused_unread(call: Call, body: str) -> None:
    answer = call("POST", "/events", headers=bearer(), body=body)
    assert (answer.status, answer.body["type"]) == (413, "urn:newsrec:problem:payload-too-large")
    assert [(error["parameter"], error["code"]) for error in answer.body["errors"]] == [("body", "too_large")]


@pytest.mark.parametrize("content_type", ["text/plain;charset=UTF-8", "application/json; charset=utf-8", None])
def test_a_page_that_is_left_reports_by_beacon_with_no_header_of_its_own(call: Call, content_type: str | None) -> None:
    origin = {"Origin": "https://news.example"} | ({"Content-Type": content_type} if content_type else {})
    sent = json.dumps({"events": [event()]})
    agreed = origin | {"Cookie": "profiling=true"}
    cookie = call("POST", "/events", headers=agreed, body=sent).headers["Set-Cookie"].partition(";")[0]
    answer = call("POST", "/events", headers=origin | {"Cookie": cookie}, body=sent)
    assert (answer.status, answer.body["accepted"]) == (202, 1)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://news.example"
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"


def test_an_impression_of_the_reader_s_own_list_is_taken_and_another_reader_s_is_not(
    call: Call, on_shelf: None
) -> None:
    item = call("GET", "/recommendations", headers=bearer()).body["items"][0]
    seen = event(type="impression", article_id=item["article"]["id"], impression_id=item["impression_id"])
    body = json.dumps({"events": [seen]})
    assert call("POST", "/events", headers=bearer(), body=body).body["accepted"] == 1
    (refused,) = call("POST", "/events", headers=bearer("r2"), body=body).body["rejected"]
    assert (refused["code"], refused["retryable"]) == ("invalid_impression", False)


def test_an_event_that_is_sent_twice_in_one_request_is_one_record(call: Call) -> None:
    answer = call("POST", "/events", headers=bearer(), body=json.dumps({"events": [event(), event()]}))
    assert answer.body == {"accepted": 2, "rejected": []}
    assert len(streamed()) == 1


def test_events_that_the_stream_did_not_take_are_told_to_be_sent_again(call: Call) -> None:
    def full(parsed: dict[str, Any], **_: object) -> None:
        parsed["Records"][1] = {"ErrorCode": "ProvisionedThroughputExceededException", "ErrorMessage": "slow down"}

    client("kinesis").meta.events.register("after-call.kinesis.PutRecords", full)
    events = [event(event_id=str(number)) for number in range(3)]
    answer = call("POST", "/events", headers=bearer(), body=json.dumps({"events": events}))
    assert (answer.status, answer.body["accepted"]) == (202, 2)
    assert [(one["index"], one["code"], one["retryable"]) for one in answer.body["rejected"]] == [
        (1, "throttled", True)
    ]


@pytest.mark.parametrize("headers", [{}, {"Sec-GPC": "1"}, {"Cookie": "profiling=false"}])
def test_without_consent_events_carry_no_id_and_no_cookie_is_set(call: Call, headers: dict[str, str]) -> None:
    body = json.dumps({"events": [event(), event(event_id="e2", type="hide")]})
    answer = call("POST", "/events", headers=headers, body=body)
    assert answer.body == {"accepted": 2, "rejected": []}
    assert "Set-Cookie" not in answer.headers
    (record,) = streamed()
    assert record["aggregate_only"]
    assert record.keys() == {"event_id", "type", "article_id", "occurred_at", "session_id", "aggregate_only"}


def test_a_crawler_is_thanked_and_nothing_is_kept(call: Call) -> None:
    crawler = {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}
    answer = call("POST", "/events", headers=crawler, body=json.dumps({"events": [event()]}))
    assert (answer.status, answer.body) == (202, {"accepted": 0, "rejected": []})
    assert "Set-Cookie" not in answer.headers
    assert streamed() == []
