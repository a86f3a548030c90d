"""Import jobs: CSV files into datasets."""

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.local_personalize.conftest import Account, LocalPersonalize
from tests.integration.local_personalize.newsroom import (
    ROLE,
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
        (
            clicks_csv(1_700_000_000).replace("r5,", "r" * 257 + ","),
            "Length cannot be more than 256 characters for USER_ID",
        ),
        (
            clicks_csv(1_700_000_000).replace(",1699", ",soon "),
            "clicks/0.csv line 2: TIMESTAMP is no long: 'soon 988000'.",
        ),
        (clicks_csv(1_700_000_000).replace("USER_ID,", '"USER_ID",'), "missing the following columns:[USER_ID]."),
        (clicks_csv(1_700_000_000).replace("r7,", '"r7,'), "Input CSV cannot be read"),
        (
            clicks_csv(1_700_000_000).replace("0,click", "0,click{}").format(*(n % 11 for n in range(1200))),
            "11 event types and 0 metadata columns; together there can be at most 10",
        ),
    ),
)
def test_an_import_of_wrong_clicks_fails_with_a_reason(account: Account, s3: Any, content: str, reason: str) -> None:
    _, interactions, _, _ = create_group(account)
    job = import_csv(account, s3, interactions, "clicks", content)
    assert job["status"] == "CREATE FAILED"
    assert reason in job["failureReason"]


def test_importing_events_leaves_streamed_ones_alone(account: Account, s3: Any) -> None:
    newsroom = create_newsroom(account, s3)
    newsroom.click("streamed", "a1")
    assert import_csv(account, s3, newsroom.interactions, "again", clicks_csv(newsroom.now - 99))["status"] == "ACTIVE"
    seen = newsroom.filter("seen", 'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click")')
    assert newsroom.recommended(userId="streamed", filterArn=seen) == ["a1"]


def test_bad_rows_are_left_out_counted_and_told_of(
    start_server: Callable[..., LocalPersonalize], tmp_path: Path
) -> None:
    server = start_server()
    account = Account(server, "bad-rows-region-1")
    _, interactions, _, _ = create_group(account)
    bad = ["r1,a1,soon,click", ",a2,1,click", "r3,a3,3,click,more", "TIMESTAMP,a4,4,click", 'r5,"a\n5",5,click', ""]
    (tmp_path / "clicks.csv").write_text("\n".join([clicks_csv(1_700_000_000), *bad]))
    job = import_from(account, interactions, "clicks", f"file://{tmp_path}/clicks.csv")
    assert job["status"] == "ACTIVE"
    with urllib.request.urlopen(f"{server.url}/_local/imports/clicks") as answer:
        report = json.load(answer)
    assert (report["rows"], report["bad"], report["status"]) == (1205, 5, "ACTIVE")
    assert report["reasons"] == [
        f"{tmp_path}/clicks.csv line 1202: TIMESTAMP is no long: 'soon'",
        f"{tmp_path}/clicks.csv line 1203: USER_ID has no value",
        f"{tmp_path}/clicks.csv line 1204: it has more fields than the header",
        f"{tmp_path}/clicks.csv line 1205: USER_ID is a reserved keyword: 'TIMESTAMP'",
        f"{tmp_path}/clicks.csv line 1206: ITEM_ID goes over several lines: 'a\\n5'",
    ]


def test_an_import_reads_a_file_or_a_folder_of_this_machine(account: Account, tmp_path: Path) -> None:
    _, interactions, items, _ = create_group(account)
    folder = tmp_path / "some articles" / "deeper"
    folder.mkdir(parents=True)
    (folder / "articles.csv").write_text(articles_csv(1_700_000_000))
    (folder / "notes.txt").write_text("not for the import")
    assert import_from(account, items, "articles", f"file://{tmp_path}/some%20articles/")["status"] == "ACTIVE"
    with refused("InvalidInputException", "is no s3:// or file:/// location"):
        import_from(account, items, "web", "https://example.org/articles.csv")
    missing = import_from(account, interactions, "missing", f"file://{tmp_path}/missing.csv")
    assert missing["failureReason"].startswith("Invalid Data location.")


def test_an_incremental_import_takes_at_most_a_gibibyte(account: Account, s3: Any, tmp_path: Path) -> None:
    _, interactions, _, _ = create_group(account)
    assert import_csv(account, s3, interactions, "first", clicks_csv(1_700_000_000))["status"] == "ACTIVE"
    with (tmp_path / "large.csv").open("wb") as large:
        large.truncate((1 << 30) + 1)
    location = f"file://{tmp_path}/large.csv"
    job = import_from(account, interactions, "large", location, importMode="INCREMENTAL")
    assert "with the import mode INCREMENTAL they can have at most 1073741824" in job["failureReason"]


def test_a_full_import_replaces_imported_items_and_leaves_those_sent_singly(account: Account, s3: Any) -> None:
    newsroom = create_newsroom(account, s3)
    newsroom.publish("sent", wordCount=5, creationTimestamp=1)
    newsroom.publish("a1", wordCount=5, creationTimestamp=1)
    header, *rows = articles_csv(newsroom.now).split("\n")
    assert import_csv(account, s3, newsroom.items, "fewer", "\n".join([header, *rows[:3]]))["status"] == "ACTIVE"
    job = account.personalize.create_dataset_export_job(
        jobName="after",
        datasetArn=newsroom.items,
        ingestionMode="ALL",
        roleArn=ROLE,
        jobOutput={"s3DataDestination": {"path": f"s3://clicks/{account.region}/after/"}},
    )["datasetExportJobArn"]
    finished(lambda: account.personalize.describe_dataset_export_job(datasetExportJobArn=job)["datasetExportJob"])
    exported = s3.get_object(Bucket="clicks", Key=f"{account.region}/after/after.csv")["Body"].read().decode()
    _, *lines = exported.splitlines()
    assert {line.split(",")[0]: line.split(",")[2] for line in lines} == {
        "a0": "0",
        "a1": "5",
        "a2": "200",
        "sent": "5",
    }


def test_a_region_has_five_imports_under_way(start_server: Callable[..., LocalPersonalize]) -> None:
    account = Account(start_server("--import-delay", "60"), "five-region-1")
    _, interactions, _, _ = create_group(account)
    request = {"datasetArn": interactions, "dataSource": {"dataLocation": "s3://clicks/x.csv"}, "roleArn": ROLE}
    for number in range(5):
        account.personalize.create_dataset_import_job(jobName=f"import-{number}", **request)
    with refused("LimitExceededException", "More than 5 resources with PENDING or IN_PROGRESS status"):
        account.personalize.create_dataset_import_job(jobName="import-5", **request)
    with refused("ResourceInUseException", "import-0 is CREATE"):
        account.personalize.delete_dataset(datasetArn=interactions)


def import_from(account: Account, dataset: str, name: str, location: str, **request: Any) -> dict[str, Any]:
    job = account.personalize.create_dataset_import_job(
        jobName=name, datasetArn=dataset, dataSource={"dataLocation": location}, roleArn=ROLE, **request
    )["datasetImportJobArn"]
    return finished(
        lambda: account.personalize.describe_dataset_import_job(datasetImportJobArn=job)["datasetImportJob"]
    )
