"""Versions are trained in full, updated or stopped."""

from pathlib import Path

import pytest

from local_personalize.errors import InvalidInputError, ResourceInUseError
from tests.unit.local_personalize.control.newsdesk import Newsdesk, playing

DELAY = 100.0


def test_a_training_can_be_stopped_while_it_is_under_way_and_is_not_resumed(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        solution = await desk.solution()
        version = desk.call("CreateSolutionVersion", solutionArn=solution)["solutionVersionArn"]
        await desk.at(DELAY + 50)
        assert desk.status_of(version) == "CREATE IN_PROGRESS"
        desk.call("StopSolutionVersionCreation", solutionVersionArn=version)
        assert desk.status_of(version) == "CREATE STOPPING"
        with pytest.raises(ResourceInUseError):
            desk.call("StopSolutionVersionCreation", solutionVersionArn=version)
        await desk.restart()
        await desk.at(DELAY + 150)
        assert desk.status_of(version) == "CREATE STOPPED"
        await desk.at(DELAY + 300)
        assert desk.status_of(version) == "CREATE STOPPED"
        assert version not in desk.service.models
        with pytest.raises(InvalidInputError, match="CREATE STOPPED"):
            desk.call("StopSolutionVersionCreation", solutionVersionArn=version)
        assert desk.status_of(await desk.version(solution)) == "ACTIVE"

    playing(tmp_path, scene, DELAY)


def test_a_version_tells_its_name_its_type_and_how_long_it_was_trained(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        version = await desk.version(await desk.solution(), name="first")
        shown = desk.call("DescribeSolutionVersion", solutionVersionArn=version)["solutionVersion"]
        assert (shown["name"], shown["trainingMode"], shown["trainingType"]) == ("first", "FULL", "MANUAL")
        assert shown["trainingHours"] == pytest.approx(DELAY / 3600)

    playing(tmp_path, scene, DELAY)


@pytest.mark.parametrize(("mode", "message"), (("AUTOTRAIN", "service's own"), ("UPDATE", "only for the recipe")))
def test_a_mode_that_the_recipe_lacks_is_refused(tmp_path: Path, mode: str, message: str) -> None:
    async def scene(desk: Newsdesk) -> None:
        solution = await desk.solution()
        with pytest.raises(InvalidInputError, match=f"trainingMode: .*{message}"):
            desk.call("CreateSolutionVersion", solutionArn=solution, trainingMode=mode)

    playing(tmp_path, scene)


def test_an_update_goes_on_with_what_was_learned_and_needs_a_full_training(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        solution = await desk.solution("aws-user-personalization")
        with pytest.raises(InvalidInputError, match="trained FULL"):
            desk.call("CreateSolutionVersion", solutionArn=solution, trainingMode="UPDATE")
        full = await desk.version(solution)
        learned = len(desk.service.models[full].popular.best(100))
        desk.click(3, item="new")
        update = await desk.version(solution, trainingMode="UPDATE")
        assert desk.service.registry.by_arn[update]["trainingMode"] == "UPDATE"
        assert len(desk.service.models[update].popular.best(100)) > learned
        assert desk.service.models[update] is not desk.service.models.get(full)

    playing(tmp_path, scene)


def test_too_few_returning_users_fail_a_training_in_the_words_of_the_service(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(1000, articles=1)
        desk.click(5, item="b")
        solution = await desk.solution()
        version = desk.call("CreateSolutionVersion", solutionArn=solution)["solutionVersionArn"]
        await desk.until(lambda: desk.status_of(version), "CREATE FAILED")
        shown = desk.call("DescribeSolutionVersion", solutionVersionArn=version)["solutionVersion"]
        assert shown["failureReason"] == "Dataset has fewer than 25 users with at least 2 interactions each."
        latest = desk.call("DescribeSolution", solutionArn=solution)["solution"]["latestSolutionVersion"]
        assert (latest["status"], latest["solutionVersionArn"]) == ("CREATE FAILED", version)

    playing(tmp_path, scene)
