"""Schemas, dataset groups, datasets and event trackers."""

from itertools import chain
from typing import Any
from uuid import uuid4

from local_personalize.control.avro import DatasetSchema, check_replacement, parse_schema
from local_personalize.control.kinds import (
    DATA_DELETION_JOB,
    DATASET,
    DATASET_GROUP,
    EVENT_TRACKER,
    EXPORT_JOB,
    FILTER,
    IMPORT_JOB,
    METRIC_ATTRIBUTION,
    SCHEMA,
    SOLUTION,
    SOLUTION_VERSION,
)
from local_personalize.control.lifecycle import Job
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import PENDING, Registry, Resource
from local_personalize.control.tags import given_tags
from local_personalize.errors import (
    InvalidInputError,
    ResourceAlreadyExistsError,
    ResourceInUseError,
    not_built,
)
from local_personalize.service import ACCOUNT, Call, Service

DATASET_UPDATE = "latestDatasetUpdate"
DATASET_TYPES = {"INTERACTIONS": "Interactions", "ITEMS": "Items", "USERS": "Users"}


def create_schema(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Keep a schema, if it is one that the service accepts."""
    if "domain" in request:
        raise not_built("A domain dataset group")
    parse_schema(request.get("schema", ""))
    check_quota(service.registry, SCHEMA, call.region)
    schema = service.registry.create(SCHEMA, call.arn("schema", request["name"]), request)
    return {"schemaArn": schema.arn}


def delete_schema(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Forget a schema that no dataset uses."""
    del call
    schema = service.registry.get(SCHEMA, request["schemaArn"])
    datasets = service.registry.all(DATASET)
    _refuse_while_used(schema, [dataset for dataset in datasets if schema.arn in _schema_arns(dataset)])
    service.registry.delete(schema)
    return {}


def create_dataset_group(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin a dataset group."""
    if "domain" in request:
        raise not_built("A domain dataset group")
    if ("kmsKeyArn" in request) != ("roleArn" in request):
        raise InvalidInputError("kmsKeyArn and roleArn must be given together")
    check_quota(service.registry, DATASET_GROUP, call.region)
    arn = call.arn("dataset-group", request["name"])
    group = service.registry.create(DATASET_GROUP, arn, {**request, **given_tags(request), "status": PENDING})
    service.lifecycle.start(group)
    return {"datasetGroupArn": group.arn}


def delete_dataset_group(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Forget a dataset group that has no datasets, solutions, filters or event tracker left."""
    del call
    group = service.registry.get_settled(DATASET_GROUP, request["datasetGroupArn"])
    for kind in (SOLUTION, EVENT_TRACKER, FILTER, METRIC_ATTRIBUTION, DATASET):
        _refuse_while_used(group, service.registry.all(kind, datasetGroupArn=group.arn))
    refuse_while_in_transition(group, service.registry.all(DATA_DELETION_JOB, datasetGroupArn=group.arn))
    start_dataset_group_deletion(service, group)
    return {}


def start_dataset_group_deletion(service: Service, group: Resource) -> None:
    """Do the work of deleting a dataset group."""

    def forgotten() -> None:
        service.groups.pop(group.arn, None)

    service.lifecycle.delete(group, lambda: service.database.delete_events(group.arn), forgotten)


def create_dataset(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Add a dataset to a group, with the schema of its type."""
    registry = service.registry
    group = registry.get_active(DATASET_GROUP, request["datasetGroupArn"])
    schema = registry.get(SCHEMA, request["schemaArn"])
    type_name = request["datasetType"].upper()
    if type_name in ("ACTIONS", "ACTION_INTERACTIONS"):
        raise not_built(f"The dataset type {request['datasetType']}")
    if type_name not in DATASET_TYPES:
        raise InvalidInputError(f"datasetType: {request['datasetType']!r} is none of Interactions, Items, Users")
    if parse_schema(schema["schema"]).name != DATASET_TYPES[type_name]:
        raise InvalidInputError(f"schemaArn: the schema is not one of a dataset of type {DATASET_TYPES[type_name]}")
    if any(dataset["name"] == request["name"] for dataset in registry.all(DATASET, call.region)):
        raise ResourceAlreadyExistsError(f"Another dataset with the name {request['name']} already exists.")
    arn = call.arn("dataset", f"{group['name']}/{type_name}")
    document = {**request, **given_tags(request), "datasetType": type_name, "status": PENDING, "bulk": []}
    dataset = registry.create(DATASET, arn, document)
    service.load_group(group.arn)
    service.lifecycle.start(dataset)
    return {"datasetArn": dataset.arn}


def update_dataset(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Give a dataset another schema, which has the columns of its present one and may have new ones."""
    del call
    registry = service.registry
    dataset = registry.get_active(DATASET, request["datasetArn"])
    schema = registry.get(SCHEMA, request["schemaArn"])
    refuse_while_in_update(dataset)
    refuse_while_in_transition(dataset, registry.all(IMPORT_JOB, datasetArn=dataset.arn))
    check_replacement(schema_of(registry, dataset), parse_schema(schema["schema"]))
    changes = {"schemaArn": schema.arn}
    service.lifecycle.update(dataset, DATASET_UPDATE, changes, _replacement(service, dataset, schema.arn))
    return {"datasetArn": dataset.arn}


def resume_dataset_update(service: Service, dataset: Resource) -> None:
    """Go on with the update of a dataset."""
    job = _replacement(service, dataset, dataset[DATASET_UPDATE]["schemaArn"])
    service.lifecycle.resume_update(dataset, DATASET_UPDATE, job)


def _replacement(service: Service, dataset: Resource, schema_arn: str) -> Job[None]:
    return Job(
        work=None,
        finish=lambda _: {"schemaArn": schema_arn},
        activated=lambda: service.load_group(dataset["datasetGroupArn"]),
    )


def delete_dataset(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Forget a dataset and its data, unless work on these is under way."""
    del call
    registry = service.registry
    dataset = registry.get_settled(DATASET, request["datasetArn"])
    group_arn: str = dataset["datasetGroupArn"]
    refuse_while_in_update(dataset)
    refuse_while_in_transition(dataset, data_work(registry, group_arn))
    start_dataset_deletion(service, dataset)
    return {}


def start_dataset_deletion(service: Service, dataset: Resource) -> None:
    """Do the work of deleting a dataset."""

    def forget() -> None:
        service.database.delete_records(dataset.arn)
        if dataset["datasetType"] == "INTERACTIONS":
            service.database.delete_events(dataset["datasetGroupArn"])

    service.lifecycle.delete(dataset, forget, lambda: service.load_group(dataset["datasetGroupArn"]))


def create_event_tracker(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin the one event tracker of a dataset group."""
    registry = service.registry
    group = registry.get_active(DATASET_GROUP, request["datasetGroupArn"])
    if find_dataset(registry, group.arn, "INTERACTIONS") is None:
        raise InvalidInputError("datasetGroupArn: an event tracker needs an Interactions dataset in the group")
    if any(tracker["name"] == request["name"] for tracker in registry.all(EVENT_TRACKER, call.region)):
        raise ResourceAlreadyExistsError(f"Another event tracker with the name {request['name']} already exists.")
    if registry.all(EVENT_TRACKER, datasetGroupArn=group.arn):
        raise ResourceAlreadyExistsError(f"The dataset group {group.arn} has an event tracker already.")
    tracking_id = str(uuid4())
    document = {
        **request,
        **given_tags(request),
        "trackingId": tracking_id,
        "accountId": ACCOUNT,
        "status": PENDING,
    }
    tracker = registry.create(EVENT_TRACKER, call.arn("event-tracker", uuid4().hex[:8]), document)
    service.lifecycle.start(tracker)
    return {"eventTrackerArn": tracker.arn, "trackingId": tracking_id}


def delete_event_tracker(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Forget an event tracker; the events stay."""
    del call
    service.lifecycle.delete(service.registry.get_settled(EVENT_TRACKER, request["eventTrackerArn"]))
    return {}


def find_dataset(registry: Registry, group_arn: str, type_name: str) -> Resource | None:
    """The dataset of a type in a group, if there is one."""
    return next(iter(registry.all(DATASET, datasetGroupArn=group_arn, datasetType=type_name)), None)


def schema_of(registry: Registry, dataset: Resource) -> DatasetSchema:
    """The schema of a dataset."""
    return parse_schema(registry.by_arn[dataset["schemaArn"]]["schema"])


def data_work(registry: Registry, group_arn: str) -> list[Resource]:
    """Imports, exports, trainings and data deletions of a dataset group."""
    datasets = {dataset.arn for dataset in registry.all(DATASET, datasetGroupArn=group_arn)}
    jobs = [job for kind in (IMPORT_JOB, EXPORT_JOB) for job in registry.all(kind) if job["datasetArn"] in datasets]
    others = (registry.all(kind, datasetGroupArn=group_arn) for kind in (SOLUTION_VERSION, DATA_DELETION_JOB))
    return [*jobs, *chain.from_iterable(others)]


def refuse_while_users_are_deleted(registry: Registry, dataset: Resource) -> None:
    """ResourceInUseError if a data deletion job is at the dataset's group."""
    refuse_while_in_transition(dataset, registry.all(DATA_DELETION_JOB, datasetGroupArn=dataset["datasetGroupArn"]))


def refuse_while_in_transition(resource: Resource, dependents: list[Resource]) -> None:
    """ResourceInUseError if one of the dependents is being worked on."""
    if busy := [dependent for dependent in dependents if dependent.in_transition]:
        raise ResourceInUseError(f"{resource.kind.noun} {resource.arn} is in use: {busy[0].arn} is {busy[0].status}.")


def refuse_while_in_update(dataset: Resource) -> None:
    """ResourceInUseError if the schema of the dataset is being replaced."""
    if dataset.in_update(DATASET_UPDATE):
        raise ResourceInUseError(f"Dataset {dataset.arn} is being updated.")


def _schema_arns(dataset: Resource) -> set[str]:
    update = dataset[DATASET_UPDATE] if dataset.in_update(DATASET_UPDATE) else {}
    return {dataset["schemaArn"], update.get("schemaArn", dataset["schemaArn"])}


def _refuse_while_used(resource: Resource, dependents: list[Resource]) -> None:
    if dependents:
        raise ResourceInUseError(
            f"{resource.kind.noun} {resource.arn} cannot be deleted while {dependents[0].arn} depends on it."
        )
