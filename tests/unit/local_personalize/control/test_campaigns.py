"""Campaigns are made, changed and deleted step by step, and answer with what they had until then."""

from pathlib import Path
from typing import Any

import pytest

from local_personalize.errors import InvalidInputError, ResourceInUseError, ResourceNotFoundError
from local_personalize.runtime.serving import find_serving
from tests.unit.local_personalize.control.newsdesk import ARN, Newsdesk, playing

CAMPAIGN = f"{ARN}campaign/c"
DELAY = 100.0


def described(desk: Newsdesk) -> dict[str, Any]:
    return desk.call("DescribeCampaign", campaignArn=CAMPAIGN)["campaign"]


async def campaign_with_two_versions(desk: Newsdesk, **request: Any) -> tuple[str, str]:
    """An ACTIVE campaign, 400 seconds after the beginning, of the first of two versions."""
    desk.click(200)
    solution = await desk.solution()
    first = await desk.version(solution)
    desk.call("CreateCampaign", name="c", solutionVersionArn=first, **request)
    await desk.at(3 * DELAY)
    second = await desk.version(solution)
    await desk.at(4 * DELAY)
    assert described(desk)["status"] == "ACTIVE"
    return first, second


def test_an_update_has_its_own_statuses_and_the_old_version_serves_until_its_end(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        first, second = await campaign_with_two_versions(desk)
        desk.call("UpdateCampaign", campaignArn=CAMPAIGN, solutionVersionArn=second, minProvisionedTPS=3)
        seen: list[str] = []
        for seconds in (401, 410, 499):
            await desk.at(seconds)
            shown = described(desk)
            assert (shown["status"], shown["solutionVersionArn"], shown["minProvisionedTPS"]) == ("ACTIVE", first, 1)
            assert find_serving(desk.service, {"campaignArn": CAMPAIGN}).model is desk.service.models[first]
            seen.append(shown["latestCampaignUpdate"]["status"])
        assert seen == ["CREATE PENDING", "CREATE IN_PROGRESS", "CREATE IN_PROGRESS"]
        for operation in ("UpdateCampaign", "DeleteCampaign"):
            with pytest.raises(ResourceInUseError):
                desk.call(operation, campaignArn=CAMPAIGN)
        await desk.at(500)
        shown = described(desk)
        assert shown["latestCampaignUpdate"]["status"] == "ACTIVE"
        assert shown["latestCampaignUpdate"]["solutionVersionArn"] == second
        assert (shown["solutionVersionArn"], shown["minProvisionedTPS"]) == (second, 3)
        assert desk.service.models.keys() == {second}

    playing(tmp_path, scene, DELAY)


def test_an_update_goes_on_after_a_restart_and_reads_the_model_from_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def scene(desk: Newsdesk) -> None:
        first, second = await campaign_with_two_versions(desk)
        desk.call("UpdateCampaign", campaignArn=CAMPAIGN, solutionVersionArn=second)
        await desk.at(450)
        await desk.restart()
        await desk.settle()
        assert desk.service.models.keys() == {first}
        await desk.at(500)
        await desk.until(lambda: described(desk)["latestCampaignUpdate"]["status"], "ACTIVE")
        assert described(desk)["solutionVersionArn"] == second
        assert second in desk.service.models
        desk.call("UpdateCampaign", campaignArn=CAMPAIGN, solutionVersionArn=first)
        await desk.at(600)
        await desk.until(lambda: described(desk)["latestCampaignUpdate"]["status"], "ACTIVE")
        assert described(desk)["solutionVersionArn"] == first
        assert "no kept model" not in capsys.readouterr().err

    playing(tmp_path, scene, DELAY)


def test_a_deletion_is_announced_then_done_and_its_model_forgotten(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        _, second = await campaign_with_two_versions(desk)
        desk.call("DeleteCampaign", campaignArn=CAMPAIGN)
        assert described(desk)["status"] == "DELETE PENDING"
        with pytest.raises(ResourceNotFoundError):
            find_serving(desk.service, {"campaignArn": CAMPAIGN})
        await desk.at(450)
        assert described(desk)["status"] == "DELETE IN_PROGRESS"
        await desk.restart()
        await desk.at(500)
        with pytest.raises(ResourceNotFoundError):
            described(desk)
        assert not desk.service.models.keys() - {second}

    playing(tmp_path, scene, DELAY)


@pytest.mark.parametrize(
    ("config", "message"),
    (
        ({"explorationWeight": "1.5"}, "explorationWeight: expected a number from 0 to 1"),
        ({"explorationItemAgeCutOff": "0"}, "explorationItemAgeCutOff: expected"),
        ({"explorationSpeed": "1"}, "explorationSpeed: there is no such parameter"),
    ),
)
def test_exploration_is_set_within_its_bounds(tmp_path: Path, config: dict[str, str], message: str) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        version = await desk.version(await desk.solution("aws-user-personalization"))
        with pytest.raises(InvalidInputError, match=message):
            desk.call(
                "CreateCampaign", name="c", solutionVersionArn=version, campaignConfig={"itemExplorationConfig": config}
            )
        right = {"itemExplorationConfig": {"explorationWeight": "0.5", "explorationItemAgeCutOff": "1"}}
        desk.call("CreateCampaign", name="c", solutionVersionArn=version, campaignConfig=right)
        await desk.settle()
        assert described(desk)["campaignConfig"] == right

    playing(tmp_path, scene)


@pytest.mark.parametrize(
    ("config", "message"),
    (
        ({"rankingInfluence": {"FRESHNESS": 0.5}}, "rankingInfluence"),
        ({"itemExplorationConfig": {"explorationWeight": "0.5"}}, "itemExplorationConfig"),
        ({"syncWithLatestSolutionVersion": True}, "LATEST"),
    ),
)
def test_a_campaign_config_that_the_recipe_lacks_is_refused(
    tmp_path: Path, config: dict[str, Any], message: str
) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        version = await desk.version(await desk.solution())
        with pytest.raises(InvalidInputError, match=message):
            desk.call("CreateCampaign", name="c", solutionVersionArn=version, campaignConfig=config)

    playing(tmp_path, scene)


def test_a_campaign_may_show_metadata_and_follow_the_latest_version(tmp_path: Path) -> None:
    async def scene(desk: Newsdesk) -> None:
        desk.click(200)
        solution = await desk.solution()
        await desk.version(solution)
        config = {"enableMetadataWithRecommendations": True, "syncWithLatestSolutionVersion": True}
        desk.call("CreateCampaign", name="c", solutionVersionArn=f"{solution}/$LATEST", campaignConfig=config)
        await desk.settle()
        newer = await desk.version(solution)
        assert described(desk)["solutionVersionArn"] == newer
        assert described(desk)["campaignConfig"] == config

    playing(tmp_path, scene)
