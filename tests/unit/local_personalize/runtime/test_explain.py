"""Why an item stands where it does."""

from pathlib import Path
from typing import Any

import pytest

from local_personalize.errors import InvalidInputError
from local_personalize.recipes.explanation import Contribution
from local_personalize.recipes.model import Query
from local_personalize.runtime.explain import explain
from tests.unit.local_personalize.runtime.shop import APIS, NOW, FixedRanking, Shop

MARY = 0


class ExplainedRanking(FixedRanking):
    """Every place comes from one event of mary's on the first item, and from nobody's on the item itself."""

    def explain(self, query: Query, item: int) -> list[Contribution]:
        return [
            Contribution("follower", 0, MARY, NOW - 5, 0.75),
            Contribution("popularity", item, None, NOW - 9, 0.25),
        ]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    shop = Shop(tmp_path, monkeypatch)
    shop.model.recipe = ExplainedRanking([item for item, _ in shop.recipe.ranking])
    shop.service.group(shop.group).users.index("mary")
    return shop


def explained(shop: Shop, **question: Any) -> dict[str, Any]:
    return explain(shop.service, {"campaignArn": shop.campaign, **question}, APIS.by_path["/recommendations"])


def test_an_item_is_explained_by_rank_score_and_the_events_behind_it(shop: Shop) -> None:
    assert explained(shop, userId="mary", item="c") == {
        "item": "c",
        "rank": 2,
        "score": 0.5,
        "contributions": [
            {"kind": "follower", "itemId": "a", "userId": "mary", "time": NOW - 5, "share": 0.75},
            {"kind": "popularity", "itemId": "c", "userId": None, "time": NOW - 9, "share": 0.25},
        ],
    }


def test_an_item_that_is_not_ranked_has_no_rank_and_no_score(shop: Shop) -> None:
    assert explained(shop, userId="mary", item="e").keys() == {"item", "contributions"}


def test_nothing_is_explained_around_an_item_that_was_never_seen(shop: Shop) -> None:
    shop.is_a(needs="item")
    assert explained(shop, itemId="z", item="a") == {"item": "a", "contributions": []}


def test_a_recipe_that_cannot_explain_says_so(shop: Shop) -> None:
    shop.model.recipe = shop.recipe
    with pytest.raises(InvalidInputError, match=r"campaignArn: the recipe .* does not explain"):
        explained(shop, userId="mary", item="a")
