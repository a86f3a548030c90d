"""GetPersonalizedRanking over a ranking that is known."""

from pathlib import Path
from typing import Any

import pytest

from local_personalize.errors import InvalidInputError
from local_personalize.runtime.get_personalized_ranking import get_personalized_ranking
from local_personalize.runtime.get_recommendations import get_recommendations
from tests.unit.local_personalize.runtime.shop import Shop


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    return Shop(tmp_path, monkeypatch, recipe_type="PERSONALIZED_RANKING", needs="user")


def ranked(shop: Shop, items: str, **request: Any) -> list[dict[str, Any]]:
    answer = shop.ask(get_personalized_ranking, "/personalize-ranking", userId="mary", inputList=[*items], **request)
    return answer["personalizedRanking"]


def order(shop: Shop, items: str, **request: Any) -> str:
    return "".join(item["itemId"] for item in ranked(shop, items, **request))


def test_items_the_model_knows_come_first_and_the_others_last_as_given_without_a_score(shop: Shop) -> None:
    answer = ranked(shop, "zabedy")
    assert "".join(item["itemId"] for item in answer) == "dbazey"
    assert sum(item["score"] for item in answer[:3]) == pytest.approx(1.0)
    assert all(item.keys() == {"itemId"} for item in answer[3:])


def test_an_item_that_is_newer_than_the_training_has_no_score_until_the_next_one(shop: Shop) -> None:
    shop.recipe.ranking.insert(0, (shop.service.group(shop.group).items.indexes["h"], 2.0))
    assert order(shop, "ha") == "ah"


def test_an_item_given_twice_is_ranked_once(shop: Shop) -> None:
    assert order(shop, "abacb") == "cba"


def test_nothing_of_nothing_is_nothing(shop: Shop) -> None:
    assert ranked(shop, "") == []


def test_a_filter_leaves_items_out_and_takes_unknown_ones_for_items_without_attributes(shop: Shop) -> None:
    shop.describe("a", PRICE=5.0)
    assert order(shop, "abz", filterArn=shop.filter("EXCLUDE ItemID WHERE Items.PRICE > 1")) == "bz"
    assert order(shop, "abz", filterArn=shop.filter("INCLUDE ItemID WHERE Items.PRICE > 1")) == "a"


def test_the_answer_is_remembered_in_its_order(shop: Shop) -> None:
    answer = shop.ask(get_personalized_ranking, "/personalize-ranking", userId="mary", inputList=[*"abz"])
    remembered = shop.service.recommendations.find(shop.group, answer["recommendationId"])
    assert remembered == (shop.campaign, ("b", "a", "z"))


def test_more_than_500_items_are_refused(shop: Shop) -> None:
    assert order(shop, "a" * 500) == "a"
    with pytest.raises(InvalidInputError, match=r"inputList: 501 items are more than 500"):
        ranked(shop, "a" * 501)


def test_each_operation_refuses_the_campaigns_of_the_other(shop: Shop) -> None:
    with pytest.raises(InvalidInputError, match="GetPersonalizedRanking"):
        shop.ask(get_recommendations, "/recommendations", userId="mary")
    shop.is_a(recipe_type="USER_PERSONALIZATION")
    with pytest.raises(InvalidInputError, match="GetRecommendations"):
        ranked(shop, "a")
