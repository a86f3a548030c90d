"""A deployed environment: a CloudFormation that names the tables, streams and queue that are on moto."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from newsrec.aws import dead_letters
from newsrec.cli import newsrec
from tests.integration.cloudformation import Stacks, cloudformation, every_output

NAMES = {
    "DataBucketName": "newsrec-data",
    "ArticlesTableName": "articles",
    "JustPublishedTableName": "just-published",
    "ReaderInterestsTableName": "reader-interests",
    "DigestLedgerTableName": "digest-ledger",
    "SurfaceDocumentsTableName": "surface-documents",
    "InteractionsStreamName": "newsrec-interactions",
    "ArticlesStreamName": "newsrec-articles",
}


@dataclass(frozen=True)
class Deployed:
    """The environment `local`, its dead-letter queue, and the operators' command line."""

    queue_url: str

    def newsrec(self, *arguments: str) -> Result:
        return CliRunner().invoke(newsrec, arguments)

    def answered(self, *arguments: str) -> Any:
        done = self.newsrec(*arguments)
        assert (done.exit_code, done.stderr) == (0, "")
        return json.loads(done.stdout)

    def refused(self, *arguments: str) -> str:
        done = self.newsrec(*arguments)
        assert (done.exit_code, done.stdout) == (1, "")
        [line] = done.stderr.splitlines()
        return line


@pytest.fixture
def deployed(tables: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    for key, name in NAMES.items():
        if key.endswith("StreamName"):
            boto3.client("kinesis").create_stream(StreamName=name, ShardCount=1)
    queue_url: str = boto3.client("sqs").create_queue(QueueName="dead-letters")["QueueUrl"]
    stacks: Stacks = {"newsrec-local-data": every_output() | NAMES | {"DeadLetterQueueUrl": queue_url}}
    with cloudformation(stacks) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFORMATION", url)
        monkeypatch.delenv("NEWSREC_ENVIRONMENT", raising=False)
        # Moto has one server only, which an empty answer comes from at once.
        monkeypatch.setattr(dead_letters, "WAIT_SECONDS", 0)
        yield Deployed(queue_url)
