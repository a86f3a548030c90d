"""Solutions, their versions and metrics, and campaigns."""

from typing import Any

import pytest

from tests.conformance.personalize.shop import Aws, NewGroup, Shop, settled
from tests.integration.local_personalize.refusal import refused

METRICS = {
    "coverage",
    "mean_reciprocal_rank_at_25",
    *(f"{name}_at_{k}" for name in ("normalized_discounted_cumulative_gain", "precision") for k in (5, 10, 25)),
}


@pytest.mark.parametrize(
    ("recipe", "options"),
    [
        (
            "trending-now",
            {"solutionConfig": {"featureTransformationParameters": {"trend_discovery_frequency": "5 years"}}},
        ),
        ("user-personalization", {"solutionConfig": {"algorithmHyperParameters": {"hidden_dimension": "7"}}}),
        ("user-personalization-v2", {"solutionConfig": {"algorithmHyperParameters": {"no_such_parameter": "1"}}}),
    ],
)
def test_parameters_that_a_recipe_does_not_have_are_refused(shop: Shop, recipe: str, options: dict[str, Any]) -> None:
    """guide: native-recipe-trending-now, native-recipe-new-item-USER_PERSONALIZATION."""
    with refused("InvalidInputException"):
        shop.aws.solution(shop.group, recipe, "refused", **options)


def test_a_version_has_the_documented_metrics(shop: Shop) -> None:
    """guide: working-with-training-metrics."""
    version = shop.versions["user-personalization-v2"]
    metrics = shop.aws.personalize.get_solution_metrics(solutionVersionArn=version)["metrics"]
    assert metrics.keys() >= METRICS
    assert all(0.0 <= metrics[name] <= 1.0 for name in METRICS)


def test_the_latest_version_shows_at_its_solution(shop: Shop) -> None:
    """model: Solution.latestSolutionVersion."""
    solution = shop.solutions["similar-items"]
    described = shop.aws.personalize.describe_solution(solutionArn=solution)["solution"]
    assert described["latestSolutionVersion"]["solutionVersionArn"] == shop.versions["similar-items"]
    assert shop.versions["similar-items"].startswith(solution + "/")


def test_too_little_data_fails_the_training_with_the_reason(aws: Aws, new_group: NewGroup) -> None:
    """guide: limits, error-messages."""
    group, _ = new_group("empty", "Interactions")
    solution = aws.solution(group, "user-personalization-v2", "empty")
    version = aws.version(solution)
    assert version["status"] == "CREATE FAILED"
    assert version["failureReason"].startswith("Dataset has fewer than 1000 interactions")
    errors = aws.personalize.exceptions
    with pytest.raises((errors.InvalidInputException, errors.ResourceInUseException)):
        aws.personalize.create_campaign(name=aws.name("empty"), solutionVersionArn=version["solutionVersionArn"])


def test_a_solution_learns_only_from_its_event_type(shop: Shop) -> None:
    """model: CreateSolutionRequest.eventType; guide: error-messages."""
    solution = shop.aws.solution(shop.group, "user-personalization-v2", "shares", eventType="share")
    failed = shop.aws.version(solution)
    assert (failed["status"], failed["failureReason"].rstrip(".")) == (
        "CREATE FAILED",
        "Dataset has fewer than 1000 interactions after filtering by event type: share",
    )
    shop.aws.personalize.delete_solution(solutionArn=solution)


def test_training_can_be_switched_on_and_off(shop: Shop) -> None:
    """model: UpdateSolution; guide: solution-config-auto-training."""
    solution = shop.solutions["trending-now"]
    update = {"autoTrainingConfig": {"schedulingExpression": "rate(3 days)"}}
    shop.aws.personalize.update_solution(solutionArn=solution, performAutoTraining=True, solutionUpdateConfig=update)

    def latest() -> dict[str, Any]:
        return shop.aws.personalize.describe_solution(solutionArn=solution)["solution"]["latestSolutionUpdate"]

    assert settled(latest)["performAutoTraining"] is True
    shop.aws.personalize.update_solution(solutionArn=solution, performAutoTraining=False)
    assert settled(latest)["performAutoTraining"] is False


def test_a_campaign_is_updated_to_another_version(shop: Shop) -> None:
    """model: UpdateCampaign, Campaign.latestCampaignUpdate."""
    campaign = shop.campaigns["trending-now"]
    version = shop.aws.version(shop.solutions["trending-now"])["solutionVersionArn"]
    shop.aws.personalize.update_campaign(campaignArn=campaign, solutionVersionArn=version, minProvisionedTPS=2)

    def latest() -> dict[str, Any]:
        return shop.aws.personalize.describe_campaign(campaignArn=campaign)["campaign"]["latestCampaignUpdate"]

    assert settled(latest)["status"] == "ACTIVE"
    described = shop.aws.personalize.describe_campaign(campaignArn=campaign)["campaign"]
    assert (described["solutionVersionArn"], described["minProvisionedTPS"]) == (version, 2)


def test_a_solution_with_a_campaign_cannot_be_deleted(shop: Shop) -> None:
    """model: DeleteSolution (ResourceInUseException)."""
    with refused("ResourceInUseException"):
        shop.aws.personalize.delete_solution(solutionArn=shop.solutions["similar-items"])


def test_following_the_latest_version_needs_its_arn(shop: Shop) -> None:
    """model: CampaignConfig.syncWithLatestSolutionVersion."""
    with refused("InvalidInputException"):
        shop.aws.personalize.create_campaign(
            name=shop.aws.name("follower"),
            solutionVersionArn=shop.versions["trending-now"],
            campaignConfig={"syncWithLatestSolutionVersion": True},
        )


def test_at_most_five_campaigns_in_a_group(shop: Shop) -> None:
    """guide: limits, error-messages."""
    with refused("LimitExceededException"):
        shop.aws.personalize.create_campaign(
            name=shop.aws.name("sixth"), solutionVersionArn=shop.versions["trending-now"]
        )
