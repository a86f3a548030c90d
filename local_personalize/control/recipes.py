"""The recipes that can be trained here, and what the API tells of their parts."""

from typing import Any

from local_personalize.control.listing import page_of
from local_personalize.errors import ResourceNotFoundError
from local_personalize.recipes.catalogue import ARN_PREFIX, RECIPES, RecipeEntry, recipe_entry
from local_personalize.recipes.parameters import Place
from local_personalize.service import Call, Service

ALGORITHM, TRANSFORMATION = ":algorithm/", ":feature-transformation/"
TIMES = {"creationDateTime": 0, "lastUpdatedDateTime": 0}


def describe_recipe(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """A recipe that can be trained here."""
    del service, call
    return {"recipe": _described(recipe_entry(request["recipeArn"]))}


def list_recipes(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """The recipes that can be trained here; none of them belongs to a domain."""
    del service
    entries = () if "domain" in request else RECIPES
    documents = [(position, _described(entry)) for position, entry in enumerate(entries, start=1)]
    return page_of(documents, request, call, "recipes", scope=request.get("domain", ""))


def describe_algorithm(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """The algorithm of a recipe, with the defaults of its hyperparameters."""
    del service, call
    entry = _entry_of(request["algorithmArn"], ALGORITHM, "Algorithm")
    return {
        "algorithm": {
            "name": entry.name,
            "algorithmArn": request["algorithmArn"],
            "defaultHyperParameters": _defaults(entry, "algorithmHyperParameters"),
            **TIMES,
        }
    }


def describe_feature_transformation(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """The feature transformation of a recipe, with the defaults of its parameters."""
    del service, call
    entry = _entry_of(request["featureTransformationArn"], TRANSFORMATION, "FeatureTransformation")
    return {
        "featureTransformation": {
            "name": entry.name,
            "featureTransformationArn": request["featureTransformationArn"],
            "defaultParameters": _defaults(entry, "featureTransformationParameters"),
            "status": "ACTIVE",
            **TIMES,
        }
    }


def _entry_of(arn: str, arn_type: str, noun: str) -> RecipeEntry:
    prefix, separator, name = arn.partition(arn_type)
    if not separator or f"{prefix}:recipe/" != ARN_PREFIX:
        raise ResourceNotFoundError(f"Could not find {noun} with given arn: {arn}")
    return recipe_entry(ARN_PREFIX + name)


def _defaults(entry: RecipeEntry, place: Place) -> dict[str, str]:
    return {parameter.name: parameter.default for parameter in entry.parameters if parameter.place == place}


def _described(entry: RecipeEntry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "recipeArn": entry.arn,
        "algorithmArn": entry.arn.replace(":recipe/", ALGORITHM),
        "featureTransformationArn": entry.arn.replace(":recipe/", TRANSFORMATION),
        "status": "ACTIVE",
        "description": entry.description,
        "recipeType": entry.recipe_type,
        **TIMES,
    }
