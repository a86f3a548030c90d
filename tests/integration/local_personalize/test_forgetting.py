"""The product's own requests to delete readers, as the local Amazon Personalize takes them."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from newsrec.aws.clients import client
from newsrec.aws.data_deletion import DatasetGroupReaders, DeletionRequestFiles
from newsrec.aws.files import Files
from newsrec.serving.forgetting import DeletionRun, forget_reader, request_deletions
from newsrec.training.deletions import DELETIONS
from tests.integration.local_personalize.conftest import Account, LocalPersonalize, wait_for
from tests.integration.local_personalize.newsroom import ROLE, create_group

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Readers:
    forgotten: list[str] = field(default_factory=list)

    def forget(self, reader_id: str, now: datetime) -> None:
        self.forgotten.append(reader_id)


@dataclass
class Models:
    """The adapters of one account's bucket and dataset group."""

    files: Files
    models: DatasetGroupReaders

    @property
    def requests(self) -> DeletionRequestFiles:
        return DeletionRequestFiles(self.files)

    def forget(self, reader_id: str) -> None:
        receipt = f"receipt-{reader_id[:3]}"
        forget_reader(reader_id, receipt=receipt, now=NOW, readers=Readers(), requests=self.requests)

    def run(self, job: str) -> DeletionRun:
        return request_deletions(job, now=NOW, readers=Readers(), requests=self.requests, models=self.models)


@pytest.fixture
def models_of(s3: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Account, str], Models]]:
    def models_of(account: Account, group: str) -> Models:
        for name, value in {
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": account.region,
            "AWS_ENDPOINT_URL_PERSONALIZE": account.server.url,
            "AWS_ENDPOINT_URL_S3": s3.meta.endpoint_url,
        }.items():
            monkeypatch.setenv(name, value)
        client.cache_clear()
        bucket = f"data-{account.region}"
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        return Models(Files(bucket), DatasetGroupReaders(group, ROLE, Files(bucket)))

    yield models_of
    client.cache_clear()


def jobs_of(account: Account, group: str) -> dict[str, str]:
    listed = account.personalize.list_data_deletion_jobs(datasetGroupArn=group)["dataDeletionJobs"]
    return {job["jobName"]: job["status"] for job in listed}


def test_a_job_deletes_the_readers_whose_requests_wait(
    account: Account, models_of: Callable[[Account, str], Models]
) -> None:
    group, *_ = create_group(account)
    models = models_of(account, group)
    models.forget("r1")
    models.forget('r2, "the second"\n')
    assert models.run("job-1") == DeletionRun(requested=2)
    wait_for(lambda: jobs_of(account, group)["job-1"] in {"COMPLETED", "FAILED"})
    assert jobs_of(account, group) == {"job-1": "COMPLETED"}
    assert models.run("job-2") == DeletionRun(requested=0)
    assert models.files.keys(DELETIONS) == [f"{DELETIONS}job-1/readers.csv"]


def test_over_the_quota_of_jobs_requests_wait_for_the_next_run(
    start_server: Callable[..., LocalPersonalize], models_of: Callable[[Account, str], Models]
) -> None:
    server = start_server("--clock", "manual", "--resource-delay", "100")
    account = Account(server, "quota-region-1")
    group = account.personalize.create_dataset_group(name="news")["datasetGroupArn"]
    began = account.personalize.describe_dataset_group(datasetGroupArn=group)["datasetGroup"]["creationDateTime"]

    def set_clock(seconds: int) -> None:
        body = json.dumps({"now": began.timestamp() + seconds}).encode()
        urllib.request.urlopen(f"{server.url}/_local/clock", body, timeout=5).read()

    set_clock(101)
    models = models_of(account, group)
    for number in range(5):
        models.forget(f"r{number}")
        assert models.run(f"job-{number}") == DeletionRun(requested=1)
    models.forget("r5")
    refused = models.run("job-5")
    assert (refused.requested, refused.waiting, "LimitExceededException" in refused.reason) == (0, 1, True)
    assert list(models.requests.waiting().values()) == ["r5"]
    set_clock(300)
    wait_for(lambda: set(jobs_of(account, group).values()) == {"COMPLETED"})
    assert models.run("job-6") == DeletionRun(requested=1)
