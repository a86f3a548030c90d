"""Solutions train by themselves: in their first hour, then in their rhythm, and only when there is something new."""

from pathlib import Path

from tests.unit.local_personalize.control.newsdesk import Newsdesk, playing

HOUR, DAY = 3600.0, 86_400.0
EVERY_TWO_DAYS = {"autoTrainingConfig": {"schedulingExpression": "rate(2 days)"}}


async def trained(desk: Newsdesk, seconds: float) -> list[str]:
    """The training types of all versions at that time, every one of them ACTIVE."""
    await desk.at(seconds)
    for version in desk.call("ListSolutionVersions")["solutionVersions"]:
        await desk.until(lambda version=version: desk.status_of(version["solutionVersionArn"]), "ACTIVE")
    return [version["trainingType"] for version in desk.call("ListSolutionVersions")["solutionVersions"]]


def test_the_first_training_comes_after_an_hour_and_the_next_when_its_days_are_over(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        await desk.restart()
        desk.click(200)
        await desk.solution(performAutoTraining=True, solutionConfig=EVERY_TWO_DAYS)
        assert await trained(desk, HOUR - 1) == []
        assert await trained(desk, HOUR) == ["AUTOMATIC"]
        desk.click(1, item="b")
        assert await trained(desk, HOUR + 2 * DAY - 1) == ["AUTOMATIC"]
        assert await trained(desk, HOUR + 2 * DAY) == ["AUTOMATIC"] * 2

    playing(tmp_path, scene)


def test_the_rhythm_survives_restarts(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        await desk.restart()
        desk.click(200)
        await desk.solution(performAutoTraining=True, solutionConfig=EVERY_TWO_DAYS)
        assert await trained(desk, HOUR) == ["AUTOMATIC"]
        desk.click(1, item="b")
        await desk.restart()
        assert await trained(desk, HOUR + DAY) == ["AUTOMATIC"]
        await desk.restart()
        assert await trained(desk, HOUR + 2 * DAY) == ["AUTOMATIC"] * 2

    playing(tmp_path, scene)


def test_a_version_made_in_the_first_hour_takes_the_place_of_the_first_training(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        await desk.restart()
        desk.click(200)
        solution = await desk.solution(performAutoTraining=True)
        await desk.version(solution)
        desk.click(1, item="b")
        assert await trained(desk, HOUR) == ["MANUAL"]
        assert await trained(desk, HOUR + 7 * DAY) == ["MANUAL", "AUTOMATIC"]

    playing(tmp_path, scene)


def test_nothing_new_is_nothing_to_train_on(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        await desk.restart()
        await desk.solution(performAutoTraining=True, solutionConfig=EVERY_TWO_DAYS)
        assert await trained(desk, HOUR) == []
        desk.click(200)
        assert await trained(desk, HOUR + 2 * DAY) == ["AUTOMATIC"]
        assert await trained(desk, HOUR + 9 * DAY) == ["AUTOMATIC"]

    playing(tmp_path, scene)


def test_a_solution_trains_by_itself_only_while_that_is_switched_on(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        await desk.restart()
        desk.click(200)
        solution = await desk.solution(performAutoTraining=False)
        assert await trained(desk, DAY) == []
        desk.call("UpdateSolution", solutionArn=solution, performAutoTraining=True)
        assert await trained(desk, DAY + HOUR - 1) == []
        assert await trained(desk, DAY + 2 * HOUR) == ["AUTOMATIC"]
        desk.call("UpdateSolution", solutionArn=solution, performAutoTraining=False)
        desk.click(1, item="b")
        assert await trained(desk, 20 * DAY) == ["AUTOMATIC"]

    playing(tmp_path, scene)
