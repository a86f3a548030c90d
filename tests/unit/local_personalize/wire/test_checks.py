"""Requests are held against the service's own models, member by member."""

import re
from typing import Any

import pytest

from local_personalize.wire.apis import Apis, Operation, load_apis


@pytest.fixture(scope="module")
def apis() -> Apis:
    return load_apis()


def named(apis: Apis, name: str) -> Operation:
    return next(found for found in (*apis.by_target.values(), *apis.by_path.values()) if found.name == name)


def problems(apis: Apis, operation: str, request: Any) -> list[str]:
    wrong: list[str] = []
    named(apis, operation).check_request(request, "", wrong)
    return wrong


EVENT = {"eventType": "click", "sentAt": 1}
EVENTS = {"trackingId": "t", "sessionId": "s", "eventList": [EVENT]}


def test_every_operation_of_the_three_apis_is_known(apis: Apis) -> None:
    assert len(apis.by_target) == 71
    assert set(apis.by_path) == {
        "/events",
        "/items",
        "/users",
        "/actions",
        "/action-interactions",
        "/recommendations",
        "/personalize-ranking",
        "/action-recommendations",
    }


def test_a_right_request_has_nothing_wrong(apis: Apis) -> None:
    assert problems(apis, "PutEvents", {**EVENTS, "somethingNew": 1}) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    (
        ({"sessionId": None}, "Value null at 'sessionId' failed to satisfy constraint: Member must not be null"),
        ({"sessionId": 5}, "Value at 'sessionId' failed to satisfy constraint: Member must be a string"),
        ({"eventList": {}}, "Value at 'eventList' failed to satisfy constraint: Member must be a list"),
        ({"eventList": [{"eventType": "click"}]}, "Value null at 'eventList.1.member.sentAt'"),
        ({"eventList": [{**EVENT, "sentAt": "now"}]}, "'eventList.1.member.sentAt' .* timestamp in epoch seconds"),
        ({"eventList": [EVENT, {**EVENT, "eventValue": "3"}]}, "'eventList.2.member.eventValue' .* a number"),
        ({"eventList": [{**EVENT, "itemId": ""}]}, "itemId' .* length greater than or equal to 1"),
    ),
)
def test_what_is_wrong_is_named(apis: Apis, change: dict[str, Any], problem: str) -> None:
    (found,) = problems(apis, "PutEvents", {**EVENTS, **change})
    assert re.search(problem, found), found


def test_everything_wrong_is_named_at_once(apis: Apis) -> None:
    assert len(problems(apis, "CreateSolution", {"performHPO": "yes", "recipeArn": "x"})) == 4


def test_an_answer_with_an_unknown_member_is_wrong(apis: Apis) -> None:
    wrong: list[str] = []
    named(apis, "GetRecommendations").check_answer({"itemList": [{"itemId": "a", "rank": 1}]}, "", wrong)
    assert wrong == ["'itemList.1.member.rank' is no member of PredictedItem"]
