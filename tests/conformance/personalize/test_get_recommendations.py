"""GetRecommendations answers as the reference says, by the type of the campaign's recipe."""

from typing import Any

import pytest

from tests.conformance.personalize.shop import ITEMS, Shop, eventually


def ask(shop: Shop, recipe: str = "user-personalization-v2", **request: Any) -> dict[str, Any]:
    return shop.aws.runtime.get_recommendations(campaignArn=shop.campaigns[recipe], **request)


def test_as_many_items_as_asked_for_25_by_default_and_none_twice(shop: Shop) -> None:
    """model: GetRecommendationsRequest.numResults."""
    for count in (0, 1, 7):
        assert len(ask(shop, userId="reader-1", numResults=count)["itemList"]) == count
    items = [item["itemId"] for item in ask(shop, userId="reader-1")["itemList"]]
    assert len(set(items)) == len(items) == 25
    assert set(items) <= set(ITEMS)


def test_more_than_500_items_are_refused(shop: Shop) -> None:
    """guide: frequently-asked-questions."""
    with pytest.raises(shop.aws.runtime.exceptions.InvalidInputException):
        ask(shop, userId="reader-1", numResults=501)


def test_scores_fall_and_the_answer_has_an_id(shop: Shop) -> None:
    """guide: recommendations (scores of User-Personalization are relative)."""
    answer = ask(shop, userId="reader-1", numResults=5)
    scores = [item["score"] for item in answer["itemList"]]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) <= 1.0 + 1e-6
    assert 1 <= len(answer["recommendationId"]) <= 40


@pytest.mark.parametrize("recipe", ["similar-items", "trending-now", "popularity-count"])
def test_other_recipes_show_no_scores(shop: Shop, recipe: str) -> None:
    """guide: recommendations."""
    asked = {"itemId": "boots"} if recipe == "similar-items" else {"userId": "reader-1"}
    items = ask(shop, recipe, numResults=5, **asked)["itemList"]
    assert items
    assert not any("score" in item for item in items)


def test_an_unknown_user_gets_popular_items(shop: Shop) -> None:
    """guide: recommendations (new users)."""
    assert len(ask(shop, userId="never-seen", numResults=5)["itemList"]) == 5


def test_an_event_changes_the_next_answer(shop: Shop) -> None:
    """guide: recording-events (User-Personalization learns of events in real time)."""
    before = shop.recommended(userId="fresh", numResults=10)
    shop.act("fresh", ("click", "other-3"), ("click", "other-4"))
    assert eventually(lambda: shop.recommended(userId="fresh", numResults=10) != before)


def test_a_visitor_is_known_by_the_session_id(shop: Shop) -> None:
    """guide: recording-events (the sessionId as userId for visitors who are not logged in)."""
    before = shop.recommended(userId="visit-77", numResults=10)
    shop.aws.events.put_events(
        trackingId=shop.tracking_id,
        sessionId="visit-77",
        eventList=[{"eventType": "click", "itemId": item, "sentAt": shop.now} for item in ("other-7", "other-8")],
    )
    assert eventually(lambda: shop.recommended(userId="visit-77", numResults=10) != before)


@pytest.mark.parametrize(
    ("recipe", "request_"),
    [
        ("user-personalization-v2", {}),
        ("similar-items", {"userId": "reader-1"}),
        ("personalized-ranking-v2", {"userId": "reader-1"}),
    ],
)
def test_what_the_recipe_needs_must_be_there(shop: Shop, recipe: str, request_: dict[str, str]) -> None:
    """guide: API_RS_GetRecommendations."""
    with pytest.raises(shop.aws.runtime.exceptions.InvalidInputException):
        ask(shop, recipe, **request_)


def test_similar_items_leave_out_the_item_itself_and_need_no_user(shop: Shop) -> None:
    """guide: native-recipe-similar-items."""
    items = shop.recommended("similar-items", itemId="boots", numResults=10)
    assert items
    assert "boots" not in items
    assert shop.recommended("similar-items", itemId="never-seen", numResults=3)


def test_popular_and_trending_items_are_the_same_for_everybody(shop: Shop) -> None:
    """guide: native-recipe-popularity, native-recipe-trending-now."""
    for recipe in ("popularity-count", "trending-now"):
        assert shop.recommended(recipe, userId="reader-1") == shop.recommended(recipe, userId="reader-2")
    assert shop.recommended("trending-now")


def test_promoted_items_have_their_share_and_name(shop: Shop) -> None:
    """guide: promoting-items."""
    watches = shop.aws.filter(shop.group, "watches", 'INCLUDE ItemID WHERE Items.CATEGORY IN ("watch")')
    promotion = {"name": "watches", "percentPromotedItems": 20, "filterArn": watches}
    items = ask(shop, userId="reader-1", numResults=10, promotions=[promotion])["itemList"]
    promoted = {item["itemId"] for item in items if item.get("promotionName") == "watches"}
    assert promoted == {"gold-watch", "plain-watch"}
    assert len(items) == 10


def test_a_promotion_that_too_few_items_match_is_filled_up(shop: Shop) -> None:
    """guide: promoting-items."""
    boots = shop.aws.filter(shop.group, "boots", 'INCLUDE ItemID WHERE Items.DESCRIPTION IN ("boot")')
    promotion = {"name": "boots", "percentPromotedItems": 80, "filterArn": boots}
    items = ask(shop, userId="reader-1", numResults=10, promotions=[promotion])["itemList"]
    assert [item["itemId"] for item in items if item.get("promotionName")] == ["boots"]
    assert len(items) == 10


def test_metadata_are_strings_under_the_names_asked_for(shop: Shop) -> None:
    """guide: campaigns-with-metadata (v2 recipes have them by themselves); model: PredictedItem.metadata."""
    items = ask(shop, userId="reader-1", numResults=20, metadataColumns={"ITEMS": ["CATEGORY", "PRICE"]})["itemList"]
    boots = next(item for item in items if item["itemId"] == "boots")
    assert boots["metadata"]["CATEGORY"] == "shoe"
    assert float(boots["metadata"]["PRICE"]) == 80.0
    with pytest.raises(shop.aws.runtime.exceptions.InvalidInputException):
        ask(shop, userId="reader-1", numResults=51, metadataColumns={"ITEMS": ["CATEGORY"]})


def test_a_request_may_tell_its_context(shop: Shop) -> None:
    """model: GetRecommendationsRequest.context."""
    assert ask(shop, userId="reader-1", context={"DEVICE": "phone"}, numResults=5)["itemList"]


def test_unknown_campaigns_and_filters_are_not_found(shop: Shop) -> None:
    """model: GetRecommendations (errors)."""
    unknown = shop.campaigns["trending-now"] + "-not"
    with pytest.raises(shop.aws.runtime.exceptions.ResourceNotFoundException):
        shop.aws.runtime.get_recommendations(campaignArn=unknown, userId="reader-1")
    missing = shop.group.replace(":dataset-group/", ":filter/") + "-not"
    with pytest.raises(shop.aws.runtime.exceptions.ResourceNotFoundException):
        ask(shop, userId="reader-1", filterArn=missing)
