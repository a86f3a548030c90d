"""Batch inference jobs answer every line of their input, a wrong one with what is wrong with it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from local_personalize.errors import InvalidInputError, LimitExceededError, ResourceInUseError
from tests.unit.local_personalize.control.newsdesk import ARN, GROUP, Newsdesk, playing

JOB = f"{ARN}batch-inference-job/j"
ROLE = "arn:aws:iam::000000000000:role/personalize"


def submit(desk: Newsdesk, version: str, lines: Sequence[Any], **request: Any) -> None:
    """Begin a job that answers these lines; strings stand as they are."""
    folder = desk.folder / "in"
    folder.mkdir(exist_ok=True)
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (folder / "users.json").write_text("\n".join(texts))
    locations = {
        "jobInput": {"s3DataSource": {"path": f"file://{folder}/"}},
        "jobOutput": {"s3DataDestination": {"path": f"file://{desk.folder}/out/"}},
    }
    desk.call(
        "CreateBatchInferenceJob",
        **{"jobName": "j", "solutionVersionArn": version, "roleArn": ROLE, **locations, **request},
    )


async def answers(desk: Newsdesk, version: str, *lines: Any, **request: Any) -> list[dict[str, Any]]:
    submit(desk, version, lines, **request)
    await desk.until(lambda: desk.status_of(JOB), "ACTIVE")
    return [json.loads(line) for line in (desk.folder / "out" / "users.json.out").read_text().splitlines()]


def test_each_line_is_answered_in_order_and_a_wrong_one_says_why(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        version = await desk.version(await desk.solution())
        lines = ({"userId": "r1"}, "{", {"userId": 7}, {}, [], {"userId": "nobody", "filterValues": {"X": "1"}})
        found = await answers(desk, version, *lines, numResults=3)
        assert [line["input"] for line in found] == list(lines)
        assert len(found[0]["output"]["recommendedItems"]) == 3
        assert sum(found[0]["output"]["scores"]) == pytest.approx(1.0)
        assert found[0]["error"] is None
        for line, message in zip(
            found[1:], ("not JSON", "userId", "userId", "no JSON object", "filterArn"), strict=True
        ):
            assert line["output"] is None
            assert message in line["error"]
        shown = desk.call("DescribeBatchInferenceJob", batchInferenceJobArn=JOB)["batchInferenceJob"]
        assert (shown["numResults"], shown["batchInferenceJobMode"]) == (3, "BATCH_INFERENCE")
        listed = desk.call("ListBatchInferenceJobs", solutionVersionArn=version)["batchInferenceJobs"]
        assert [job["batchInferenceJobArn"] for job in listed] == [JOB]

    playing(tmp_path, scene)


def test_a_filter_takes_its_values_from_each_line(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        version = await desk.version(await desk.solution())
        expression = "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($TYPE)"
        made = desk.call("CreateFilter", name="f", datasetGroupArn=GROUP, filterExpression=expression)["filterArn"]
        await desk.settle()
        read = {f"a{number}" for number in range(1, 7)}
        lines = [{"userId": "r1", "filterValues": {"TYPE": f'"{type}"'}} for type in ("click", "share")]
        clicks, shares = await answers(desk, version, *lines, filterArn=made, numResults=30)
        assert not read & set(clicks["output"]["recommendedItems"])
        assert read < set(shares["output"]["recommendedItems"])

    playing(tmp_path, scene)


def test_a_job_goes_on_after_a_restart_with_the_kept_model(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        version = await desk.version(await desk.solution())
        submit(desk, version, [{"userId": "r1"}])
        await desk.at(250)
        assert desk.status_of(JOB) == "CREATE IN_PROGRESS"
        with pytest.raises(ResourceInUseError):
            desk.call("DeleteSolution", solutionArn=f"{ARN}solution/s")
        await desk.restart()
        await desk.at(300)
        await desk.until(lambda: desk.status_of(JOB), "ACTIVE")
        assert (tmp_path / "out" / "users.json.out").read_text().count("\n") == 1

    playing(tmp_path, scene, delay=100.0)


def test_an_input_that_is_not_there_fails_the_job(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        version = await desk.version(await desk.solution())
        submit(desk, version, (), jobInput={"s3DataSource": {"path": f"file://{tmp_path}/nowhere.json"}})
        await desk.until(lambda: desk.status_of(JOB), "CREATE FAILED")
        shown = desk.call("DescribeBatchInferenceJob", batchInferenceJobArn=JOB)["batchInferenceJob"]
        assert shown["failureReason"].startswith("Invalid Data location.")

    playing(tmp_path, scene)


@pytest.mark.parametrize(
    ("request_", "message"),
    (
        ({"numResults": 501}, "numResults: 501 is not between 1 and 500"),
        ({"numResults": 0}, "numResults"),
        ({"batchInferenceJobMode": "THEME_GENERATION"}, "not built"),
        ({"batchInferenceJobConfig": {"rankingInfluence": {"FRESHNESS": 1.0}}}, "batchInferenceJobConfig.rankingInf"),
    ),
)
def test_a_job_that_cannot_be_done_is_refused(tmp_path: Path, request_: dict[str, Any], message: str) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        version = await desk.version(await desk.solution())
        with pytest.raises(InvalidInputError, match=message):
            submit(desk, version, (), **request_)

    playing(tmp_path, scene)


def test_trending_items_are_not_for_batches_and_five_jobs_run_at_once(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        trending = await desk.version(await desk.solution("aws-trending-now", name="t"))
        with pytest.raises(InvalidInputError, match="cannot be used in batch"):
            submit(desk, trending, ())
        version = await desk.version(await desk.solution())
        for number in range(5):
            submit(desk, version, ({"userId": "r1"},), jobName=f"j{number}")
        with pytest.raises(LimitExceededError):
            submit(desk, version, ({"userId": "r1"},), jobName="one-more")

    playing(tmp_path, scene, delay=100.0)
