"""Solutions: recipes as they are configured for a dataset group."""

from collections.abc import Mapping
from typing import Any

from local_personalize.control.kinds import (
    BATCH_INFERENCE_JOB,
    CAMPAIGN,
    DATASET_GROUP,
    SOLUTION,
    SOLUTION_VERSION,
)
from local_personalize.control.lifecycle import Job
from local_personalize.control.listing import describe
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import PENDING, Resource
from local_personalize.control.solution_config import (
    check_events_config,
    check_training,
    days_between_trainings,
    schemas_of,
)
from local_personalize.control.tags import given_tags
from local_personalize.errors import InvalidInputError, ResourceInUseError, not_built
from local_personalize.recipes.catalogue import recipe_entry
from local_personalize.service import Call, Service

SOLUTION_UPDATE = "latestSolutionUpdate"
CHANGEABLE = ("performAutoTraining", "solutionUpdateConfig")
SUMMARY = (
    "solutionVersionArn",
    "status",
    "trainingMode",
    "trainingType",
    "creationDateTime",
    "lastUpdatedDateTime",
    "failureReason",
)


def create_solution(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin a solution: a recipe with its configuration for a dataset group."""
    registry = service.registry
    group = registry.get_active(DATASET_GROUP, request["datasetGroupArn"])
    for option in ("performHPO", "performAutoML", "performIncrementalUpdate"):
        if request.get(option):
            raise not_built(option)
    if "recipeArn" not in request:
        raise InvalidInputError("recipeArn: a solution needs a recipe")
    schemas = schemas_of(registry, group.arn)
    if "INTERACTIONS" not in schemas:
        raise InvalidInputError("datasetGroupArn: the recipe needs an Interactions dataset in the group")
    entry = recipe_entry(request["recipeArn"])
    check_training(entry, request.get("eventType"), request.get("solutionConfig", {}), schemas)
    check_quota(registry, SOLUTION, call.region, group.arn)
    document = {
        "performAutoTraining": True,
        "performHPO": False,
        "performAutoML": False,
        **request,
        **given_tags(request),
        "status": PENDING,
    }
    solution = registry.create(SOLUTION, call.arn("solution", request["name"]), document)
    service.lifecycle.start(solution)
    return {"solutionArn": solution.arn}


def describe_solution(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """A solution, with its latest version."""
    answer = describe(SOLUTION)(service, request, call)
    versions = service.registry.all(SOLUTION_VERSION, solutionArn=request["solutionArn"])
    if versions:
        latest = versions[-1].document
        answer["solution"]["latestSolutionVersion"] = {name: latest[name] for name in SUMMARY if name in latest}
    return answer


def update_solution(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to change when a solution trains by itself, or how its next versions weigh events."""
    del call
    solution = service.registry.get_active(SOLUTION, request["solutionArn"])
    _refuse_while_in_update(solution)
    if request.get("performIncrementalUpdate"):
        raise not_built("performIncrementalUpdate")
    changes = {name: request[name] for name in CHANGEABLE if name in request}
    if not changes:
        raise InvalidInputError("performAutoTraining: there is nothing to change without it or a solutionUpdateConfig")
    config: Mapping[str, Any] = changes.get("solutionUpdateConfig", {})
    days_between_trainings(config, "solutionUpdateConfig")
    if config.get("eventsConfig"):
        if solution.document.get("eventType"):
            raise InvalidInputError("solutionUpdateConfig.eventsConfig: the solution has an eventType")
        check_events_config(recipe_entry(solution["recipeArn"]), config["eventsConfig"], "solutionUpdateConfig")
    service.lifecycle.update(solution, SOLUTION_UPDATE, changes, _update(service, solution, changes))
    return {"solutionArn": solution.arn}


def resume_solution_update(service: Service, solution: Resource) -> None:
    """Go on with the update of a solution."""
    update = solution[SOLUTION_UPDATE]
    changes = {name: update[name] for name in CHANGEABLE if name in update}
    service.lifecycle.resume_update(solution, SOLUTION_UPDATE, _update(service, solution, changes))


def delete_solution(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to delete a solution and its versions, unless something uses one or one is being made."""
    del call
    registry = service.registry
    solution = registry.get_settled(SOLUTION, request["solutionArn"])
    _refuse_while_in_update(solution)
    versions = registry.all(SOLUTION_VERSION, solutionArn=solution.arn)
    arns = {version.arn for version in versions}
    work = [*versions, *(job for job in registry.all(BATCH_INFERENCE_JOB) if job["solutionVersionArn"] in arns)]
    in_use = registry.all(CAMPAIGN, solutionArn=solution.arn) + [made for made in work if made.in_transition]
    if in_use:
        raise ResourceInUseError(f"Solution {solution.arn} cannot be deleted while {in_use[0].arn} depends on it.")
    start_solution_deletion(service, solution)
    return {}


def start_solution_deletion(service: Service, solution: Resource) -> None:
    """Do the work of deleting a solution."""
    versions = service.registry.all(SOLUTION_VERSION, solutionArn=solution.arn)

    def forget() -> None:
        for version in versions:
            service.registry.delete(version)

    def forgotten() -> None:
        for version in versions:
            service.models.pop(version.arn, None)
            service.kept_models.delete(version.arn)

    service.lifecycle.delete(solution, forget, forgotten)


def _update(service: Service, solution: Resource, changes: Mapping[str, Any]) -> Job[None]:
    def finish(_: None) -> dict[str, Any]:
        now = service.registry.by_arn[solution.arn]
        was_on = now["performAutoTraining"]
        is_on = changes.get("performAutoTraining", was_on)
        config = {**now.document.get("solutionConfig", {}), **changes.get("solutionUpdateConfig", {})}
        since = {"automaticSince": service.clock.now()} if is_on and not was_on else {}
        return {"performAutoTraining": is_on, "solutionConfig": config, **since}

    return Job(None, finish)


def _refuse_while_in_update(solution: Resource) -> None:
    if solution.in_update(SOLUTION_UPDATE):
        raise ResourceInUseError(f"Solution {solution.arn} is being updated.")
