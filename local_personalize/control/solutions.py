"""Solutions and the recipes they use."""

from typing import Any

from local_personalize.control.datasets import find_dataset
from local_personalize.control.kinds import CAMPAIGN, DATASET_GROUP, SOLUTION, SOLUTION_VERSION
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import PENDING
from local_personalize.control.tags import given_tags
from local_personalize.errors import InvalidInputError, InvalidNextTokenError, ResourceInUseError, not_built
from local_personalize.recipes.catalogue import RECIPES, RecipeEntry, recipe_entry
from local_personalize.service import Call, Service


def create_solution(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin a solution: a recipe with its configuration for a dataset group."""
    registry = service.registry
    group = registry.get_active(DATASET_GROUP, request["datasetGroupArn"])
    for option in ("performHPO", "performAutoML", "performIncrementalUpdate"):
        if request.get(option):
            raise not_built(option)
    if "recipeArn" not in request:
        raise InvalidInputError("recipeArn: a solution needs a recipe")
    config = request.get("solutionConfig", {})
    recipe_entry(request["recipeArn"]).build(config)
    if find_dataset(registry, group.arn, "INTERACTIONS") is None:
        raise InvalidInputError("datasetGroupArn: the recipe needs an Interactions dataset in the group")
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


def delete_solution(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Forget a solution and its versions, unless a campaign uses it or a version is being trained."""
    del call
    registry = service.registry
    solution = registry.get_active(SOLUTION, request["solutionArn"])
    versions = registry.all(SOLUTION_VERSION, solutionArn=solution.arn)
    in_use = registry.all(CAMPAIGN, solutionArn=solution.arn) + [v for v in versions if v.in_transition]
    if in_use:
        raise ResourceInUseError(f"Solution {solution.arn} cannot be deleted while {in_use[0].arn} depends on it.")
    with service.database.transaction():
        for resource in (*versions, solution):
            registry.delete(resource)
    for version in versions:
        service.models.pop(version.arn, None)
    return {}


def describe_recipe(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """A recipe that can be trained here."""
    del service, call
    return {"recipe": _described(recipe_entry(request["recipeArn"]))}


def list_recipes(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """The recipes that can be trained here, on one page."""
    del service, call
    if request.get("nextToken"):
        raise InvalidNextTokenError("nextToken: there is one page of recipes")
    if "domain" in request:
        return {"recipes": []}
    shown = [_described(entry) for entry in RECIPES]
    names = ("name", "recipeArn", "status", "creationDateTime", "lastUpdatedDateTime")
    return {"recipes": [{name: recipe[name] for name in names} for recipe in shown]}


def _described(entry: RecipeEntry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "recipeArn": entry.arn,
        "algorithmArn": entry.arn.replace(":recipe/", ":algorithm/"),
        "featureTransformationArn": entry.arn.replace(":recipe/", ":feature-transformation/"),
        "status": "ACTIVE",
        "description": entry.description,
        "recipeType": entry.recipe_type,
        "creationDateTime": 0,
        "lastUpdatedDateTime": 0,
    }
