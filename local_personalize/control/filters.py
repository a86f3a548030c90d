"""Filters, checked against the group's datasets when they are made."""

from typing import Any

from local_personalize.control.datasets import schema_of
from local_personalize.control.kinds import BATCH_INFERENCE_JOB, DATASET, DATASET_GROUP, FILTER
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import ACTIVE, PENDING, Registry
from local_personalize.control.tags import given_tags
from local_personalize.errors import InvalidInputError, LimitExceededError, ResourceInUseError
from local_personalize.filters.parser import FilterSyntaxError, parse_filter
from local_personalize.filters.rules import Columns, check_filter, fields_of
from local_personalize.service import Call, Service

FIELDS_PER_GROUP = 20


def create_filter(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin a filter whose expression can be read and applied."""
    registry = service.registry
    group = registry.get(DATASET_GROUP, request["datasetGroupArn"])
    if group.status != ACTIVE:  # the one creation without ResourceInUseException
        raise InvalidInputError(f"datasetGroupArn: the dataset group is in {group.status} status.")
    expression: str = request["filterExpression"]
    try:
        parsed = parse_filter(expression)
        check_filter(parsed, expression, _columns(registry, group.arn))
    except FilterSyntaxError as error:
        raise InvalidInputError(str(error)) from error
    check_quota(registry, FILTER, call.region, group.arn)
    others = [
        fields_of(parse_filter(other["filterExpression"])) for other in registry.all(FILTER, datasetGroupArn=group.arn)
    ]
    if len(fields_of(parsed).union(*others)) > FIELDS_PER_GROUP:
        raise LimitExceededError(f"The filters of a dataset group can use at most {FIELDS_PER_GROUP} distinct fields.")
    document = {**request, **given_tags(request), "status": PENDING}
    made = registry.create(FILTER, call.arn("filter", request["name"]), document)
    service.lifecycle.start(made)
    return {"filterArn": made.arn}


def delete_filter(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to delete a filter that no running batch inference job uses."""
    del call
    filter = service.registry.get_settled(FILTER, request["filterArn"])
    jobs = service.registry.all(BATCH_INFERENCE_JOB, filterArn=filter.arn)
    running = [job.arn for job in jobs if job.in_transition]
    if running:
        raise ResourceInUseError(f"Filter {filter.arn} cannot be deleted while {running[0]} uses it.")
    service.lifecycle.delete(filter)
    return {}


def _columns(registry: Registry, group_arn: str) -> Columns:
    return {
        dataset["datasetType"]: {
            column.name.upper(): column.column_type for column in schema_of(registry, dataset).columns
        }
        for dataset in registry.all(DATASET, datasetGroupArn=group_arn)
    }
