"""The recipes besides the two that every newsroom has, over the wire."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.local_personalize.newsroom import Newsroom, train
from tests.integration.local_personalize.refusal import refused

Deploy = Callable[..., str]


@pytest.fixture
def deploy(shared_newsroom: Newsroom, request: pytest.FixtureRequest) -> Iterator[Deploy]:
    """Trains a recipe and deploys it under the test's name, until its end: gives the campaign's ARN."""
    personalize = shared_newsroom.account.personalize
    made: list[tuple[str, str]] = []

    def make(recipe: str, **campaign: Any) -> str:
        name: str = request.node.name.replace("_", "-")[:60]
        solution = personalize.create_solution(
            name=name,
            recipeArn=f"arn:aws:personalize:::recipe/aws-{recipe}",
            datasetGroupArn=shared_newsroom.group,
            performAutoTraining=False,
        )["solutionArn"]
        version = train(shared_newsroom.account, solution)["solutionVersionArn"]
        arn = personalize.create_campaign(name=name, solutionVersionArn=version, **campaign)["campaignArn"]
        made.append((solution, arn))
        return arn

    yield make
    for solution, arn in made:
        personalize.delete_campaign(campaignArn=arn)
        personalize.delete_solution(solutionArn=solution)


def test_similar_items_are_those_of_the_same_readers(shared_newsroom: Newsroom, deploy: Deploy) -> None:
    runtime, campaign = shared_newsroom.account.runtime, deploy("similar-items")
    answer = runtime.get_recommendations(campaignArn=campaign, itemId="a10", numResults=4)
    articles = [item["itemId"] for item in answer["itemList"]]
    assert {"a8", "a12"} <= set(articles)
    assert {int(article[1:]) % 2 for article in articles} == {0}
    with refused("InvalidInputException", "itemId"):
        runtime.get_recommendations(campaignArn=campaign, userId="r0")


def test_given_items_are_ranked_for_a_user(shared_newsroom: Newsroom, deploy: Deploy) -> None:
    runtime, campaign = shared_newsroom.account.runtime, deploy("personalized-ranking-v2")
    shared_newsroom.click("reader of a ranking", "a10")
    ranking = runtime.get_personalized_ranking(
        campaignArn=campaign, userId="reader of a ranking", inputList=["never seen", "a13", "a12"]
    )["personalizedRanking"]
    assert [item["itemId"] for item in ranking] == ["a12", "a13", "never seen"]
    assert ["score" in item for item in ranking] == [True, True, False]


def test_a_campaign_that_only_explores_begins_with_an_article_that_nobody_read(
    shared_newsroom: Newsroom, deploy: Deploy
) -> None:
    shared_newsroom.publish("cold", topics="sport", creationTimestamp=shared_newsroom.now)
    exploring = {"itemExplorationConfig": {"explorationWeight": "1.0", "explorationItemAgeCutOff": "30"}}
    campaign = deploy("user-personalization", campaignConfig=exploring)
    answer = shared_newsroom.account.runtime.get_recommendations(campaignArn=campaign, userId="r0", numResults=25)
    reasons = {item["itemId"]: item.get("reason") for item in answer["itemList"]}
    assert reasons["cold"] == ["Exploration"]
