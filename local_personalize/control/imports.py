"""Dataset import jobs: CSV files into a dataset."""

import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from local_personalize.control.datasets import refuse_while_in_update, refuse_while_users_are_deleted, schema_of
from local_personalize.control.kinds import DATASET, IMPORT_JOB
from local_personalize.control.lifecycle import Job
from local_personalize.control.metric_attributions import (
    OLDEST_COUNTED,
    find_attribution,
    item_values,
    metrics_of,
)
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import ACTIVE, PENDING, Registry, Resource
from local_personalize.control.tags import given_tags
from local_personalize.errors import InvalidInputError
from local_personalize.service import Call, Service
from local_personalize.store.attributed import Sums, add_sums, csv_of, sums_of_rows
from local_personalize.store.bulk import BulkFiles, save_bulk
from local_personalize.store.csv_import import import_interactions, import_records
from local_personalize.store.csv_rows import LeftOut
from local_personalize.store.database import Record
from local_personalize.store.locations import check_location, write_file

Made = TypeVar("Made")


def create_dataset_import_job(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to import the CSV files at a location."""
    registry = service.registry
    dataset = registry.get_active(DATASET, request["datasetArn"])
    check_location(request["dataSource"].get("dataLocation"), "dataSource.dataLocation")
    if "roleArn" not in request:
        raise InvalidInputError("roleArn: an import job needs a role that can read the data")
    mode = request.get("importMode", "FULL")
    if mode == "INCREMENTAL" and not _was_imported(registry, dataset):
        raise InvalidInputError("importMode: the first import into a dataset must be FULL")
    if request.get("publishAttributionMetricsToS3"):
        _check_publishing(service, dataset)
    refuse_while_in_update(dataset)
    refuse_while_users_are_deleted(registry, dataset)
    check_quota(registry, IMPORT_JOB, call.region)
    document = {**request, **given_tags(request), "importMode": mode, "status": PENDING}
    job = registry.create(IMPORT_JOB, call.arn("dataset-import-job", request["jobName"]), document)
    start_import(service, job)
    return {"datasetImportJobArn": job.arn}


def start_import(service: Service, job: Resource) -> None:
    """Do the work of an import job."""
    dataset = service.registry.by_arn[job["datasetArn"]]
    of_interactions = dataset["datasetType"] == "INTERACTIONS"
    made = _interactions(service, job, dataset) if of_interactions else _records(service, job, dataset)
    service.lifecycle.start(job, made)


def import_report(service: Service, name: str) -> dict[str, Any] | None:
    """What the newest import job of that name left out, for `/_local`; None if there is none."""
    found = service.registry.all(IMPORT_JOB, jobName=name)
    if not found:
        return None
    job = found[-1]
    left_out = job.document.get("leftOut", {})
    return {"datasetImportJobArn": job.arn, "status": job.status, **left_out}


def _interactions(service: Service, job: Resource, dataset: Resource) -> Job[tuple[BulkFiles, Sums, LeftOut]]:
    group_arn: str = dataset["datasetGroupArn"]
    schema = schema_of(service.registry, dataset)
    full = job["importMode"] == "FULL"
    known_types = [] if full else service.group(group_arn).types.names
    attribution = find_attribution(service, group_arn)
    metrics = metrics_of(service, attribution) if attribution else []
    items = item_values(service, group_arn, metrics)

    def work() -> tuple[BulkFiles, Sums, LeftOut]:
        location = job["dataSource"]["dataLocation"]
        frame, left_out = import_interactions(location, schema, job["importMode"], known_types)
        files = save_bulk(frame, schema, service.bulk_folder)
        if attribution and job.document.get("publishAttributionMetricsToS3"):
            folder = attribution["metricsOutputConfig"]["s3DataDestination"]["path"]
            write_file(folder, f"{job['jobName']}.csv", csv_of(sums_of_rows(frame, metrics, items), metrics))
        young = frame.filter(frame["TIMESTAMP"] >= service.clock.now() - OLDEST_COUNTED)
        return files, sums_of_rows(young, metrics, items), left_out

    def finish(made: tuple[BulkFiles, Sums, LeftOut]) -> dict[str, Any]:
        files, sums, left_out = made
        if attribution and attribution.arn in service.registry.by_arn and not full:
            add_sums(service.database.connection, attribution.arn, sums)
        now = service.registry.by_arn[dataset.arn]
        before = [] if full else now["bulk"]
        service.registry.update(now, bulk=[*before, {**files, "imported": service.clock.now()}])
        return _said(job, left_out)

    return _job(service, dataset, work, finish)


def _records(service: Service, job: Resource, dataset: Resource) -> Job[tuple[list[Record], LeftOut]]:
    schema = schema_of(service.registry, dataset)

    def work() -> tuple[list[Record], LeftOut]:
        rows, left_out = import_records(job["dataSource"]["dataLocation"], schema, job["importMode"])
        now = service.clock.now()
        return [Record(identifier, fields, now) for identifier, fields in rows], left_out

    def finish(made: tuple[list[Record], LeftOut]) -> dict[str, Any]:
        records, left_out = made
        service.database.import_records(dataset.arn, records, full=job["importMode"] == "FULL")
        return _said(job, left_out)

    return _job(service, dataset, work, finish)


def _job(
    service: Service, dataset: Resource, work: Callable[[], Made], finish: Callable[[Made], dict[str, Any]]
) -> Job[Made]:
    return Job(work, finish, lambda: service.load_group(dataset["datasetGroupArn"]), service.delays.dataset_import)


def _said(job: Resource, left_out: LeftOut) -> dict[str, Any]:
    if left_out.bad:
        sys.stderr.write(
            f"local_personalize: import {job['jobName']}: left out {left_out.bad} of {left_out.rows} rows: "
            f"{'; '.join(left_out.reasons)}\n"
        )
    return {"leftOut": asdict(left_out)}


def _check_publishing(service: Service, dataset: Resource) -> None:
    attribution = find_attribution(service, dataset["datasetGroupArn"])
    if attribution is None or "s3DataDestination" not in attribution["metricsOutputConfig"]:
        raise InvalidInputError(
            "publishAttributionMetricsToS3: the dataset group has no metric attribution with an s3DataDestination"
        )
    if dataset["datasetType"] != "INTERACTIONS":
        raise InvalidInputError("publishAttributionMetricsToS3: metrics are counted from interactions only")


def _was_imported(registry: Registry, dataset: Resource) -> bool:
    jobs = registry.all(IMPORT_JOB, datasetArn=dataset.arn, status=ACTIVE, importMode="FULL")
    return any(job["creationDateTime"] >= dataset["creationDateTime"] for job in jobs)
