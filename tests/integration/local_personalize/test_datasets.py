"""Datasets: their schema is replaced, they are exported, and users are deleted from them."""

import json
import signal
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.local_personalize.conftest import Account, LocalPersonalize, wait_for
from tests.integration.local_personalize.newsroom import (
    INTERACTIONS_SCHEMA,
    ITEMS_SCHEMA,
    ROLE,
    Newsroom,
    articles_csv,
    clicks_csv,
    create_group,
    finished,
    import_csv,
)
from tests.integration.local_personalize.refusal import refused


def with_field(schema: str, **field: Any) -> str:
    document = json.loads(schema)
    return json.dumps({**document, "fields": [*document["fields"], field]})


def group_of(account: Account) -> Newsroom:
    """A dataset group with an event tracker and no models."""
    group, interactions, items, users = create_group(account)
    tracker = account.personalize.create_event_tracker(name="clicks", datasetGroupArn=group)["trackingId"]
    return Newsroom(account, group, interactions, items, users, tracker, {}, 1_700_000_000)


def export(account: Account, s3: Any, dataset: str, mode: str) -> list[str]:
    """The lines of an export."""
    path = f"{account.region}/exported"
    job = account.personalize.create_dataset_export_job(
        jobName=f"export-{mode}-{dataset.rpartition('/')[2]}",
        datasetArn=dataset,
        ingestionMode=mode,
        roleArn=ROLE,
        jobOutput={"s3DataDestination": {"path": f"s3://clicks/{path}"}},
    )["datasetExportJobArn"]
    done = finished(
        lambda: account.personalize.describe_dataset_export_job(datasetExportJobArn=job)["datasetExportJob"]
    )
    assert done["status"] == "ACTIVE", done
    content = s3.get_object(Bucket="clicks", Key=f"{path}/{done['jobName']}.csv")["Body"].read()
    return content.decode().splitlines()


def delete_users(account: Account, s3: Any, group: str, *users: str, name: str = "leavers") -> dict[str, Any]:
    s3.put_object(Bucket="clicks", Key=f"{account.region}/{name}.csv", Body="\n".join(["USER_ID", *users]).encode())
    job = account.personalize.create_data_deletion_job(
        jobName=name,
        datasetGroupArn=group,
        dataSource={"dataLocation": f"s3://clicks/{account.region}/{name}.csv"},
        roleArn=ROLE,
    )["dataDeletionJobArn"]

    def describe() -> dict[str, Any]:
        return account.personalize.describe_data_deletion_job(dataDeletionJobArn=job)["dataDeletionJob"]

    wait_for(lambda: describe()["status"] in ("COMPLETED", "FAILED"))
    return describe()


def test_a_dataset_takes_a_schema_with_a_new_column(account: Account) -> None:
    newsroom = group_of(account)
    wider = with_field(ITEMS_SCHEMA, name="SECTION", type=["null", "string"], categorical=True)
    schema = account.personalize.create_schema(name="wider", schema=wider)["schemaArn"]
    with refused("InvalidInputException", "properties.section: the Items schema has no such field"):
        newsroom.publish("a", section="local", creationTimestamp=1)
    assert account.personalize.update_dataset(datasetArn=newsroom.items, schemaArn=schema)["datasetArn"]
    dataset = account.personalize.describe_dataset(datasetArn=newsroom.items)["dataset"]
    assert dataset["schemaArn"] == schema
    assert dataset["latestDatasetUpdate"]["schemaArn"] == schema
    assert dataset["latestDatasetUpdate"]["status"] == "ACTIVE"
    newsroom.publish("a", section="local", creationTimestamp=1)
    with refused("ResourceInUseException", "cannot be deleted while .*ITEMS depends on it"):
        account.personalize.delete_schema(schemaArn=schema)
    narrower = account.personalize.create_schema(name="narrower", schema=ITEMS_SCHEMA)["schemaArn"]
    with refused("InvalidInputException", "field SECTION of the present schema is missing"):
        account.personalize.update_dataset(datasetArn=newsroom.items, schemaArn=narrower)


def test_an_update_under_way_holds_off_imports_and_survives_a_kill(
    start_server: Callable[..., LocalPersonalize], s3: Any
) -> None:
    server = start_server("--resource-delay", "0.5")
    account = Account(server, "update-region-1")
    personalize = account.personalize
    group = personalize.create_dataset_group(name="news")["datasetGroupArn"]
    schema = personalize.create_schema(name="clicks", schema=INTERACTIONS_SCHEMA)["schemaArn"]
    with refused("ResourceInUseException", "dataset-group/news is in CREATE"):
        personalize.create_dataset(name="d", schemaArn=schema, datasetGroupArn=group, datasetType="Interactions")
    finished(lambda: personalize.describe_dataset_group(datasetGroupArn=group)["datasetGroup"])
    dataset = personalize.create_dataset(name="d", schemaArn=schema, datasetGroupArn=group, datasetType="Interactions")[
        "datasetArn"
    ]
    finished(lambda: personalize.describe_dataset(datasetArn=dataset)["dataset"])
    wider = with_field(INTERACTIONS_SCHEMA, name="DEVICE", type=["null", "string"], categorical=True)
    wider_schema = personalize.create_schema(name="wider", schema=wider)["schemaArn"]
    personalize.update_dataset(datasetArn=dataset, schemaArn=wider_schema)
    with refused("ResourceInUseException", "is being updated"):
        import_csv(account, s3, dataset, "early", clicks_csv(1_700_000_000))
    for schema_arn in (schema, wider_schema):
        with refused("ResourceInUseException", "depends on it"):
            personalize.delete_schema(schemaArn=schema_arn)
    server.stop(signal.SIGKILL)
    server.start()
    personalize = Account(server, account.region).personalize
    wait_for(lambda: personalize.describe_dataset(datasetArn=dataset)["dataset"]["schemaArn"] == wider_schema)


def test_a_deletion_under_way_is_shown_and_survives_a_restart(start_server: Callable[..., LocalPersonalize]) -> None:
    server = start_server("--resource-delay", "0.4")
    personalize = Account(server, "deletion-region-1").personalize
    group = personalize.create_dataset_group(name="news")["datasetGroupArn"]
    with refused("ResourceInUseException", "is in CREATE"):
        personalize.delete_dataset_group(datasetGroupArn=group)
    finished(lambda: personalize.describe_dataset_group(datasetGroupArn=group)["datasetGroup"])
    personalize.delete_dataset_group(datasetGroupArn=group)
    status = personalize.describe_dataset_group(datasetGroupArn=group)["datasetGroup"]["status"]
    assert status == "DELETE PENDING"
    assert server.stop() == 0
    server.start()
    personalize = Account(server, "deletion-region-1").personalize
    wait_for(lambda: not personalize.list_dataset_groups()["datasetGroups"])


def test_an_export_holds_what_was_imported_or_sent_or_both(account: Account, s3: Any) -> None:
    newsroom = group_of(account)
    import_csv(account, s3, newsroom.interactions, "clicks", clicks_csv(newsroom.now))
    import_csv(account, s3, newsroom.items, "articles", articles_csv(newsroom.now))
    newsroom.click("sent reader", "a1", at=5, type="share")
    newsroom.publish("sent", text='A "quoted" \\ line\nand another', creationTimestamp=7, free=True)
    header = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE"
    sent = "sent reader,a1,5,share"
    assert export(account, s3, newsroom.interactions, "PUT") == [header, sent]
    imported = export(account, s3, newsroom.interactions, "BULK")
    assert sorted(imported) == sorted(clicks_csv(newsroom.now).splitlines())
    assert export(account, s3, newsroom.interactions, "ALL") == [*imported, sent]
    assert export(account, s3, newsroom.items, "PUT")[1:] == ['sent,,,"A ""quoted"" \\\\ line and another",true,7']
    again = "\n".join(export(account, s3, newsroom.items, "ALL"))
    assert import_csv(account, s3, newsroom.items, "again", again)["status"] == "ACTIVE"


def test_an_export_of_an_empty_dataset_is_a_header(account: Account, s3: Any) -> None:
    newsroom = group_of(account)
    assert export(account, s3, newsroom.users, "ALL") == ["USER_ID,PLAN,AGE"]
    with refused("InvalidInputException", "no s3:// or file:/// location"):
        account.personalize.create_dataset_export_job(
            jobName="web",
            datasetArn=newsroom.users,
            roleArn=ROLE,
            jobOutput={"s3DataDestination": {"path": "https://example.org/"}},
        )


def test_deleted_users_vanish_from_all_datasets(account: Account, s3: Any) -> None:
    newsroom = group_of(account)
    import_csv(account, s3, newsroom.interactions, "clicks", clicks_csv(newsroom.now))
    import_csv(account, s3, newsroom.users, "users", "USER_ID,PLAN,AGE\nr1,gold,30\nr2,gold,40")
    newsroom.click("r1", "a1", "a2")
    newsroom.click("r2", "a1")
    account.events.put_events(
        trackingId=newsroom.tracking_id,
        sessionId="session of r1",
        eventList=[{"eventType": "click", "itemId": "a9", "sentAt": 9}],
    )
    job = delete_users(account, s3, newsroom.group, "r1", "r3", "a stranger")
    assert (job["status"], job["numDeleted"]) == ("COMPLETED", 6 + 6 + 2 + 1 + 1)
    clicks = export(account, s3, newsroom.interactions, "ALL")
    assert len(clicks) == 1 + 1200 - 12 + 1
    assert not any(line.startswith(("r1,", "r3,", "session")) for line in clicks)
    assert export(account, s3, newsroom.users, "ALL")[1:] == ["r2,gold,40"]
    (listed,) = account.personalize.list_data_deletion_jobs(datasetGroupArn=newsroom.group)["dataDeletionJobs"]
    assert (listed["jobName"], listed["status"]) == ("leavers", "COMPLETED")


def test_a_deletion_of_users_under_way_is_done_after_a_kill(
    start_server: Callable[..., LocalPersonalize], s3: Any, tmp_path: Path
) -> None:
    server = start_server("--clock", "manual", "--resource-delay", "100")
    account = Account(server, "killed-region-1")
    (tmp_path / "leavers.csv").write_text("USER_ID\nr1")
    group = account.personalize.create_dataset_group(name="news")["datasetGroupArn"]
    moment = account.personalize.describe_dataset_group(datasetGroupArn=group)["datasetGroup"]["creationDateTime"]

    def set_clock(seconds: int) -> None:
        body = json.dumps({"now": moment.timestamp() + seconds}).encode()
        urllib.request.urlopen(f"{server.url}/_local/clock", body, timeout=5).read()

    set_clock(101)
    job = account.personalize.create_data_deletion_job(
        jobName="leavers",
        datasetGroupArn=group,
        dataSource={"dataLocation": f"file://{tmp_path}/leavers.csv"},
        roleArn=ROLE,
    )["dataDeletionJobArn"]

    def status() -> str:
        return account.personalize.describe_data_deletion_job(dataDeletionJobArn=job)["dataDeletionJob"]["status"]

    assert status() == "PENDING"
    set_clock(150)
    assert status() == "IN_PROGRESS"
    server.stop(signal.SIGKILL)
    server.start()
    account = Account(server, account.region)
    assert status() == "IN_PROGRESS"
    set_clock(300)
    wait_for(lambda: status() == "COMPLETED")


def test_a_deletion_of_users_fails_without_their_column_and_waits_for_no_import(
    start_server: Callable[..., LocalPersonalize], s3: Any
) -> None:
    account = Account(start_server("--import-delay", "60"), "leavers-region-1")
    newsroom = group_of(account)
    s3.put_object(Bucket="clicks", Key="leavers.csv", Body=b"USER\nr1")
    request = {
        "datasetGroupArn": newsroom.group,
        "dataSource": {"dataLocation": "s3://clicks/leavers.csv"},
        "roleArn": ROLE,
    }
    job = account.personalize.create_data_deletion_job(jobName="wrong", **request)["dataDeletionJobArn"]

    def describe() -> dict[str, Any]:
        return account.personalize.describe_data_deletion_job(dataDeletionJobArn=job)["dataDeletionJob"]

    wait_for(lambda: describe()["status"] == "FAILED")
    assert describe()["failureReason"] == "Input CSV is missing the following columns:[USER_ID]."
    account.personalize.create_dataset_import_job(
        jobName="slow",
        datasetArn=newsroom.interactions,
        dataSource={"dataLocation": "s3://clicks/x.csv"},
        roleArn=ROLE,
    )
    with refused("ResourceInUseException", "dataset-import-job/slow is CREATE"):
        account.personalize.create_data_deletion_job(jobName="early", **request)


@pytest.mark.parametrize("operation", ("describe_dataset_export_job", "describe_data_deletion_job"))
def test_a_job_that_is_not_there_cannot_be_described(account: Account, operation: str) -> None:
    member = "datasetExportJobArn" if "export" in operation else "dataDeletionJobArn"
    arn_type = "dataset-export-job" if "export" in operation else "data-deletion-job"
    arn = f"arn:aws:personalize:eu-west-1:000000000000:{arn_type}/none"
    with refused("ResourceNotFoundException", "Could not find"):
        getattr(account.personalize, operation)(**{member: arn})
