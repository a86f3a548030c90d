"""PutEvents, PutItems and PutUsers of the events API."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.integration.local_personalize.conftest import LocalPersonalize
from tests.integration.local_personalize.newsroom import Newsroom
from tests.integration.local_personalize.refusal import refused


def put(newsroom: Newsroom, reader: str, *events: dict[str, Any]) -> None:
    newsroom.account.events.put_events(
        trackingId=newsroom.tracking_id,
        userId=reader,
        sessionId=f"session of {reader}",
        eventList=[{"eventType": "click", "sentAt": newsroom.now, **event} for event in events],
    )


def touched(newsroom: Newsroom, reader: str, event_type: str = "*") -> set[str]:
    name = "touched-" + event_type.replace("*", "any")
    arn = f"arn:aws:personalize:{newsroom.account.region}:000000000000:filter/{name}"
    if arn not in {entry["filterArn"] for entry in newsroom.account.personalize.list_filters()["Filters"]}:
        newsroom.filter(name, f'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("{event_type}")')
    return set(newsroom.recommended(userId=reader, filterArn=arn, numResults=500))


def kept(server: LocalPersonalize, reader: str) -> list[tuple[str, str | None]]:
    """The items of a reader's events, and what they were shown among."""
    with closing(sqlite3.connect(server.data / "local_personalize.sqlite")) as database:
        rows = database.execute("SELECT item, impression FROM event WHERE user = ? ORDER BY sequence", (reader,))
        return rows.fetchall()


def test_item_and_value_may_stand_in_properties(shared_newsroom: Newsroom) -> None:
    put(shared_newsroom, "reader p", {"properties": json.dumps({"itemId": "a3", "eventValue": 2.5})})
    assert touched(shared_newsroom, "reader p") == {"a3"}


def test_an_event_with_a_known_id_is_dropped(shared_newsroom: Newsroom) -> None:
    put(shared_newsroom, "reader d", {"itemId": "a1", "eventId": "the same"}, {"itemId": "a2", "eventId": "the same"})
    put(shared_newsroom, "reader d", {"itemId": "a3", "eventId": "the same"})
    assert touched(shared_newsroom, "reader d") == {"a1"}


def test_impressions_and_recommendation_ids_are_accepted_and_an_event_may_have_no_item(
    shared_newsroom: Newsroom,
) -> None:
    put(
        shared_newsroom,
        "reader i",
        {"itemId": "a5", "impression": ["a5", "a6"], "recommendationId": "RID-1"},
        {"eventType": "visit"},
    )
    assert touched(shared_newsroom, "reader i") == {"a5"}


def test_the_same_content_at_the_same_time_is_kept_once(
    shared_newsroom: Newsroom, shared_server: LocalPersonalize
) -> None:
    for event_id in ("first", "second"):
        put(shared_newsroom, "reader of the same", {"itemId": "a1", "sentAt": 5, "eventId": event_id})
    put(shared_newsroom, "reader of the same", {"itemId": "a1", "sentAt": 6})
    assert len(kept(shared_server, "reader of the same")) == 2


def test_a_click_is_kept_with_the_answer_it_names_unless_it_says_itself_what_was_shown(
    shared_newsroom: Newsroom, shared_server: LocalPersonalize
) -> None:
    answer = shared_newsroom.account.runtime.get_recommendations(
        campaignArn=shared_newsroom.campaigns["personal"], userId="r0", numResults=3
    )
    shown = [item["itemId"] for item in answer["itemList"]]
    named = {"recommendationId": answer["recommendationId"]}
    put(shared_newsroom, "reader of lists", {"itemId": shown[0], **named})
    put(shared_newsroom, "reader of lists", {"itemId": shown[1], **named, "impression": ["a1", "a2"]})
    put(shared_newsroom, "reader of lists", {"itemId": shown[2], "recommendationId": "RID-long-forgotten"})
    assert kept(shared_server, "reader of lists") == [
        (shown[0], "|".join(shown)),
        (shown[1], "a1|a2"),
        (shown[2], None),
    ]


def test_columns_of_the_schema_are_found_by_their_camel_case_names_even_required_ones(
    shared_newsroom: Newsroom,
) -> None:
    put(shared_newsroom, "reader of columns", {"properties": json.dumps({"ITEM_ID": "a3"})})
    assert touched(shared_newsroom, "reader of columns") == {"a3"}


def test_only_the_hundred_newest_events_of_a_type_count_in_filters(shared_newsroom: Newsroom) -> None:
    for start in range(0, 110, 10):
        put(
            shared_newsroom,
            "reader of much",
            *({"itemId": f"m{number}", "sentAt": shared_newsroom.now + number} for number in range(start, start + 10)),
        )
    put(shared_newsroom, "reader of much", {"itemId": "m0", "eventType": "share"})
    assert touched(shared_newsroom, "reader of much", "click") == {f"m{number}" for number in range(10, 110)}
    assert touched(shared_newsroom, "reader of much", "share") == {"m0"}


@pytest.mark.parametrize(
    ("change", "message"),
    (
        ({"eventList": [{"eventType": "click", "sentAt": 1}] * 11}, "eventList.*less than or equal to 10"),
        ({"trackingId": "unknown"}, "trackingId"),
        ({"userId": "x" * 257}, "userId"),
        ({"eventList": [{"eventType": "click", "sentAt": 1, "properties": "{"}]}, "eventList.1.member.properties"),
        ({"eventList": [{"eventType": "click", "sentAt": 1, "properties": "[]"}]}, "not a JSON object"),
        ({"eventList": [{"eventType": "click", "sentAt": 1, "properties": '{"USERID": "x"}'}]}, "not allowed"),
        ({"eventList": [{"eventType": "click", "sentAt": 1, "properties": '{"dwell": 3}'}]}, "properties.dwell"),
        ({"eventList": [{"eventType": "click", "sentAt": 1, "impression": ["a"] * 26}]}, "impression"),
        ({"eventList": [{"eventType": "click", "sentAt": 1, "properties": '{"USER_ID": "x"}'}]}, "not allowed"),
        ({"eventList": [{"eventType": "click", "sentAt": 1, "properties": '{"eventValue": "x"}'}]}, "expected float"),
        ({"eventList": [{"eventType": "click", "sentAt": 1, "properties": '{"itemId": ""}'}]}, "1 to 256 characters"),
        ({"eventList": [{"eventType": "click", "sentAt": 1, "properties": "x" * 1025}]}, "equal to 1024"),
        ({"eventList": [{"eventType": "click", "sentAt": -1}]}, "sentAt: expected epoch seconds"),
        ({"eventList": [{"eventType": "click", "sentAt": 1, "eventValue": 1e39}]}, "eventValue: too large"),
        ({"eventList": [{"eventType": "x" * 257, "sentAt": 1}]}, "eventList.1.member.eventType"),
        ({"eventList": [{"eventType": "click", "sentAt": 1, "recommendationId": "x" * 41}]}, "recommendationId"),
    ),
)
def test_wrong_events_are_refused_by_member_and_none_is_kept(
    shared_newsroom: Newsroom, change: dict[str, Any], message: str
) -> None:
    request = {
        "trackingId": shared_newsroom.tracking_id,
        "userId": "reader w",
        "sessionId": "s",
        "eventList": [{"eventType": "click", "sentAt": 1, "itemId": "a1"}],
    }
    with refused("InvalidInputException", message):
        shared_newsroom.account.events.put_events(**{**request, **change})
    assert touched(shared_newsroom, "reader w") == set()


def test_an_item_is_seen_by_filters_at_once_and_a_known_one_is_replaced_whole(shared_newsroom: Newsroom) -> None:
    chess = shared_newsroom.filter("chess", 'INCLUDE ItemID WHERE Items.TOPICS IN ("chess")')
    long = shared_newsroom.filter("long", "INCLUDE ItemID WHERE Items.WORD_COUNT > 90000")
    shared_newsroom.click("reader of chess", "of chess")
    shared_newsroom.publish("of chess", topics="games|chess", wordCount=100_000, creationTimestamp=1)
    assert shared_newsroom.recommended(userId="r0", filterArn=chess) == ["of chess"]
    assert shared_newsroom.recommended(userId="r0", filterArn=long) == ["of chess"]
    shared_newsroom.publish("of chess", topics="games|chess", creationTimestamp=1)
    assert shared_newsroom.recommended(userId="r0", filterArn=chess) == ["of chess"]
    assert shared_newsroom.recommended(userId="r0", filterArn=long) == []


def test_a_user_is_seen_by_filters_at_once(shared_newsroom: Newsroom) -> None:
    young = shared_newsroom.filter(
        "young",
        'INCLUDE ItemID WHERE Items.TOPICS IN ("science") IF CurrentUser.AGE < 18 AND CurrentUser.PLAN = "free"',
    )
    shared_newsroom.account.events.put_users(
        datasetArn=shared_newsroom.users,
        users=[{"userId": "r3", "properties": '{"age": 12, "plan": "free"}'}, {"userId": "r5"}],
    )
    assert {int(article[1:]) % 4 for article in shared_newsroom.recommended(userId="r3", filterArn=young)} == {3}
    assert len(shared_newsroom.recommended(userId="r5", filterArn=young)) == 25


@pytest.mark.parametrize("operation", ("put_actions", "put_action_interactions"))
def test_actions_are_refused_as_not_built(shared_newsroom: Newsroom, operation: str) -> None:
    requests = {
        "put_actions": {"datasetArn": shared_newsroom.items, "actions": [{"actionId": "a"}]},
        "put_action_interactions": {
            "trackingId": shared_newsroom.tracking_id,
            "actionInteractions": [{"actionId": "a", "sessionId": "s", "timestamp": 1, "eventType": "Viewed"}],
        },
    }
    with refused("InvalidInputException", "not built"):
        getattr(shared_newsroom.account.events, operation)(**requests[operation])


@pytest.mark.parametrize(
    ("properties", "message"),
    (
        ('{"itemId": "another"}', "items.1.member.properties.itemId"),
        ('{"topics": NaN}', "not JSON"),
        ('{"topics": "\\ud800"}', "not JSON"),
        ('{"wordCount": 3000000000}', "wordCount: too large for int"),
        ("x" * 32_001, "equal to 32000"),
        ('{"colour": "red"}', "items.1.member.properties.colour"),
        ('{"wordCount": "many"}', "wordCount: expected int"),
        ('{"topics": 5}', "topics: expected string"),
        (json.dumps({"topics": "x" * 1001}), "1000 characters for TOPICS"),
    ),
)
def test_wrong_items_are_refused_by_property(shared_newsroom: Newsroom, properties: str, message: str) -> None:
    with refused("InvalidInputException", message):
        shared_newsroom.account.events.put_items(
            datasetArn=shared_newsroom.items, items=[{"itemId": "wrong", "properties": properties}]
        )


def test_an_event_from_the_future_counts_as_one_of_now(shared_newsroom: Newsroom) -> None:
    put(shared_newsroom, "reader f", {"itemId": "a10", "sentAt": shared_newsroom.now + 10_000_000})
    put(shared_newsroom, "reader f", {"itemId": "a20", "eventType": "click"})
    assert shared_newsroom.recommended(userId="reader f", numResults=1) == ["a22"]
