"""Data deletion jobs: users vanish from a dataset group's events and records, and from its models when next trained."""

from collections.abc import Iterable
from typing import Any

from local_personalize.control.avro import Column, DatasetSchema
from local_personalize.control.datasets import data_work, find_dataset, refuse_while_in_transition, schema_of
from local_personalize.control.kinds import CAMPAIGN, DATA_DELETION_JOB, DATASET_GROUP, SOLUTION_VERSION
from local_personalize.control.lifecycle import Job
from local_personalize.control.metric_attributions import count_streamed
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import JOB_PENDING, Resource
from local_personalize.control.tags import given_tags
from local_personalize.control.training import CAMPAIGN_UPDATE
from local_personalize.service import Call, Service
from local_personalize.store.bulk import coded, read_bulk, save_bulk
from local_personalize.store.csv_rows import read_rows
from local_personalize.store.locations import check_location, find_files

USER_ID = Column("USER_ID", frozenset({"string"}), categorical=False, textual=False, item_name=False)


def create_data_deletion_job(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to delete the users of CSV files; refused while data are imported or learned."""
    registry = service.registry
    group = registry.get_active(DATASET_GROUP, request["datasetGroupArn"])
    check_location(request["dataSource"].get("dataLocation"), "dataSource.dataLocation")
    check_quota(registry, DATA_DELETION_JOB, call.region, group.arn)
    others = [work for work in data_work(registry, group.arn) if work.kind is not DATA_DELETION_JOB]
    refuse_while_in_transition(group, others)
    document = {**request, **given_tags(request), "status": JOB_PENDING}
    job = registry.create(DATA_DELETION_JOB, call.arn("data-deletion-job", request["jobName"]), document)
    start_data_deletion(service, job)
    return {"dataDeletionJobArn": job.arn}


def start_data_deletion(service: Service, job: Resource) -> None:
    """Do the work of a data deletion job."""
    group_arn: str = job["datasetGroupArn"]
    stale: list[str] = []

    def work() -> frozenset[str]:
        rows, _ = read_rows(find_files(job["dataSource"]["dataLocation"], ".csv"), [USER_ID])
        return frozenset(rows["USER_ID"])

    def finish(users: frozenset[str]) -> dict[str, Any]:
        count_streamed(service, group_arn)
        dataset = find_dataset(service.registry, group_arn, "USERS")
        deleted = service.database.delete_users(group_arn, dataset and dataset.arn, users)
        rewritten, rows = _without(service, group_arn, users)
        stale.extend(rewritten)
        return {"numDeleted": deleted + rows}

    def activated() -> None:
        service.load_group(group_arn)
        if not _is_learning(service):  # else a training may be reading the old files, and they go with the next start
            for name in stale:
                (service.bulk_folder / name).unlink(missing_ok=True)

    service.lifecycle.start(job, Job(work, finish, activated))


def _is_learning(service: Service) -> bool:
    versions, campaigns = (service.registry.all(kind) for kind in (SOLUTION_VERSION, CAMPAIGN))
    return any(resource.in_transition or resource.in_update(CAMPAIGN_UPDATE) for resource in (*versions, *campaigns))


def _without(service: Service, group_arn: str, users: Iterable[str]) -> tuple[list[str], int]:
    """Write the group's bulk files anew; returns the names of the old ones, and how many rows the dataset lost."""
    import polars  # noqa: PLC0415 - a third of the server's start-up time, and few requests need it

    registry = service.registry
    interactions = find_dataset(registry, group_arn, "INTERACTIONS")
    schema = schema_of(registry, interactions) if interactions else DatasetSchema("Interactions", ())
    owners = [*([interactions] if interactions else []), *registry.all(SOLUTION_VERSION, datasetGroupArn=group_arn)]
    written: dict[str, dict[str, Any]] = {}
    stale: list[str] = []
    lost = 0
    for owner in owners:
        for bulk in owner["bulk"]:
            if bulk["file"] in written:
                continue
            rows = read_bulk(bulk, service.bulk_folder)
            kept = rows.filter(~polars.col("USER_ID").is_in(list(users)))
            written[bulk["file"]] = bulk
            if len(kept) < len(rows):
                written[bulk["file"]] = {**bulk, **save_bulk(coded(kept, schema), schema, service.bulk_folder)}
                stale += [bulk["file"], bulk["rows"]]
            if owner is interactions:
                lost += len(rows) - len(kept)
    for owner in owners:
        registry.update(owner, bulk=[written[bulk["file"]] for bulk in owner["bulk"]])
    return stale, lost
