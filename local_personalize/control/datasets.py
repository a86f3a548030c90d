"""Schemas, dataset groups, datasets and event trackers."""

from typing import Any
from uuid import uuid4

from local_personalize.control.avro import DatasetSchema, parse_schema
from local_personalize.control.kinds import (
    DATASET,
    DATASET_GROUP,
    EVENT_TRACKER,
    FILTER,
    IMPORT_JOB,
    SCHEMA,
    SOLUTION,
    SOLUTION_VERSION,
)
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
    _refuse_while_used(schema, service.registry.all(DATASET, schemaArn=schema.arn))
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
    group = service.registry.get(DATASET_GROUP, request["datasetGroupArn"])
    for kind in (SOLUTION, EVENT_TRACKER, FILTER, DATASET):
        _refuse_while_used(group, service.registry.all(kind, datasetGroupArn=group.arn))
    with service.database.transaction():
        service.registry.delete(group)
        service.database.delete_events(group.arn)
    service.groups.pop(group.arn, None)
    return {}


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


def delete_dataset(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Forget a dataset and its data, unless an import or training is under way."""
    del call
    registry = service.registry
    dataset = registry.get(DATASET, request["datasetArn"])
    solutions = {solution.arn for solution in registry.all(SOLUTION, datasetGroupArn=dataset["datasetGroupArn"])}
    _refuse_while_in_transition(dataset, registry.all(IMPORT_JOB, datasetArn=dataset.arn))
    _refuse_while_in_transition(
        dataset, [version for version in registry.all(SOLUTION_VERSION) if version["solutionArn"] in solutions]
    )
    with service.database.transaction():
        registry.delete(dataset)
        service.database.delete_records(dataset.arn)
        if dataset["datasetType"] == "INTERACTIONS":
            service.database.delete_events(dataset["datasetGroupArn"])
    service.load_group(dataset["datasetGroupArn"])
    return {}


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
    service.registry.delete(service.registry.get_active(EVENT_TRACKER, request["eventTrackerArn"]))
    return {}


def find_dataset(registry: Registry, group_arn: str, type_name: str) -> Resource | None:
    """The dataset of a type in a group, if there is one."""
    return next(iter(registry.all(DATASET, datasetGroupArn=group_arn, datasetType=type_name)), None)


def schema_of(registry: Registry, dataset: Resource) -> DatasetSchema:
    """The schema of a dataset."""
    return parse_schema(registry.by_arn[dataset["schemaArn"]]["schema"])


def _refuse_while_used(resource: Resource, dependents: list[Resource]) -> None:
    if dependents:
        raise ResourceInUseError(
            f"{resource.kind.noun} {resource.arn} cannot be deleted while {dependents[0].arn} depends on it."
        )


def _refuse_while_in_transition(resource: Resource, dependents: list[Resource]) -> None:
    _refuse_while_used(resource, [dependent for dependent in dependents if dependent.in_transition])
