"""GetPersonalizedRanking orders the given items for a user."""

from typing import Any

import pytest

from tests.conformance.personalize.shop import Shop

GIVEN = ["other-1", "boots", "never-seen", "shirt", "gold-watch"]


def rank(shop: Shop, **request: Any) -> list[dict[str, Any]]:
    campaign = shop.campaigns["personalized-ranking-v2"]
    return shop.aws.runtime.get_personalized_ranking(campaignArn=campaign, userId="reader-1", **request)[
        "personalizedRanking"
    ]


def test_all_items_come_back_scores_falling_and_unknown_ones_last_without_score(shop: Shop) -> None:
    """guide: rankings."""
    ranking = rank(shop, inputList=GIVEN)
    assert {item["itemId"] for item in ranking} == set(GIVEN)
    assert ranking[-1]["itemId"] == "never-seen"
    assert "score" not in ranking[-1]
    scores = [item["score"] for item in ranking[:-1]]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) == pytest.approx(1.0, abs=1e-3)


def test_a_filter_leaves_items_out(shop: Shop) -> None:
    """guide: API_RS_GetPersonalizedRanking (filterArn)."""
    shoes = shop.aws.filter(shop.group, "no-shoes", 'EXCLUDE ItemID WHERE Items.CATEGORY IN ("shoe")')
    kept = {item["itemId"] for item in rank(shop, inputList=GIVEN, filterArn=shoes)}
    assert "boots" not in kept
    assert {"shirt", "gold-watch"} <= kept


def test_at_most_500_items_and_only_campaigns_that_rank(shop: Shop) -> None:
    """model: InputList; guide: API_RS_GetPersonalizedRanking."""
    refused = shop.aws.runtime.exceptions.InvalidInputException
    with pytest.raises(refused):
        rank(shop, inputList=[f"item-{number}" for number in range(501)])
    with pytest.raises(refused):
        shop.aws.runtime.get_personalized_ranking(
            campaignArn=shop.campaigns["similar-items"], userId="reader-1", inputList=GIVEN
        )
