"""`newsrec dead-letters`, with both kinds of messages that the queue holds."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from newsrec.aws import dead_letters
from newsrec.aws.clients import client
from newsrec.aws.queues import SqsDeadLetters
from newsrec.ingestion.ports import DeadLetter
from tests.integration.cli.conftest import Deployed

CLICK = {"event_id": "e1", "reader_id": "reader-1", "session_id": "s1", "article_id": "a1", "type": "click"}
ARTICLE = {"source": "mind", "record": {"news_id": "N1"}}


def park(deployed: Deployed, payload: bytes, reason: str, *, stream: str = "interactions") -> None:
    letter = DeadLetter(payload=payload, position="495", reason=reason)
    SqsDeadLetters(deployed.queue_url, stream=stream).park(letter)


def abandon(deployed: Deployed, first: str, last: str, *, records: int, shard: str = "shardId-000000000000") -> None:
    """What Lambda sends to the queue for a batch that it gave up on."""
    send(
        deployed,
        {
            "requestContext": {"requestId": "r1", "condition": "RetryAttemptsExhausted", "approximateInvokeCount": 6},
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
            "version": "1.0",
            "timestamp": "2026-03-01T08:00:00.000Z",
            "KinesisBatchInfo": {
                "shardId": shard,
                "startSequenceNumber": first,
                "endSequenceNumber": last,
                "approximateArrivalOfFirstRecord": "2026-03-01T07:00:00Z",
                "approximateArrivalOfLastRecord": "2026-03-01T07:00:01Z",
                "batchSize": records,
                "streamArn": "arn:aws:kinesis:eu-west-1:123456789012:stream/newsrec-interactions",
            },
        },
    )


def send(deployed: Deployed, body: object) -> None:
    boto3.client("sqs").send_message(QueueUrl=deployed.queue_url, MessageBody=json.dumps(body))


def stream_records(stream: str) -> list[dict[str, Any]]:
    kinesis = boto3.client("kinesis")
    iterator = kinesis.get_shard_iterator(
        StreamName=stream, ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    return kinesis.get_records(ShardIterator=iterator)["Records"]


def on_stream(stream: str) -> list[tuple[str, bytes]]:
    return [(record["PartitionKey"], record["Data"]) for record in stream_records(stream)]


def streamed(*payloads: bytes) -> list[str]:
    """Their sequence numbers on the stream of interactions."""
    return [
        boto3.client("kinesis").put_record(StreamName="newsrec-interactions", Data=payload, PartitionKey="reader-9")[
            "SequenceNumber"
        ]
        for payload in payloads
    ]


def waiting(deployed: Deployed) -> int:
    """How many messages anybody could receive now."""
    attributes = boto3.client("sqs").get_queue_attributes(QueueUrl=deployed.queue_url, AttributeNames=["All"])
    return int(attributes["Attributes"]["ApproximateNumberOfMessages"])


def listed(deployed: Deployed, *arguments: str) -> list[dict[str, Any]]:
    done = deployed.newsrec("dead-letters", "list", *arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_letter_is_listed_with_its_reason_and_stays(deployed: Deployed) -> None:
    park(deployed, b'{"caf\xc3\xa9": 1}', "article_id: Field required")
    park(deployed, b"\xff\xfe", "$: not JSON", stream="articles")
    abandon(deployed, "100", "120", records=7)
    send(deployed, {"hello": "queue"})
    lines = listed(deployed)
    assert all(datetime.fromisoformat(line.pop("sent_at")).tzinfo == UTC for line in lines)
    assert len({line.pop("message_id") for line in lines}) == 4
    assert sorted(lines, key=lambda line: str(line["reason"])) == [
        {"reason": "$: not JSON", "stream": "articles", "position": "495", "payload_base64": "//4="},
        {
            "reason": "RetryAttemptsExhausted",
            "stream": "newsrec-interactions",
            "position": "shardId-000000000000: 100 to 120",
            "records": 7,
        },
        {
            "reason": "article_id: Field required",
            "stream": "interactions",
            "position": "495",
            "payload": '{"café": 1}',
        },
        {
            "reason": "not a dead letter of this product",
            "stream": None,
            "position": None,
            "payload": '{"hello": "queue"}',
        },
    ]
    assert waiting(deployed) == 4


def test_a_reason_is_matched_by_a_part_of_it_in_any_case(deployed: Deployed) -> None:
    park(deployed, b"{}", "article_id: Field required")
    abandon(deployed, "100", "120", records=7)
    assert [line["reason"] for line in listed(deployed, "--reason", "FIELD")] == ["article_id: Field required"]
    assert [line["reason"] for line in listed(deployed, "--reason", "exhausted")] == ["RetryAttemptsExhausted"]


@pytest.mark.parametrize("command", ["list", "replay"])
def test_a_reason_that_no_letter_has_is_refused(deployed: Deployed, command: str) -> None:
    park(deployed, b"{}", "article_id: Field required")
    said = deployed.refused("dead-letters", command, "--reason", "embargo")
    assert said == "--reason: no dead letter has 'embargo' in its reason"


def test_an_empty_queue_is_no_mistake(deployed: Deployed) -> None:
    assert listed(deployed) == []
    assert deployed.answered("dead-letters", "replay") == {"replayed": 0, "left": 0}


def test_letters_go_back_onto_their_own_streams_with_the_keys_that_keep_them_in_order(deployed: Deployed) -> None:
    click, article = json.dumps(CLICK).encode(), json.dumps(ARTICLE).encode()
    park(deployed, click, "occurred_at: Field required")
    park(deployed, b"\xff", "$: not JSON")
    park(deployed, article, "unknown source", stream="articles")
    assert deployed.answered("dead-letters", "replay") == {"replayed": 3, "left": 0}
    assert sorted(on_stream("newsrec-interactions")) == [("495", b"\xff"), ("reader-1", click)]
    assert on_stream("newsrec-articles") == [("N1", article)]
    assert waiting(deployed) == 0


def test_only_letters_with_the_reason_are_replayed(deployed: Deployed) -> None:
    park(deployed, b"{}", "article_id: Field required")
    park(deployed, b'{"a": 1}', "$: not JSON")
    assert deployed.answered("dead-letters", "replay", "--reason", "not json") == {"replayed": 1, "left": 0}
    assert [line["reason"] for line in listed(deployed)] == ["article_id: Field required"]


def test_many_more_letters_than_one_answer_holds_are_replayed(deployed: Deployed) -> None:
    for number in range(35):
        park(deployed, json.dumps(CLICK | {"event_id": f"e{number}"}).encode(), "late")
    assert len(listed(deployed)) == 35
    assert deployed.answered("dead-letters", "replay") == {"replayed": 35, "left": 0}
    assert len(on_stream("newsrec-interactions")) == 35


def test_the_records_of_an_abandoned_batch_are_read_from_their_shard_and_put_again(deployed: Deployed) -> None:
    _, first, _, last, _ = streamed(b"0", b"1", b"2", b"3", b"4")
    abandon(deployed, first, last, records=3)
    assert deployed.answered("dead-letters", "replay") == {"replayed": 1, "left": 0}
    assert on_stream("newsrec-interactions")[5:] == [("reader-9", b"1"), ("reader-9", b"2"), ("reader-9", b"3")]
    assert waiting(deployed) == 0


@pytest.mark.parametrize("shard", ["shardId-000000000000", "shardId-000000000007"])
def test_a_batch_that_the_stream_has_forgotten_stays_and_is_reported(deployed: Deployed, shard: str) -> None:
    [kept] = streamed(b"0")
    forgotten = str(int(kept) - 1)
    abandon(deployed, forgotten, forgotten, records=1, shard=shard)
    done = deployed.newsrec("dead-letters", "replay")
    assert (done.exit_code, json.loads(done.stdout)) == (1, {"replayed": 0, "left": 1})
    assert f"stream newsrec-interactions no longer holds {shard}: {forgotten} to {forgotten}" in done.stderr
    assert len(on_stream("newsrec-interactions")) == 1
    assert waiting(deployed) == 1


def test_a_letter_whose_put_fails_stays_and_the_others_are_replayed(deployed: Deployed) -> None:
    boto3.client("kinesis").delete_stream(StreamName="newsrec-articles")
    park(deployed, b"{}", "article_id: Field required", stream="articles")
    park(deployed, b"{}", "event_id: Field required")
    done = deployed.newsrec("dead-letters", "replay")
    assert (done.exit_code, json.loads(done.stdout)) == (3, {"replayed": 1, "left": 1})
    assert "stream newsrec-articles: " in done.stderr
    assert [line["stream"] for line in listed(deployed)] == ["articles"]


def test_a_foreign_message_is_left_alone(deployed: Deployed) -> None:
    send(deployed, {"stream": "weather", "payload": "{}", "position": "1", "reason": "rain"})
    done = deployed.newsrec("dead-letters", "replay")
    assert (done.exit_code, json.loads(done.stdout)) == (1, {"replayed": 0, "left": 1})
    assert waiting(deployed) == 1


def test_letters_that_arrive_meanwhile_are_left_for_the_next_time(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A replayed record that is still wrong is parked again at once: replaying must not follow it for ever."""
    put_back = dead_letters.DeadLetterLook.remove

    def parked_again(look: Any, message: Any) -> None:
        put_back(look, message)
        park(deployed, b"{}", "still wrong")

    monkeypatch.setattr(dead_letters.DeadLetterLook, "remove", parked_again)
    park(deployed, b"{}", "wrong")
    assert deployed.answered("dead-letters", "replay") == {"replayed": 1, "left": 0}
    assert waiting(deployed) == 1


def test_nothing_deployed_is_said_in_one_line_with_exit_code_3(deployed: Deployed) -> None:
    done = deployed.newsrec("dead-letters", "list", "--environment", "prod")
    assert (done.exit_code, done.stdout) == (3, "")
    [line] = done.stderr.splitlines()
    assert line.startswith("not deployed: newsrec-prod-data, ")


def test_the_environment_variable_names_the_environment(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSREC_ENVIRONMENT", "dev")
    assert "newsrec-dev-data" in deployed.newsrec("dead-letters", "list").stderr
    assert deployed.newsrec("dead-letters", "list", "--environment", "local").exit_code == 0


def test_aws_that_is_away_is_said_in_one_line_with_exit_code_3(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFORMATION", "http://127.0.0.1:9")
    client.cache_clear()
    done = deployed.newsrec("dead-letters", "list")
    assert done.exit_code == 3
    assert done.stderr.startswith("CloudFormation: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("stream", ["interactions", "articles"])
def test_letters_of_one_stream_are_listed_whether_a_record_or_a_batch(deployed: Deployed, stream: str) -> None:
    park(deployed, b"{}", "article_id: Field required")
    park(deployed, b"{}", "title: Field required", stream="articles")
    abandon(deployed, "100", "120", records=7)
    send(deployed, {"hello": "queue"})
    reasons = {line["reason"] for line in listed(deployed, "--stream", stream)}
    assert (
        reasons
        == {
            "interactions": {"article_id: Field required", "RetryAttemptsExhausted"},
            "articles": {"title: Field required"},
        }[stream]
    )


def test_letters_are_chosen_by_when_they_were_put_away(deployed: Deployed) -> None:
    park(deployed, b"{}", "article_id: Field required")
    now = datetime.now(UTC)
    assert listed(deployed, "--since", (now + timedelta(hours=1)).isoformat()) == []
    assert len(listed(deployed, "--since", (now - timedelta(hours=1)).isoformat())) == 1


def test_no_more_letters_than_the_limit_are_listed_or_replayed(deployed: Deployed) -> None:
    for number in range(5):
        park(deployed, json.dumps(CLICK | {"event_id": f"e{number}"}).encode(), "late")
    assert len(listed(deployed, "--limit", "2")) == 2
    assert deployed.answered("dead-letters", "replay", "--limit", "3") == {"replayed": 3, "left": 0}
    assert len(on_stream("newsrec-interactions")) == 3
    assert waiting(deployed) == 2


def test_chosen_letters_alone_are_replayed(deployed: Deployed) -> None:
    for number in range(3):
        park(deployed, json.dumps(CLICK | {"event_id": f"e{number}"}).encode(), "late")
    chosen = sorted(listed(deployed), key=lambda line: line["payload"])[:2]
    ids = [part for line in chosen for part in ("--message-id", line["message_id"])]
    assert deployed.answered("dead-letters", "replay", *ids) == {"replayed": 2, "left": 0}
    assert sorted(json.loads(payload)["event_id"] for _, payload in on_stream("newsrec-interactions")) == ["e0", "e1"]


def test_an_id_that_no_letter_has_is_refused(deployed: Deployed) -> None:
    park(deployed, b"{}", "article_id: Field required")
    said = deployed.refused("dead-letters", "list", "--message-id", "m-1")
    assert said == "--message-id: no dead letter has the id m-1"


def test_a_replay_that_is_cut_off_loses_nothing(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut off after the stream took the second letter and before that left the queue."""
    for number in range(3):
        park(deployed, json.dumps(CLICK | {"event_id": f"e{number}"}).encode(), "late")
    remove, removed = dead_letters.DeadLetterLook.remove, list[Any]()

    def cut_off(look: Any, message: Any) -> None:
        if removed:
            raise KeyboardInterrupt
        removed.append(message)
        remove(look, message)

    with monkeypatch.context() as patched:
        patched.setattr(dead_letters.DeadLetterLook, "remove", cut_off)
        assert deployed.newsrec("dead-letters", "replay").exit_code == 1
    assert len(on_stream("newsrec-interactions")) == 2
    assert deployed.answered("dead-letters", "replay") == {"replayed": 2, "left": 0}
    replayed = {json.loads(payload)["event_id"] for _, payload in on_stream("newsrec-interactions")}
    assert replayed == {"e0", "e1", "e2"}
    assert waiting(deployed) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["purge"],
        ["list", "--all"],
        ["replay", "a-message"],
        ["list", "--stream", "weather"],
        ["list", "--since", "yesterday"],
        ["list", "--since", "2026-03-01T08:00:00"],
        ["replay", "--limit", "0"],
    ],
)
def test_a_wrong_call_exits_with_2(deployed: Deployed, arguments: list[str]) -> None:
    assert deployed.newsrec("dead-letters", *arguments).exit_code == 2
