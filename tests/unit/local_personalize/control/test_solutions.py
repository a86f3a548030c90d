"""Solutions are checked against their recipe and schemas, changed step by step, and deleted with their versions."""

from pathlib import Path
from typing import Any

import pytest

from local_personalize.control.solution_config import excluded_columns, schemas_of
from local_personalize.errors import InvalidInputError, ResourceInUseError, ResourceNotFoundError
from tests.unit.local_personalize.control.newsdesk import ARN, GROUP, RECIPE, Newsdesk, playing

SOLUTION = f"{ARN}solution/s"
V2 = "aws-user-personalization-v2"
TRENDING = "aws-trending-now"


def described(desk: Newsdesk) -> dict[str, Any]:
    return desk.call("DescribeSolution", solutionArn=SOLUTION)["solution"]


def events(*parameters: dict[str, Any]) -> dict[str, Any]:
    return {"eventsConfig": {"eventParametersList": list(parameters)}}


@pytest.mark.parametrize(
    ("recipe", "config", "message"),
    (
        (V2, {"algorithmHyperParameters": {"bptt": "3"}}, "algorithmHyperParameters: the recipe has no parameter bptt"),
        (V2, {"algorithmHyperParameters": {"apply_recency_bias": "maybe"}}, "apply_recency_bias: expected one of"),
        (TRENDING, {"algorithmHyperParameters": {"apply_recency_bias": "true"}}, "no parameter apply_recency_bias"),
        (V2, {"hpoConfig": {"hpoObjective": {"type": "x"}}}, "hpoConfig is not built"),
        (V2, {"autoMLConfig": {"metricName": "x"}}, "autoMLConfig is not built"),
        (V2, {"eventValueThreshold": "1"}, "eventValueThreshold: it needs an eventType"),
        (TRENDING, events({"eventType": "click"}), "eventsConfig: the recipe aws-trending-now does not weigh events"),
        (V2, events(), "at least one event type"),
        (V2, events({"weight": 1.0}), "every entry needs an eventType"),
        (V2, events({"eventType": "click"}, {"eventType": "CLICK"}), "more than once"),
        (V2, events({"eventType": "click", "weight": 0.0}), "at least one weight must be above 0"),
        (V2, {"optimizationObjective": {"itemAttribute": "PRICE"}}, "optimizationObjective: the recipe .* not have it"),
        (V2, {"autoTrainingConfig": {"schedulingExpression": "rate(31 days)"}}, r"rate\(1 day\) to rate\(30 days\)"),
        (V2, {"autoTrainingConfig": {"schedulingExpression": "rate(0 days)"}}, "schedulingExpression"),
        (V2, {"trainingDataConfig": {"excludedDatasetColumns": {"Users": ["AGE"]}}}, "no such dataset"),
        (V2, {"trainingDataConfig": {"excludedDatasetColumns": {"Items": ["COLOUR"]}}}, "no column COLOUR"),
        (V2, {"trainingDataConfig": {"excludedDatasetColumns": {"Items": ["item_id"]}}}, "ITEM_ID cannot be excluded"),
        (V2, {"trainingDataConfig": {"excludedDatasetColumns": {"Interactions": ["EVENT_TYPE"]}}}, "EVENT_TYPE cannot"),
        (
            V2,
            {"trainingDataConfig": {"excludedDatasetColumns": {"Items": []}, "includedDatasetColumns": {"ITEMS": []}}},
            "excluded or included, not both",
        ),
    ),
)
def test_a_configuration_that_cannot_be_trained_is_refused_by_member(
    tmp_path: Path, recipe: str, config: dict[str, Any], message: str
) -> None:
    async def scene(desk: Newsdesk) -> None:
        with pytest.raises(InvalidInputError, match=message):
            await desk.solution(recipe, solutionConfig=config)

    playing(tmp_path, scene)


@pytest.mark.parametrize("option", ("performHPO", "performAutoML", "performIncrementalUpdate"))
def test_what_is_not_built_is_refused(tmp_path: Path, option: str) -> None:
    async def scene(desk: Newsdesk) -> None:
        with pytest.raises(InvalidInputError, match=f"{option} is not built"):
            await desk.solution(**{option: True})

    playing(tmp_path, scene)


def test_an_event_type_excludes_weights_and_a_threshold_is_a_number(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        with pytest.raises(InvalidInputError, match="an eventType or an eventsConfig"):
            await desk.solution(eventType="click", solutionConfig=events({"eventType": "click"}))
        with pytest.raises(InvalidInputError, match="'much' is no number"):
            await desk.solution(eventType="click", solutionConfig={"eventValueThreshold": "much"})
        await desk.solution(eventType="click", solutionConfig={"eventValueThreshold": "0.5"})

    playing(tmp_path, scene)


def test_columns_are_excluded_by_name_or_by_not_being_included(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        schemas = schemas_of(desk.service.registry, GROUP)
        by_name = {"trainingDataConfig": {"excludedDatasetColumns": {"Items": ["price"]}}}
        assert excluded_columns(by_name, schemas) == {"ITEMS": {"PRICE"}}
        kept = {"trainingDataConfig": {"includedDatasetColumns": {"Items": ["TOPIC"], "Interactions": ["USER_ID"]}}}
        assert excluded_columns(kept, schemas) == {"ITEMS": {"PRICE"}, "INTERACTIONS": {"DEVICE"}}

    playing(tmp_path, scene)


def test_a_model_does_not_learn_from_excluded_columns(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        everything = await desk.version(await desk.solution())
        excluded = {"excludedDatasetColumns": {"Interactions": ["DEVICE"]}}
        less = await desk.version(await desk.solution(name="t", solutionConfig={"trainingDataConfig": excluded}))
        assert desk.service.models[everything].columns == ("DEVICE",)
        assert desk.service.models[less].columns == ()

    playing(tmp_path, scene)


def test_an_update_changes_a_solution_at_its_end(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        await desk.solution(solutionConfig={"algorithmHyperParameters": {"apply_recency_bias": "true"}})
        update = {"autoTrainingConfig": {"schedulingExpression": "rate(3 days)"}}
        desk.call("UpdateSolution", solutionArn=SOLUTION, performAutoTraining=True, solutionUpdateConfig=update)
        assert described(desk)["latestSolutionUpdate"]["status"] == "CREATE PENDING"
        assert described(desk)["performAutoTraining"] is False
        for operation in ("UpdateSolution", "DeleteSolution"):
            with pytest.raises(ResourceInUseError):
                desk.call(operation, solutionArn=SOLUTION)
        await desk.at(150)
        await desk.restart()
        await desk.at(200)
        shown = described(desk)
        assert shown["latestSolutionUpdate"]["status"] == "ACTIVE"
        assert shown["latestSolutionUpdate"]["solutionUpdateConfig"] == update
        assert shown["performAutoTraining"] is True
        assert shown["solutionConfig"] == {"algorithmHyperParameters": {"apply_recency_bias": "true"}, **update}

    playing(tmp_path, scene, delay=100.0)


@pytest.mark.parametrize(
    ("request_", "message"),
    (
        ({}, "nothing to change"),
        ({"performIncrementalUpdate": True}, "performIncrementalUpdate is not built"),
        ({"solutionUpdateConfig": {"autoTrainingConfig": {"schedulingExpression": "rate(99 days)"}}}, "rate"),
        ({"solutionUpdateConfig": events({"eventType": "click"})}, "the solution has an eventType"),
    ),
)
def test_a_wrong_update_is_refused(tmp_path: Path, request_: dict[str, Any], message: str) -> None:
    async def scene(desk: Newsdesk) -> None:
        await desk.solution(eventType="click")
        with pytest.raises(InvalidInputError, match=message):
            desk.call("UpdateSolution", solutionArn=SOLUTION, **request_)

    playing(tmp_path, scene)


def test_a_deletion_takes_the_versions_and_their_files_along(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        version = await desk.version(await desk.solution())
        assert described(desk)["latestSolutionVersion"]["solutionVersionArn"] == version
        assert list((tmp_path / "models").iterdir())
        desk.call("DeleteSolution", solutionArn=SOLUTION)
        assert described(desk)["status"] == "DELETE PENDING"
        with pytest.raises(ResourceInUseError):
            desk.call("CreateSolutionVersion", solutionArn=SOLUTION)
        await desk.at(300)
        for arn in (SOLUTION, version):
            assert arn not in desk.service.registry.by_arn
        assert not list((tmp_path / "models").iterdir())
        assert not desk.service.models

    playing(tmp_path, scene, delay=100.0)


def test_recipes_are_listed_by_pages_with_their_algorithms_and_defaults(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        names: list[str] = []
        token: dict[str, str] = {}
        while True:
            page = desk.call("ListRecipes", maxResults=1, **token)
            names += [recipe["name"] for recipe in page["recipes"]]
            if "nextToken" not in page:
                break
            token = {"nextToken": page["nextToken"]}
        assert len(set(names)) == len(names) >= 2
        assert desk.call("ListRecipes", domain="ECOMMERCE") == {"recipes": []}
        for name in names:
            recipe = desk.call("DescribeRecipe", recipeArn=RECIPE + name)["recipe"]
            assert desk.call("DescribeAlgorithm", algorithmArn=recipe["algorithmArn"])
            assert desk.call(
                "DescribeFeatureTransformation", featureTransformationArn=recipe["featureTransformationArn"]
            )
        algorithm = desk.call("DescribeAlgorithm", algorithmArn=RECIPE.replace("recipe", "algorithm") + V2)
        assert algorithm["algorithm"]["defaultHyperParameters"] == {"apply_recency_bias": "true"}
        with pytest.raises(ResourceNotFoundError):
            desk.call("DescribeAlgorithm", algorithmArn=RECIPE + V2)

    playing(tmp_path, scene)
