"""Import jobs: CSV files from S3 into datasets."""

from typing import Any

import pytest

from tests.integration.local_personalize.conftest import Account
from tests.integration.local_personalize.newsroom import (
    articles_csv,
    clicks_csv,
    create_group,
    create_newsroom,
    finished,
    import_csv,
)
from tests.integration.local_personalize.refusal import refused


def test_an_import_takes_the_files_of_a_folder_and_of_one_key(account: Account, s3: Any) -> None:
    newsroom = create_newsroom(account, s3)
    first, rest = articles_csv(newsroom.now).split("\n")[:11], articles_csv(newsroom.now).split("\n")[11:21]
    job = import_csv(account, s3, newsroom.items, "parts", "\n".join(first), "\n".join([first[0], *rest]))
    assert job["status"] == "ACTIVE"
    every = newsroom.filter("every", "INCLUDE ItemID WHERE Items.WORD_COUNT >= 0")
    imported = newsroom.recommended(userId="r0", filterArn=every, numResults=100)
    assert set(imported) == {f"a{article}" for article in range(20)}
    job = import_csv(
        account, s3, newsroom.items, "more", "\n".join([first[0], "a30,sport,7,,false,1"]), importMode="INCREMENTAL"
    )
    assert job["status"] == "ACTIVE"
    imported = newsroom.recommended(userId="r0", filterArn=every, numResults=100)
    assert set(imported) == {*(f"a{article}" for article in range(20)), "a30"}


@pytest.mark.parametrize(
    ("content", "reason"),
    (
        ("USER_ID,ITEM_ID\nr,a", r"Input CSV is missing the following columns:[TIMESTAMP, EVENT_TYPE]."),
        (
            clicks_csv(1_700_000_000).replace("r5,", "r" * 257 + ","),
            "Length cannot be more than 256 characters for USER_ID",
        ),
        (clicks_csv(1_700_000_000).replace("r5,a5,1", "r5,a5,soon"), "TIMESTAMP in row"),
        ("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\nr,a,1,click", "at least 1000"),
    ),
)
def test_an_import_of_wrong_clicks_fails_with_a_reason(account: Account, s3: Any, content: str, reason: str) -> None:
    _, interactions, _, _ = create_group(account)
    job = import_csv(account, s3, interactions, "clicks", content)
    assert job["status"] == "CREATE FAILED"
    assert reason in job["failureReason"]


def test_an_import_from_nowhere_or_first_incremental_is_refused(account: Account) -> None:
    _, interactions, _, _ = create_group(account)
    request = {
        "datasetArn": interactions,
        "dataSource": {"dataLocation": "s3://no-such-bucket/clicks.csv"},
        "roleArn": "arn:aws:iam::000000000000:role/personalize",
    }
    with refused("InvalidInputException", "first import into a dataset must be FULL"):
        account.personalize.create_dataset_import_job(jobName="early", importMode="INCREMENTAL", **request)
    arn = account.personalize.create_dataset_import_job(jobName="nowhere", **request)["datasetImportJobArn"]
    job = finished(lambda: account.personalize.describe_dataset_import_job(datasetImportJobArn=arn)["datasetImportJob"])
    assert job["failureReason"].startswith("Invalid Data location.")


def test_importing_events_leaves_streamed_ones_alone(account: Account, s3: Any) -> None:
    newsroom = create_newsroom(account, s3)
    newsroom.click("streamed", "a1")
    assert import_csv(account, s3, newsroom.interactions, "again", clicks_csv(newsroom.now - 99))["status"] == "ACTIVE"
    seen = newsroom.filter("seen", 'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click")')
    assert newsroom.recommended(userId="streamed", filterArn=seen) == ["a1"]
