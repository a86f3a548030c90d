"""GetRecommendations of the runtime API."""

from typing import Any

import pytest

from tests.integration.local_personalize.newsroom import Newsroom
from tests.integration.local_personalize.refusal import refused


def test_an_event_changes_the_very_next_recommendations(shared_newsroom: Newsroom) -> None:
    shared_newsroom.click("reader of even articles", "a10")
    even = shared_newsroom.recommended(userId="reader of even articles", numResults=4)
    shared_newsroom.click("reader of odd articles", "a11")
    odd = shared_newsroom.recommended(userId="reader of odd articles", numResults=4)
    assert (even[0], odd[0]) == ("a12", "a13")
    assert {int(article[1:]) % 2 for article in even} == {0}
    assert {int(article[1:]) % 2 for article in odd} == {1}


def test_an_anonymous_reader_is_known_by_the_session(shared_newsroom: Newsroom) -> None:
    shared_newsroom.account.events.put_events(
        trackingId=shared_newsroom.tracking_id,
        sessionId="a visitor",
        eventList=[{"eventType": "click", "itemId": "a20", "sentAt": shared_newsroom.now}],
    )
    assert shared_newsroom.recommended(userId="a visitor", numResults=1) == ["a22"]


def test_trending_now_follows_every_event(shared_newsroom: Newsroom) -> None:
    for reader in range(30):
        shared_newsroom.click(f"crowd {reader}", "a39", at=shared_newsroom.now + 1)
    assert shared_newsroom.recommended("trending", numResults=1) == ["a39"]


def test_a_filter_leaves_out_what_the_reader_read_at_once(shared_newsroom: Newsroom) -> None:
    unread = shared_newsroom.filter("unread", 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("CLICK")')
    shared_newsroom.click("a reader", "a2", "a4")
    before = shared_newsroom.recommended(userId="a reader", filterArn=unread, numResults=3)
    assert before[0] == "a6"
    shared_newsroom.click("a reader", "a6")
    shared_newsroom.click("a reader", "a8", type="share")
    after = shared_newsroom.recommended(userId="a reader", filterArn=unread, numResults=500)
    assert not {"a2", "a4", "a6"} & set(after)
    assert "a8" in after


def test_a_filter_takes_values_with_the_request(shared_newsroom: Newsroom) -> None:
    topics = shared_newsroom.filter(
        "topics", "INCLUDE ItemID WHERE Items.TOPICS IN ($TOPICS) AND Items.WORD_COUNT >= $WORDS"
    )
    found = shared_newsroom.recommended(
        userId="r1", filterArn=topics, filterValues={"TOPICS": '"europe","sport"', "WORDS": "2000"}, numResults=50
    )
    assert {int(article[1:]) for article in found} == {article for article in range(20, 40) if article % 4 in (1, 2)}


def test_popular_items_that_pass_fill_up_what_the_filter_took(shared_newsroom: Newsroom) -> None:
    for start in range(0, 320, 10):
        names = [f"old {article}" for article in range(start, start + 10)]
        shared_newsroom.click(f"crowd of {start}", *names, at=shared_newsroom.now - 90_000)
    shared_newsroom.publish("old 7", topics="rare", creationTimestamp=1)
    rare = shared_newsroom.filter("rare", 'INCLUDE ItemID WHERE Items.TOPICS IN ("rare")')
    items = shared_newsroom.recommend(userId="r0", filterArn=rare, numResults=5)
    assert [item["itemId"] for item in items] == ["old 7"]


def test_items_added_as_popular_say_so_and_have_no_score(shared_newsroom: Newsroom) -> None:
    items = shared_newsroom.recommend(userId="r0", numResults=500)
    padded = [item for item in items if "reason" in item]
    assert padded
    assert all(item["reason"] == ["Popular item"] and "score" not in item for item in padded)
    assert sum(item.get("score", 0.0) for item in items) == pytest.approx(1.0)


def test_every_answer_has_an_id_that_an_event_can_refer_to(shared_newsroom: Newsroom) -> None:
    answer = shared_newsroom.account.runtime.get_recommendations(
        campaignArn=shared_newsroom.campaigns["personal"], userId="r0", context={"DEVICE": "mobile"}
    )
    assert answer["recommendationId"].startswith("RID-")
    assert len(answer["recommendationId"]) == 40


@pytest.mark.parametrize(
    ("request_", "code", "member"),
    (
        ({}, "InvalidInputException", "userId"),
        ({"userId": "r0", "numResults": 501}, "InvalidInputException", "numResults"),
        ({"userId": "x" * 257}, "InvalidInputException", "userId"),
        ({"userId": "r0", "campaignArn": "x"}, "InvalidInputException", "campaignArn"),
        (
            {"userId": "r0", "campaignArn": "arn:aws:personalize:eu-west-1:000000000000:campaign/none"},
            "ResourceNotFoundException",
            "campaign/none",
        ),
        (
            {"userId": "r0", "filterArn": "arn:aws:personalize:eu-west-1:000000000000:filter/none"},
            "ResourceNotFoundException",
            "filter/none",
        ),
        ({"userId": "r0", "filterValues": {"A": '"a"'}}, "InvalidInputException", "filterValues"),
        ({"userId": "r0", "recommenderArn": "x"}, "InvalidInputException", "recommenderArn"),
        ({"userId": "r0", "context": {"A": "x" * 1001}}, "InvalidInputException", "context"),
        ({"userId": "r0", "context": {f"C{n}": "x" for n in range(151)}}, "InvalidInputException", "context"),
        ({"userId": "r0", "filterValues": {f"V{n}": "1" for n in range(26)}}, "InvalidInputException", "filterValues"),
        (
            {"userId": "r0", "promotions": [{"percentPromotedItems": 101}]},
            "InvalidInputException",
            "percentPromotedItems",
        ),
        ({"userId": "r0", "promotions": [{}, {}]}, "InvalidInputException", "promotions"),
        ({"userId": "r0", "metadataColumns": {"USERS": ["AGE"]}}, "InvalidInputException", "metadataColumns.USERS"),
        ({"userId": "r0", "metadataColumns": {"ITEMS": ["COLOUR"]}}, "InvalidInputException", "COLOUR"),
        ({"userId": "r0", "metadataColumns": {"ITEMS": ["ITEM_ID"]}}, "InvalidInputException", "ITEM_ID"),
        ({"userId": "r0", "metadataColumns": {"ITEMS": ["TOPICS"] * 11}}, "InvalidInputException", "more than 10"),
        (
            {"userId": "r0", "metadataColumns": {"ITEMS": ["TOPICS"]}, "numResults": 51},
            "InvalidInputException",
            "at most 50",
        ),
    ),
)
def test_a_wrong_request_is_refused_by_member(
    shared_newsroom: Newsroom, request_: dict[str, Any], code: str, member: str
) -> None:
    with refused(code, member):
        shared_newsroom.account.runtime.get_recommendations(
            **{"campaignArn": shared_newsroom.campaigns["personal"], **request_}
        )


def test_a_filter_that_needs_a_value_or_a_user_says_so(shared_newsroom: Newsroom) -> None:
    by_topic = shared_newsroom.filter("by-topic", "INCLUDE ItemID WHERE Items.TOPICS IN ($TOPIC)")
    with refused("InvalidInputException", r"\$TOPIC"):
        shared_newsroom.recommend(userId="r0", filterArn=by_topic)
    seen = shared_newsroom.filter("seen", 'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")')
    with refused("InvalidInputException", "userId"):
        shared_newsroom.recommend("trending", filterArn=seen)


def test_metadata_come_as_strings_under_the_names_they_were_asked_for_with(shared_newsroom: Newsroom) -> None:
    shared_newsroom.publish("of metadata", topics="metadata", text="A text.", free=False, creationTimestamp=7)
    rare = shared_newsroom.filter("of-metadata", 'INCLUDE ItemID WHERE Items.TOPICS IN ("metadata")')
    shared_newsroom.click("a reader of metadata", "of metadata")
    (item,) = shared_newsroom.recommend(
        userId="another reader of metadata",
        filterArn=rare,
        metadataColumns={"ITEMS": ["TOPICS", "text", "FREE", "CREATION_TIMESTAMP", "WORD_COUNT"]},
    )
    assert item["metadata"] == {"TOPICS": "metadata", "text": "A text.", "FREE": "false", "CREATION_TIMESTAMP": "7"}


def test_a_campaign_must_have_metadata_enabled_unless_its_recipe_always_has(shared_newsroom: Newsroom) -> None:
    with refused("InvalidInputException", "enableMetadataWithRecommendations"):
        shared_newsroom.recommend("trending", metadataColumns={"ITEMS": ["TOPICS"]})


def test_new_articles_are_promoted_into_the_same_places_every_time(shared_newsroom: Newsroom) -> None:
    for number in range(3):
        shared_newsroom.publish(f"fresh {number}", topics="fresh", creationTimestamp=shared_newsroom.now)
    fresh = shared_newsroom.filter("fresh", "INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP >= $SINCE")
    promotion = {
        "name": "fresh",
        "percentPromotedItems": 30,
        "filterArn": fresh,
        "filterValues": {"SINCE": str(shared_newsroom.now)},
    }
    request = {"userId": "r8", "numResults": 10, "promotions": [promotion]}
    items = shared_newsroom.recommend(**request)
    promoted = [item for item in items if "promotionName" in item]
    assert len(items) == 10
    assert len(promoted) == 3
    assert all(item["reason"] == ["Promoted item"] for item in promoted)
    assert items == shared_newsroom.recommend(**request)
