"""Solution versions: training, really done before one is ACTIVE."""

from typing import Any
from uuid import uuid4

from local_personalize.control.datasets import find_dataset
from local_personalize.control.kinds import SOLUTION, SOLUTION_VERSION
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import PENDING
from local_personalize.control.tags import given_tags
from local_personalize.control.training import start_training
from local_personalize.errors import InvalidInputError, ResourceInUseError, not_built
from local_personalize.service import Call, Service


def create_solution_version(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to train a solution on the data there are."""
    registry = service.registry
    solution = registry.get_active(SOLUTION, request["solutionArn"])
    mode = request.get("trainingMode", "FULL")
    if mode != "FULL":
        raise not_built(f"trainingMode {mode}")
    running = [v for v in registry.all(SOLUTION_VERSION, solutionArn=solution.arn) if v.in_transition]
    if running:
        raise ResourceInUseError(f"Solution {solution.arn} has a version being created: {running[0].arn}")
    dataset = find_dataset(registry, solution["datasetGroupArn"], "INTERACTIONS")
    if dataset is None:
        raise InvalidInputError("solutionArn: the Interactions dataset of its dataset group was deleted")
    check_quota(registry, SOLUTION_VERSION, call.region)
    taken_over = ("recipeArn", "eventType", "datasetGroupArn", "solutionConfig", "performHPO", "performAutoML")
    document = {
        **{name: solution[name] for name in taken_over if name in solution.document},
        **request,
        **given_tags(request),
        "trainingMode": mode,
        "trainingType": "MANUAL",
        "status": PENDING,
        "bulk": dataset["bulk"],
    }
    version = registry.create(SOLUTION_VERSION, f"{solution.arn}/{uuid4().hex[:8]}", document)
    start_training(service, version)
    return {"solutionVersionArn": version.arn}


def get_solution_metrics(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """The offline metrics of an ACTIVE version, computed when it was trained."""
    del call
    version = service.registry.get_active(SOLUTION_VERSION, request["solutionVersionArn"])
    return {"solutionVersionArn": version.arn, "metrics": version["metrics"]}
