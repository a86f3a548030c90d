"""Dataset import jobs: CSV files from S3 into a dataset."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from local_personalize.control.datasets import schema_of
from local_personalize.control.kinds import DATASET, IMPORT_JOB
from local_personalize.control.lifecycle import Job
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import ACTIVE, PENDING, Resource
from local_personalize.control.tags import given_tags
from local_personalize.errors import InvalidInputError, not_built
from local_personalize.service import Call, Service
from local_personalize.store.csv_import import ImportedRows, import_rows
from local_personalize.store.database import Record


def create_dataset_import_job(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to import the CSV files at an S3 location."""
    registry = service.registry
    dataset = registry.get_active(DATASET, request["datasetArn"])
    location = request["dataSource"].get("dataLocation", "")
    if not location.startswith("s3://"):
        raise InvalidInputError(f"dataSource.dataLocation: {location!r} is no s3:// location")
    if "roleArn" not in request:
        raise InvalidInputError("roleArn: an import job needs a role that can read the data")
    mode = request.get("importMode", "FULL")
    if mode == "INCREMENTAL" and not _was_imported(service, dataset):
        raise InvalidInputError("importMode: the first import into a dataset must be FULL")
    if request.get("publishAttributionMetricsToS3"):
        raise not_built("publishAttributionMetricsToS3")
    check_quota(registry, IMPORT_JOB, call.region)
    document = {**request, **given_tags(request), "importMode": mode, "status": PENDING}
    job = registry.create(IMPORT_JOB, call.arn("dataset-import-job", request["jobName"]), document)
    start_import(service, job)
    return {"datasetImportJobArn": job.arn}


def start_import(service: Service, job: Resource) -> None:
    """Do the work of an import job."""
    dataset = service.registry.by_arn[job["datasetArn"]]
    schema = schema_of(service.registry, dataset)
    file = f"{uuid4().hex}.npz"
    path = service.bulk_folder / file

    def work() -> ImportedRows:
        rows = import_rows(job["dataSource"]["dataLocation"], schema)
        if rows.events is not None:
            rows.events.save(path)
        return rows

    def finish(rows: ImportedRows) -> dict[str, Any]:
        return _take_in(service, dataset.arn, rows, path, full=job["importMode"] == "FULL")

    def activated() -> None:
        service.load_group(dataset["datasetGroupArn"])

    service.lifecycle.start(job, Job(work, finish, activated, service.delays.dataset_import))


def _take_in(service: Service, dataset_arn: str, rows: ImportedRows, path: Path, *, full: bool) -> dict[str, Any]:
    now = service.clock.now()
    dataset = service.registry.by_arn[dataset_arn]
    if rows.events is not None:
        before = [] if full else dataset["bulk"]
        service.registry.update(dataset, bulk=[*before, {"file": path.name, "imported": now}])
    else:
        records = [Record(identifier, fields, now) for identifier, fields in rows.records]
        service.database.import_records(dataset_arn, records, full=full)
    return {}


def _was_imported(service: Service, dataset: Resource) -> bool:
    jobs = service.registry.all(IMPORT_JOB, datasetArn=dataset.arn, status=ACTIVE, importMode="FULL")
    return bool(jobs)
