"""GetRecommendations over a ranking that is known."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from local_personalize.clock import ManualClock
from local_personalize.errors import InvalidInputError, ResourceNotFoundError
from local_personalize.recipes.exploration import Exploration, Explored
from local_personalize.recipes.model import Query
from local_personalize.runtime.get_recommendations import get_recommendations
from local_personalize.store.events import Vocabulary
from tests.unit.local_personalize.runtime.shop import NOW, FixedRanking, Shop


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    return Shop(tmp_path, monkeypatch)


def recommended(shop: Shop, **request: Any) -> str:
    answer = shop.ask(get_recommendations, "/recommendations", **{"userId": "mary", **request})
    return "".join(item["itemId"] for item in answer["itemList"])


def item(shop: Shop, name: str) -> int:
    return shop.service.group(shop.group).items.indexes[name]


def test_ranked_items_come_first_and_popular_ones_fill_up(shop: Shop) -> None:
    assert recommended(shop) == "dcbagf"
    assert recommended(shop, numResults=5) == "dcbag"
    assert recommended(shop, numResults=0) == ""


def test_a_new_item_is_recommended_once_the_pickup_delay_is_over(shop: Shop) -> None:
    shop.recipe.ranking.insert(0, (item(shop, "h"), 2.0))
    assert "h" not in recommended(shop)
    assert isinstance(shop.service.clock, ManualClock)
    shop.service.clock.set(NOW + 90)
    assert recommended(shop)[0] == "h"


def test_a_recipe_that_learns_only_by_training_takes_new_items_only_from_it(shop: Shop) -> None:
    shop.recipe.ranking.insert(0, (item(shop, "h"), 2.0))
    shop.is_a(learns_live=False)
    assert isinstance(shop.service.clock, ManualClock)
    shop.service.clock.set(NOW + 1_000_000)
    assert "h" not in recommended(shop)


def test_no_new_item_waits_longer_than_its_recipe_lets_it(shop: Shop) -> None:
    shop.recipe.ranking.insert(0, (item(shop, "h"), 2.0))
    shop.is_a(longest_pickup=lambda _: 10.0)
    assert recommended(shop)[0] == "h"


def test_context_finds_its_columns_and_ignores_what_no_event_had(shop: Shop) -> None:
    shop.model.columns = ("DEVICE_TYPE", "REGION", "GONE")
    group = shop.service.group(shop.group)
    group.contexts = {"DEVICE_TYPE": Vocabulary(), "REGION": Vocabulary()}
    phone = group.contexts["DEVICE_TYPE"].index("phone")
    recommended(shop, context={"deviceType": "phone", "region": "nowhere", "gone": "x", "unknown": "y"})
    assert shop.recipe.asked[-1].context == (phone, -1, -1)
    assert "nowhere" not in group.contexts["REGION"].indexes
    recommended(shop)
    assert shop.recipe.asked[-1].context == (-1, -1, -1)


class TestOfRelatedItems:
    @pytest.fixture(autouse=True)
    def related(self, shop: Shop) -> None:
        shop.is_a(needs="item", recipe_type="RELATED_ITEMS")

    def test_the_item_itself_is_never_among_them(self, shop: Shop) -> None:
        assert recommended(shop, itemId="d") == "cbagf"
        assert recommended(shop, itemId="g") == "dcbaf"
        assert shop.recipe.asked[-1].item == item(shop, "g")

    def test_an_unknown_item_gives_popular_ones_and_is_not_kept(self, shop: Shop) -> None:
        assert recommended(shop, itemId="z") == "gfd"
        assert "z" not in shop.service.group(shop.group).items.indexes

    def test_without_an_item_there_is_nothing_to_relate_to(self, shop: Shop) -> None:
        with pytest.raises(InvalidInputError, match=r"itemId"):
            recommended(shop)

    def test_a_filter_can_compare_with_the_item(self, shop: Shop) -> None:
        for name, price in (("d", 5.0), ("c", 6.0), ("b", 4.0)):
            shop.describe(name, PRICE=price)
        cheaper = shop.filter("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE")
        assert recommended(shop, itemId="d", filterArn=cheaper) == "b"
        assert recommended(shop, itemId="z", filterArn=cheaper) == ""
        shop.is_a(needs="user")
        with pytest.raises(InvalidInputError, match=r"itemId"):
            recommended(shop, itemId="d", filterArn=cheaper)


class TestPromotions:
    def promote(self, shop: Shop, expression: str, percent: int = 50, **request: Any) -> list[dict[str, Any]]:
        for name, price in (("a", 1.0), ("b", 2.0), ("e", 3.0), ("f", 4.0), ("h", 5.0)):
            shop.describe(name, PRICE=price)
        promotion = {"name": "new", "percentPromotedItems": percent, "filterArn": shop.filter(expression)}
        answer = shop.ask(
            get_recommendations, "/recommendations", **{"userId": "mary", "promotions": [promotion], **request}
        )
        return answer["itemList"]

    def test_promoted_items_come_by_relevance_then_popularity_then_unread_ones(self, shop: Shop) -> None:
        found = self.promote(shop, "INCLUDE ItemID WHERE Items.PRICE > 0", 100, numResults=10)
        promoted = [one["itemId"] for one in found if one.get("promotionName") == "new"]
        assert promoted == ["b", "a", "f", "e"]
        assert all(one["reason"] == ["Promoted item"] for one in found if "promotionName" in one)
        assert [one["itemId"] for one in found if "promotionName" not in one] == ["d", "c", "g"]

    def test_the_filter_of_the_request_is_for_the_others_only(self, shop: Shop) -> None:
        cheap = shop.filter("INCLUDE ItemID WHERE Items.PRICE = 1")
        found = self.promote(shop, "INCLUDE ItemID WHERE Items.PRICE = 2", numResults=2, filterArn=cheap)
        assert {one["itemId"]: one.get("promotionName") for one in found} == {"a": None, "b": "new"}

    def test_a_recipe_without_promotions_refuses_them(self, shop: Shop) -> None:
        shop.is_a(promotions=False)
        with pytest.raises(InvalidInputError, match=r"promotions"):
            self.promote(shop, "INCLUDE ItemID WHERE Items.PRICE > 0")

    @pytest.mark.parametrize("missing", ("percentPromotedItems", "filterArn"))
    def test_a_promotion_needs_its_share_and_its_filter(self, shop: Shop, missing: str) -> None:
        promotion = {
            "name": "new",
            "percentPromotedItems": 5,
            "filterArn": shop.filter("INCLUDE ItemID WHERE Items.A = 1"),
        }
        del promotion[missing]
        with pytest.raises(InvalidInputError, match=f"promotions.1.member.{missing}"):
            recommended(shop, promotions=[promotion])

    def test_an_error_in_its_values_names_the_promotion(self, shop: Shop) -> None:
        promotion = {"percentPromotedItems": 5, "filterArn": shop.filter("INCLUDE ItemID WHERE Items.A = $A")}
        with pytest.raises(InvalidInputError, match=r"promotions.1.member.filterValues.*\$A"):
            recommended(shop, promotions=[promotion])


def test_what_is_not_active_does_not_serve(shop: Shop) -> None:
    registry = shop.service.registry
    slow = shop.filter("INCLUDE ItemID WHERE Items.PRICE = 1")
    registry.update(registry.by_arn[slow], status="CREATE IN_PROGRESS")
    with pytest.raises(ResourceNotFoundError, match="CREATE IN_PROGRESS"):
        recommended(shop, filterArn=slow)
    registry.update(registry.by_arn[shop.campaign], status="CREATE FAILED")
    with pytest.raises(ResourceNotFoundError, match="CREATE FAILED"):
        recommended(shop)


def test_a_filter_of_another_dataset_group_is_refused(shop: Shop) -> None:
    registry = shop.service.registry
    foreign = shop.filter("INCLUDE ItemID WHERE Items.PRICE = 1")
    registry.update(registry.by_arn[foreign], datasetGroupArn="another")
    with pytest.raises(InvalidInputError, match=r"filterArn: .*another dataset group"):
        recommended(shop, filterArn=foreign)


class ExploringRanking(FixedRanking):
    """Explores item e, and remembers how it was asked and what was shown."""

    def __init__(self, items: Sequence[int], unknown: int) -> None:
        super().__init__(items)
        self.unknown = unknown
        self.explorations: list[tuple[Exploration, float]] = []

    def rank_exploring(self, query: Query, exploration: Exploration, now: float) -> Sequence[Explored]:
        self.explorations.append((exploration, now))
        first, *others = (Explored(item, score, explored=False) for item, score in self.rank(query))
        return [first, Explored(self.unknown, 0.5, explored=True), *others]

    def observe_impression(self, items: Sequence[int], clicked: int) -> None:
        """Learn nothing."""


def test_explored_items_say_so_and_are_explored_as_the_campaign_has_it(shop: Shop) -> None:
    recipe = ExploringRanking([item(shop, "d"), item(shop, "c")], item(shop, "e"))
    shop.model.recipe = recipe
    answer = shop.ask(get_recommendations, "/recommendations", userId="mary", numResults=3)["itemList"]
    assert [(one["itemId"], one.get("reason")) for one in answer] == [("d", None), ("e", ["Exploration"]), ("c", None)]
    config = {"itemExplorationConfig": {"explorationWeight": "0.7", "explorationItemAgeCutOff": "5"}}
    shop.service.registry.update(shop.service.registry.by_arn[shop.campaign], campaignConfig=config)
    recommended(shop)
    assert recipe.explorations == [(Exploration(0.3, 30.0), NOW), (Exploration(0.7, 5.0), NOW)]
