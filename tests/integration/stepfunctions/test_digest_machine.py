"""The digest machine as it is deployed: mails that go out once, and what it says when some do not."""

import io
import json
import sys
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import httpx
import pytest

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.clients import client
from newsrec.aws.deployment import StackOutputs
from newsrec.aws.files import Files
from newsrec.aws.just_published import JustPublishedTable
from newsrec.aws.unsubscriptions import Unsubscriptions
from newsrec.model import Article
from newsroom.executions import run_workflow
from tests.integration.newsroom.conftest import Services

pytestmark = pytest.mark.e2e

NOW = datetime.now(UTC)
PATIENCE_SECONDS = 90
TOPICS = ("local", "sports", "business", "culture")


@pytest.fixture(scope="module", autouse=True)
def articles(outputs: StackOutputs) -> None:
    """Published within the last two hours, so that lists can be made without a trained model."""
    for number in range(11):
        article = Article(
            article_id=f"a{number}",
            title=f"Harbour bridge number {number} opens a year late",
            url=f"/news/{number}",
            topics=(TOPICS[number % len(TOPICS)],),
            published_at=NOW - timedelta(minutes=5 + number),
        )
        ArticlesTable(outputs.articles_table_name).put(article)
        JustPublishedTable(outputs.just_published_table_name).offer(article)


def subscribed(outputs: StackOutputs, name: str, reader_ids: Sequence[str], *, also: str = "") -> str:
    """The address of an audience file."""
    lines = [json.dumps({"reader_id": id, "email": f"{id}@mail.example", "name": f"Reader {id}"}) for id in reader_ids]
    key = f"audience/{name}.jsonl"
    client("s3").put_object(Bucket=outputs.data_bucket_name, Key=key, Body="\n".join([*lines, also]).encode())
    return f"s3://{outputs.data_bucket_name}/{key}"


finished = partial(run_workflow, seconds=PATIENCE_SECONDS)


def mails(services: Services, prefix: str) -> list[dict[str, Any]]:
    """All that Amazon SES took for readers whose id begins with `prefix`."""
    accounts = httpx.get(f"{services.aws_url}/_ministack/ses/messages").json()["messages"]
    return [mail for sent in accounts.values() for mail in sent if mail["To"][0].startswith(prefix)]


def read_summary(outputs: StackOutputs, address: str) -> Any:
    return Files(outputs.data_bucket_name).read_json(address.removeprefix(f"s3://{outputs.data_bucket_name}/"))


def test_every_subscriber_gets_the_edition_once(services: Services, outputs: StackOutputs) -> None:
    readers = [f"once{number}" for number in range(31)]
    Unsubscriptions(outputs.digest_ledger_table_name).add("once30", "morning", NOW)
    also = json.dumps({"reader_id": "once0", "email": "again@mail.example"}) + '\n{"reader_id": "once31"}'
    edition = {
        "digest": "morning",
        "scheduled_at": NOW.isoformat(),
        "audience": subscribed(outputs, "once", readers, also=also),
    }
    first = finished(outputs.digest_machine_arn, edition)
    assert (first.status, first.error, first.cause) == ("SUCCEEDED", "", "")
    expected = {"audience": 31, "due": 30, "sent": 30, "unsubscribed": 1}
    assert {name: count for name, count in first.output["counts"].items() if count} == expected
    summary = read_summary(outputs, first.output["summary"])
    assert (summary["invalid_lines"], summary["repeated_lines"]) == (1, 1)

    sent = mails(services, "once")
    assert sorted(mail["To"] for mail in sent) == sorted([f"{id}@mail.example"] for id in readers[:-1])
    for mail in sent:
        assert "Harbour bridge" in mail["Subject"]
        assert "https://www.harwick-courier.example/news/" in mail["BodyText"]
        assert "/unsubscribe?token=" in mail["BodyHtml"]

    second = finished(outputs.digest_machine_arn, edition)
    assert second.status == "SUCCEEDED"
    assert {name: count for name, count in second.output["counts"].items() if count} == {
        "audience": 31,
        "already_sent": 30,
        "unsubscribed": 1,
    }
    assert len(mails(services, "once")) == 30

    tomorrow = edition | {"scheduled_at": (NOW + timedelta(days=1)).isoformat()}
    third = finished(outputs.digest_machine_arn, tomorrow)
    assert third.output["counts"]["held_back"] == 30, "three articles are left that the readers did not get"
    assert read_summary(outputs, third.output["summary"])["held_back_by_code"]["E03"] == 30
    assert len(mails(services, "once")) == 30


def test_a_batch_that_fails_holds_up_no_other_and_is_in_the_summary(services: Services, outputs: StackOutputs) -> None:
    machine = machine_with(outputs, outputs.digest_compose_function_name, failing_for("00002"))
    audience = subscribed(outputs, "part", [f"part{number}" for number in range(30)])
    at = finished(machine, {"digest": "morning", "scheduled_at": NOW.isoformat(), "audience": audience})
    assert (at.status, at.error) == ("FAILED", "DigestIncomplete")
    assert "20 sent of 30 due, 10 failed" in at.cause
    assert len(mails(services, "part")) == 20

    summary = read_summary(outputs, at.cause.rpartition("; ")[2])
    assert summary["counts"] | {"audience": 30, "due": 30, "sent": 20, "failed": 10} == summary["counts"]
    [failed] = summary["failed_batches"]
    assert failed["step"] == "Compose and check the mails"
    assert "this batch is broken" in failed["cause"]
    assert len(summary["named"]) == 10


@pytest.mark.parametrize(
    ("input", "said"),
    [
        ({"digest": "evening"}, "must be one of morning"),
        ({"digest": "morning", "audience": "s3://nowhere/else.jsonl"}, "s3://nowhere/else.jsonl"),
        ({"digest": "morning", "scheduled_at": "soon"}, "scheduled_at"),
    ],
)
def test_without_a_plan_nothing_is_done(outputs: StackOutputs, input: dict[str, str], said: str) -> None:
    at = finished(outputs.digest_machine_arn, input)
    assert at.status == "FAILED"
    assert said in at.cause


def failing_for(batch: str) -> str:
    """A function's source that hands on to the one named in `REAL`, but for one batch."""
    return f"""
import json, os, boto3
def handler(event, context):
    if event["batch"].endswith("/{batch}.json"):
        raise RuntimeError("this batch is broken")
    answer = boto3.client("lambda").invoke(FunctionName=os.environ["REAL"], Payload=json.dumps(event).encode())
    return json.loads(answer["Payload"].read())
"""


def machine_with(outputs: StackOutputs, function_name: str, source: str) -> str:
    """The deployed machine once more, with one of its functions replaced."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", source)
    real = client("lambda").get_function(FunctionName=function_name)["Configuration"]["FunctionArn"]
    replacement = client("lambda").create_function(
        FunctionName="replacement",
        Runtime=f"python3.{sys.version_info.minor}",
        Role="arn:aws:iam::000000000000:role/any",
        Handler="index.handler",
        Code={"ZipFile": code.getvalue()},
        Timeout=60,
        Environment={"Variables": {"REAL": function_name}},
    )["FunctionArn"]
    deployed = client("stepfunctions").describe_state_machine(stateMachineArn=outputs.digest_machine_arn)
    assert real in deployed["definition"]
    return client("stepfunctions").create_state_machine(
        name="digest-with-replacement",
        definition=deployed["definition"].replace(real, replacement),
        roleArn=deployed["roleArn"],
    )["stateMachineArn"]
