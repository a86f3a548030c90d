"""What a solution may say about its training, held against its recipe and the schemas of its dataset group."""

import re
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from local_personalize.control.avro import REQUIRED, RESERVED, DatasetSchema
from local_personalize.control.datasets import schema_of
from local_personalize.control.kinds import DATASET
from local_personalize.control.registry import Registry
from local_personalize.errors import InvalidInputError, not_built
from local_personalize.recipes.catalogue import RecipeEntry

RATE = re.compile(r"rate\((\d+) days?\)", re.ASCII)
DEFAULT_DAYS, MOST_DAYS = 7, 30
WITH_OBJECTIVE = ("aws-user-personalization", "aws-personalized-ranking")
EXCLUDED, INCLUDED = "excludedDatasetColumns", "includedDatasetColumns"
Schemas = Mapping[str, DatasetSchema]
"""The schemas of a dataset group by dataset type, in upper case."""


def schemas_of(registry: Registry, group_arn: str) -> Schemas:
    """The schemas of a dataset group."""
    datasets = registry.all(DATASET, datasetGroupArn=group_arn)
    return {dataset["datasetType"]: schema_of(registry, dataset) for dataset in datasets}


def check_training(entry: RecipeEntry, event_type: str | None, config: Mapping[str, Any], schemas: Schemas) -> None:
    """InvalidInputError, which names the member, if a solution cannot be trained in this way."""
    entry.check(config)
    for option in ("hpoConfig", "autoMLConfig"):
        if config.get(option):
            raise not_built(f"solutionConfig.{option}")
    if event_type and "EVENT_TYPE" not in _names(schemas["INTERACTIONS"]):
        raise InvalidInputError("eventType: the Interactions schema has no column EVENT_TYPE")
    if (threshold := config.get("eventValueThreshold")) is not None:
        _check_threshold(event_type, threshold)
    if config.get("eventsConfig"):
        if event_type:
            raise InvalidInputError("solutionConfig.eventsConfig: a solution has an eventType or an eventsConfig")
        check_events_config(entry, config["eventsConfig"], "solutionConfig")
    if config.get("optimizationObjective"):
        _check_objective(entry, config["optimizationObjective"], schemas)
    excluded_columns(config, schemas)
    days_between_trainings(config, "solutionConfig")


def check_events_config(entry: RecipeEntry, config: Mapping[str, Any], place: str) -> None:
    """InvalidInputError if events cannot be weighed so."""
    member = f"{place}.eventsConfig"
    if not entry.name.endswith("-v2"):
        raise InvalidInputError(f"{member}: the recipe {entry.name} does not weigh events, only v2 recipes do")
    parameters: Sequence[Mapping[str, Any]] = config.get("eventParametersList", ())
    if not parameters:
        raise InvalidInputError(f"{member}.eventParametersList: at least one event type is needed")
    types = [str(given.get("eventType") or "").lower() for given in parameters]
    if not all(types):
        raise InvalidInputError(f"{member}.eventParametersList: every entry needs an eventType")
    if len(set(types)) < len(types):
        raise InvalidInputError(f"{member}.eventParametersList: an eventType stands there more than once")
    if not any(given.get("weight", 1.0) > 0.0 for given in parameters):
        raise InvalidInputError(f"{member}.eventParametersList: at least one weight must be above 0")


def days_between_trainings(config: Mapping[str, Any], place: str) -> int:
    """How many days lie between automatic trainings; InvalidInputError if these are too few or too many."""
    expression: str | None = (config.get("autoTrainingConfig") or {}).get("schedulingExpression")
    if expression is None:
        return DEFAULT_DAYS
    match = RATE.fullmatch(expression)
    if match is None or not 1 <= int(match[1]) <= MOST_DAYS:
        raise InvalidInputError(
            f"{place}.autoTrainingConfig.schedulingExpression: expected rate(1 day) to rate({MOST_DAYS} days), "
            f"got {expression}"
        )
    return int(match[1])


def excluded_columns(config: Mapping[str, Any], schemas: Schemas) -> dict[str, frozenset[str]]:
    """By dataset type, the columns that are not learned from; InvalidInputError if one is unknown or is needed."""
    given: Mapping[str, Any] = config.get("trainingDataConfig") or {}
    left_out: dict[str, frozenset[str]] = {}
    for member in (EXCLUDED, INCLUDED):
        for name, columns in (given.get(member) or {}).items():
            place = f"solutionConfig.trainingDataConfig.{member}.{name}"
            schema = schemas.get(name.upper())
            if schema is None:
                raise InvalidInputError(f"{place}: the dataset group has no such dataset")
            if name.upper() in left_out:
                raise InvalidInputError(f"{place}: the columns of a dataset are excluded or included, not both")
            left_out[name.upper()] = _left_out(schema, columns, place, included=member == INCLUDED)
    return left_out


def _left_out(schema: DatasetSchema, columns: Sequence[str], place: str, *, included: bool) -> frozenset[str]:
    known = {name.upper(): name for name in _names(schema)}
    if unknown := [name for name in columns if name.upper() not in known]:
        raise InvalidInputError(f"{place}: the schema has no column {unknown[0]}")
    named = {known[name.upper()] for name in columns}
    needed = {*REQUIRED[schema.name], *(RESERVED[schema.name] if schema.name == "Interactions" else ())}
    if included:
        return frozenset(set(known.values()) - named - needed)
    if wrong := sorted(named & needed):
        raise InvalidInputError(f"{place}: {wrong[0]} cannot be excluded, only metadata can")
    return frozenset(named)


def _names(schema: DatasetSchema) -> list[str]:
    return [column.name for column in schema.columns]


def _check_threshold(event_type: str | None, threshold: str) -> None:
    if not event_type:
        raise InvalidInputError("solutionConfig.eventValueThreshold: it needs an eventType")
    try:
        is_right = isfinite(float(threshold))
    except ValueError:
        is_right = False
    if not is_right:
        raise InvalidInputError(f"solutionConfig.eventValueThreshold: {threshold!r} is no number")


def _check_objective(entry: RecipeEntry, objective: Mapping[str, Any], schemas: Schemas) -> None:
    place = "solutionConfig.optimizationObjective"
    if entry.name not in WITH_OBJECTIVE:
        raise InvalidInputError(f"{place}: the recipe {entry.name} does not have it")
    schema = schemas.get("ITEMS")
    column = schema.column(objective.get("itemAttribute", "")) if schema else None
    if column is None or column.column_type != "number":
        raise InvalidInputError(f"{place}.itemAttribute: the Items schema has no such numeric column")
    if objective.get("objectiveSensitivity", "OFF") != "OFF":
        raise not_built(f"{place}.objectiveSensitivity {objective['objectiveSensitivity']}")
