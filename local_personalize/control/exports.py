"""Dataset export jobs: a dataset's data as a CSV file that could be imported again."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from local_personalize.control.avro import DatasetSchema
from local_personalize.control.datasets import refuse_while_users_are_deleted, schema_of
from local_personalize.control.kinds import DATASET, EXPORT_JOB
from local_personalize.control.lifecycle import Job
from local_personalize.control.registry import PENDING, Resource
from local_personalize.control.tags import given_tags
from local_personalize.service import Call, Service
from local_personalize.store.bulk import read_bulk
from local_personalize.store.csv_rows import to_csv
from local_personalize.store.database import kept_events, kept_records
from local_personalize.store.locations import check_location, write_file
from local_personalize.store.streamed_rows import rows_of_events, rows_of_records

if TYPE_CHECKING:
    import polars

BULK, PUT, ALL = "BULK", "PUT", "ALL"


def create_dataset_export_job(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to write what was imported (BULK), what was sent singly (PUT, the default), or both (ALL)."""
    registry = service.registry
    refuse_while_users_are_deleted(registry, registry.get_active(DATASET, request["datasetArn"]))
    check_location(request["jobOutput"]["s3DataDestination"]["path"], "jobOutput.s3DataDestination.path")
    document = {"ingestionMode": PUT, **request, **given_tags(request), "status": PENDING}
    job = registry.create(EXPORT_JOB, call.arn("dataset-export-job", request["jobName"]), document)
    start_export(service, job)
    return {"datasetExportJobArn": job.arn}


def start_export(service: Service, job: Resource) -> None:
    """Do the work of an export job."""
    dataset = service.registry.by_arn[job["datasetArn"]]
    schema = schema_of(service.registry, dataset)

    def work() -> None:
        import polars  # noqa: PLC0415 - a third of the server's start-up time, and few requests need it

        parts = list(_parts(service, dataset, schema, job["ingestionMode"]))
        names = [column.name for column in schema.columns]
        rows = polars.concat([rows_of_records((), schema), *parts], how="diagonal_relaxed").select(names)
        write_file(job["jobOutput"]["s3DataDestination"]["path"], f"{job['jobName']}.csv", to_csv(rows))

    service.lifecycle.start(job, Job(work, lambda _: {}))


def _parts(service: Service, dataset: Resource, schema: DatasetSchema, mode: str) -> "Iterator[polars.DataFrame]":
    connection = service.database.connect()
    try:
        if schema.name != "Interactions":
            for sent_singly, wanted in ((False, BULK), (True, PUT)):
                if mode in (wanted, ALL):
                    yield rows_of_records(kept_records(connection, dataset.arn, sent_singly=sent_singly), schema)
            return
        if mode in (BULK, ALL):
            yield from (read_bulk(files, service.bulk_folder) for files in dataset["bulk"])
        if mode in (PUT, ALL):
            events = (event for _, event in kept_events(connection, dataset["datasetGroupArn"]) if event.item)
            yield rows_of_events(events, schema)
    finally:
        connection.close()
