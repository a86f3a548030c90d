"""PutEvents, PutItems and PutUsers take what the reference allows, and refuse the rest by its own errors."""

import json
from typing import Any

import pytest

from tests.conformance.personalize.shop import Shop, eventually

EVENT: dict[str, Any] = {"eventType": "click", "itemId": "shirt"}


def send(shop: Shop, *events: dict[str, Any], **request: Any) -> None:
    asked = {"trackingId": shop.tracking_id, "sessionId": "s1", "userId": "sender", **request}
    shop.aws.events.put_events(**asked, eventList=[{"sentAt": shop.now, **event} for event in events])


@pytest.mark.parametrize(
    "event",
    [
        {"eventId": "e1", "eventValue": 2.5, "recommendationId": "RID-1", "impression": ["shirt", "boots"]},
        {"properties": json.dumps({"device": "phone"})},
        {"properties": json.dumps({"itemId": "boots", "eventValue": 1})},
        {"metricAttribution": {"eventAttributionSource": "newsletter"}},
    ],
)
def test_events_with_all_that_an_event_can_have(shop: Shop, event: dict[str, Any]) -> None:
    """model: Event; guide: recording-events."""
    send(shop, {**EVENT, **event})


@pytest.mark.parametrize(
    ("events", "changed"),
    [
        ([EVENT] * 11, {}),
        ([{**EVENT, "impression": [f"i{n}" for n in range(26)]}], {}),
        ([{**EVENT, "properties": "not json"}], {}),
        ([{**EVENT, "properties": json.dumps({"userId": "somebody"})}], {}),
        ([{**EVENT, "properties": json.dumps({"colour": "x" * 1100})}], {}),
        ([EVENT], {"trackingId": "no-such-tracker"}),
        ([{**EVENT, "recommendationId": "r" * 41}], {}),
    ],
)
def test_events_that_break_a_bound_are_refused(
    shop: Shop, events: list[dict[str, Any]], changed: dict[str, str]
) -> None:
    """model: Event, PutEventsRequest (PutEvents knows InvalidInputException only)."""
    with pytest.raises(shop.aws.events.exceptions.InvalidInputException):
        send(shop, *events, **changed)


def test_a_put_item_can_be_filtered_by_its_properties(shop: Shop) -> None:
    """guide: importing-items (camelCase names of the schema's columns; the whole record is replaced)."""
    properties = {"category": "hat|cap", "price": 15, "categoryL1": "hat", "creationTimestamp": 6000}
    shop.aws.events.put_items(
        datasetArn=shop.datasets["Items"], items=[{"itemId": "hat", "properties": json.dumps(properties)}]
    )
    shop.act("hatter", ("click", "hat"))
    made = shop.aws.filter(shop.group, "caps", 'INCLUDE ItemID WHERE Items.CATEGORY IN ("cap")')
    clicked = shop.aws.filter(shop.group, "dear", 'INCLUDE ItemID WHERE Items.CATEGORY IN ("cap") AND Items.PRICE < 20')
    version = shop.aws.version(shop.solutions["popularity-count"])["solutionVersionArn"]
    shop.aws.personalize.update_campaign(campaignArn=shop.campaigns["popularity-count"], solutionVersionArn=version)
    for arn in (made, clicked):
        asked = {"userId": "reader-1", "filterArn": arn}
        assert eventually(lambda asked=asked: shop.recommended("popularity-count", **asked) == ["hat"])


@pytest.mark.parametrize(
    "properties",
    [json.dumps({"colour": "red"}), json.dumps({"price": "much"}), "[]", json.dumps({"category": "x" * 1001})],
)
def test_an_item_that_does_not_fit_the_schema_is_refused(shop: Shop, properties: str) -> None:
    """guide: importing-items; model: PutItems."""
    with pytest.raises(shop.aws.events.exceptions.InvalidInputException):
        shop.aws.events.put_items(
            datasetArn=shop.datasets["Items"], items=[{"itemId": "wrong", "properties": properties}]
        )


def test_a_put_user_counts_for_filters_of_the_current_user(shop: Shop) -> None:
    """guide: importing-users, filter-expressions (IF CurrentUser)."""
    shop.aws.events.put_users(
        datasetArn=shop.datasets["Users"], users=[{"userId": "senior", "properties": json.dumps({"age": 70})}]
    )
    made = shop.aws.filter(
        shop.group, "senior", 'INCLUDE ItemID WHERE Items.CATEGORY IN ("shoe") IF CurrentUser.AGE >= 65'
    )
    asked = {"userId": "senior", "filterArn": made, "numResults": 20}
    assert eventually(lambda: set(shop.recommended(**asked)) == {"boots", "sneakers"})


def test_items_need_their_own_dataset_and_come_in_tens(shop: Shop) -> None:
    """model: PutItems (errors)."""
    item = [{"itemId": "x", "properties": "{}"}]
    with pytest.raises(shop.aws.events.exceptions.ResourceNotFoundException):
        shop.aws.events.put_items(datasetArn=shop.datasets["Items"].replace("/ITEMS", "-not/ITEMS"), items=item)
    with pytest.raises(shop.aws.events.exceptions.InvalidInputException):
        shop.aws.events.put_items(datasetArn=shop.datasets["Users"], items=item)
    with pytest.raises(shop.aws.events.exceptions.InvalidInputException):
        shop.aws.events.put_items(datasetArn=shop.datasets["Items"], items=item * 11)
