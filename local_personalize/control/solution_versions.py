"""Solution versions: training, really done before one is ACTIVE."""

from typing import Any
from uuid import uuid4

from local_personalize.control.datasets import find_dataset
from local_personalize.control.kinds import SOLUTION, SOLUTION_VERSION
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import ACTIVE, IN_PROGRESS, PENDING, STOPPING, Registry, Resource, region_of
from local_personalize.control.tags import given_tags
from local_personalize.control.training import start_training
from local_personalize.errors import InvalidInputError, ResourceInUseError
from local_personalize.service import Call, Service

TAKEN_OVER = ("recipeArn", "eventType", "datasetGroupArn", "solutionConfig", "performHPO", "performAutoML")
FULL, UPDATE, AUTOTRAIN = "FULL", "UPDATE", "AUTOTRAIN"
MANUAL, AUTOMATIC = "MANUAL", "AUTOMATIC"
UPDATED = "arn:aws:personalize:::recipe/aws-user-personalization"


def create_solution_version(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to train a solution on the data there are."""
    del call
    mode: str = request.get("trainingMode", FULL)
    if mode == AUTOTRAIN:
        raise InvalidInputError("trainingMode: AUTOTRAIN is for the service's own trainings; use FULL or UPDATE")
    solution = service.registry.get_active(SOLUTION, request["solutionArn"])
    base = {"updates": _updatable(service.registry, solution).arn} if mode == UPDATE else {}
    members = {**base, "trainingMode": mode, **given_tags(request)}
    if "name" in request:
        members["name"] = request["name"]
    return {"solutionVersionArn": begin_version(service, solution, MANUAL, members).arn}


def begin_version(service: Service, solution: Resource, training_type: str, members: dict[str, Any]) -> Resource:
    """Begin a version of an ACTIVE solution; ResourceInUseError while another one is made."""
    registry = service.registry
    running = [v for v in registry.all(SOLUTION_VERSION, solutionArn=solution.arn) if v.in_transition]
    if running:
        raise ResourceInUseError(f"Solution {solution.arn} has a version being created: {running[0].arn}")
    dataset = find_dataset(registry, solution["datasetGroupArn"], "INTERACTIONS")
    if dataset is None:
        raise InvalidInputError("solutionArn: the Interactions dataset of its dataset group was deleted")
    check_quota(registry, SOLUTION_VERSION, region_of(solution.arn))
    document = {
        **{name: solution[name] for name in TAKEN_OVER if name in solution.document},
        **members,
        "solutionArn": solution.arn,
        "trainingType": training_type,
        "status": PENDING,
        "bulk": dataset["bulk"],
        "sequence": service.group(solution["datasetGroupArn"]).sequence,
    }
    version = registry.create(SOLUTION_VERSION, f"{solution.arn}/{uuid4().hex[:8]}", document)
    start_training(service, version)
    return version


def stop_solution_version_creation(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Abandon a training."""
    del call
    version = service.registry.get(SOLUTION_VERSION, request["solutionVersionArn"])
    if version.status == STOPPING:
        raise ResourceInUseError(f"SolutionVersion {version.arn} is in {STOPPING} status.")
    if version.status not in (PENDING, IN_PROGRESS):
        raise InvalidInputError(
            f"solutionVersionArn: the version is in {version.status} status; only in {PENDING} or {IN_PROGRESS} "
            "can it be stopped"
        )
    service.lifecycle.stop_job(version)
    return {}


def get_solution_metrics(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """The offline metrics of an ACTIVE version, computed when it was trained."""
    del call
    version = service.registry.get_active(SOLUTION_VERSION, request["solutionVersionArn"])
    return {"solutionVersionArn": version.arn, "metrics": version["metrics"]}


def _updatable(registry: Registry, solution: Resource) -> Resource:
    """The version that an UPDATE begins with."""
    if solution["recipeArn"] != UPDATED:
        raise InvalidInputError("trainingMode: UPDATE is only for the recipe aws-user-personalization")
    trained = registry.all(SOLUTION_VERSION, solutionArn=solution.arn, status=ACTIVE)
    if not any(version["trainingMode"] == FULL for version in trained):
        raise InvalidInputError("trainingMode: UPDATE needs an ACTIVE version of the solution that was trained FULL")
    return trained[-1]
