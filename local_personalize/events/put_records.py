"""PutItems and PutUsers: items and users as they come and change."""

from typing import Any

from local_personalize.control.avro import DatasetSchema
from local_personalize.control.datasets import schema_of
from local_personalize.control.kinds import DATASET
from local_personalize.errors import InvalidInputError
from local_personalize.events.properties import Columns, columns_by_property, parse_properties, to_columns
from local_personalize.service import Call, Service
from local_personalize.store.database import Record


def put_items(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Keep items; one with a known id replaces that whole item."""
    del call
    return _put(service, request, "ITEMS", "items", "itemId")


def put_users(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Keep users; one with a known id replaces that whole user."""
    del call
    return _put(service, request, "USERS", "users", "userId")


def _put(service: Service, request: dict[str, Any], type_name: str, member: str, id_member: str) -> dict[str, Any]:
    dataset = service.registry.get_active(DATASET, request["datasetArn"])
    if dataset["datasetType"] != type_name:
        raise InvalidInputError(f"datasetArn: expected a dataset of type {type_name}, got {dataset['datasetType']}")
    schema = schema_of(service.registry, dataset)
    columns = {name: column for name, column in columns_by_property(schema).items() if column.name != schema.identifier}
    now = service.clock.now()
    records = [
        Record(
            given[id_member],
            _fields(given.get("properties"), schema, columns, now, f"{member}.{position}.member.properties"),
            now,
        )
        for position, given in enumerate(request[member], start=1)
    ]
    with service.database.transaction():
        for record in records:
            service.database.put_record(dataset.arn, record)
    for record in records:
        service.group(dataset["datasetGroupArn"]).show_record(schema, record)
    return {}


def _fields(properties: str | None, schema: DatasetSchema, columns: Columns, now: float, place: str) -> dict[str, Any]:
    fields = to_columns(parse_properties(properties, place), columns, schema.name, place)
    if schema.column("CREATION_TIMESTAMP") is not None:
        fields.setdefault("CREATION_TIMESTAMP", int(now))
    for column in columns.values():
        if not column.nullable and column.name not in fields:
            raise InvalidInputError(f"{place}: the required field {column.name} is missing")
    return fields
