"""What a developer can ask of the server besides the three APIs: limits, faults and reasons."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.local_personalize.conftest import Account, LocalPersonalize
from tests.integration.local_personalize.newsroom import Newsroom, create_newsroom

THROTTLED = (429, "ThrottlingException")


def ask(server: LocalPersonalize, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server.url + path, data, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def outcome(server: LocalPersonalize, path: str, request: dict[str, Any]) -> tuple[int, str | None]:
    """The status and the error code of one request, which is not tried again as an SDK would do."""
    status, answer = ask(server, "POST", path, request)
    return status, answer.get("__type")


@pytest.fixture
def faults(shared_server: LocalPersonalize) -> Iterator[LocalPersonalize]:
    yield shared_server
    assert ask(shared_server, "DELETE", "/_local/faults") == (200, {"faults": []})


def test_the_limits_of_the_service_hold_while_they_are_switched_on(
    start_server: Callable[..., LocalPersonalize], s3: Any
) -> None:
    server = start_server("--clock", "manual")
    newsroom = create_newsroom(Account(server, "limits-region-1"), s3)
    now = ask(server, "GET", "/_local/health")[1]["now"]
    question = {"campaignArn": newsroom.campaigns["personal"], "userId": "r0", "numResults": 1}
    article = {"datasetArn": newsroom.items, "items": [{"itemId": "a1", "properties": '{"creationTimestamp": 1}'}]}
    assert ask(server, "POST", "/_local/throttling", {"enabled": True}) == (200, {"enabled": True})
    assert [outcome(server, "/recommendations", question) for _ in range(3)] == [(200, None), THROTTLED, THROTTLED]
    assert [outcome(server, "/items", article)[0] for _ in range(11)] == [200] * 10 + [429]
    ask(server, "POST", "/_local/clock", {"now": now + 1})
    assert [outcome(server, "/recommendations", question) for _ in range(2)] == [(200, None), THROTTLED]
    newsroom.account.personalize.update_campaign(campaignArn=newsroom.campaigns["personal"], minProvisionedTPS=3)
    ask(server, "POST", "/_local/clock", {"now": now + 2})
    assert [outcome(server, "/recommendations", question)[0] for _ in range(4)] == [200, 200, 200, 429]
    assert ask(server, "DELETE", "/_local/throttling") == (200, {"enabled": False})
    assert [outcome(server, "/recommendations", question)[0] for _ in range(4)] == [200] * 4


@pytest.mark.parametrize("given", (None, [], {}, {"enabled": 1}, {"enabled": True, "rate": 5}))
def test_throttling_is_on_or_off(shared_server: LocalPersonalize, given: Any) -> None:
    status, answer = ask(shared_server, "POST", "/_local/throttling", given)
    assert (status, answer["message"][:7]) == (400, "enabled")


def test_faults_strike_as_often_as_they_were_asked_to_and_are_counted(
    faults: LocalPersonalize, shared_newsroom: Newsroom
) -> None:
    question = {"campaignArn": shared_newsroom.campaigns["trending"], "numResults": 1}
    fault = {"operation": "GetRecommendations", "times": 1, "arn": shared_newsroom.campaigns["trending"]}
    for kind in ("throttle", "error"):
        assert ask(faults, "POST", "/_local/faults", {**fault, "kind": kind})[0] == 200
    assert [outcome(faults, "/recommendations", question) for _ in range(3)] == [
        THROTTLED,
        (500, "InternalServerException"),
        (200, None),
    ]
    shown = ask(faults, "GET", "/_local/faults")[1]["faults"]
    assert [(fault["kind"], fault["struck"]) for fault in shown] == [("throttle", 1), ("error", 1)]


def test_a_latency_makes_a_request_take_longer_and_lets_others_pass(
    faults: LocalPersonalize, shared_newsroom: Newsroom
) -> None:
    latency = {"operation": "GetRecommendations", "kind": "latency", "seconds": 0.3, "times": 1}
    ask(faults, "POST", "/_local/faults", latency)
    began = time.monotonic()
    assert shared_newsroom.recommended("trending", numResults=1)
    assert time.monotonic() - began >= 0.3


@pytest.mark.parametrize(
    ("given", "message"),
    (
        (None, "expected an object"),
        ({"operation": "Get", "kind": "error"}, "operation: expected the name of an operation, got 'Get'"),
        ({"operation": "PutEvents", "kind": "error", "share": 2}, "share: expected a number above 0, at most 1, got 2"),
    ),
)
def test_a_wrong_fault_is_refused(shared_server: LocalPersonalize, given: Any, message: str) -> None:
    status, answer = ask(shared_server, "POST", "/_local/faults", given)
    assert status == 400
    assert answer["message"].startswith(message)


def test_a_place_is_explained_by_the_events_that_gave_it(
    shared_server: LocalPersonalize, shared_newsroom: Newsroom
) -> None:
    shared_newsroom.click("a curious reader", "a10")
    first = shared_newsroom.recommended(userId="a curious reader", numResults=1)[0]
    question = {"campaignArn": shared_newsroom.campaigns["personal"], "userId": "a curious reader", "item": first}
    status, answer = ask(shared_server, "POST", "/_local/explain", question)
    assert (status, answer["item"], answer["rank"]) == (200, first, 1)
    shares = [part["share"] for part in answer["contributions"]]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1.0)
    assert all(part.keys() == {"kind", "itemId", "userId", "time", "share"} for part in answer["contributions"])


def test_reasons_are_given_only_if_the_server_was_started_for_it(
    start_server: Callable[..., LocalPersonalize],
) -> None:
    assert ask(start_server(), "POST", "/_local/explain", {}) == (
        400,
        {"message": "the server was not started with --explain"},
    )


@pytest.mark.parametrize(
    ("change", "message"),
    (
        ({"campaignArn": None}, "campaignArn: a campaign is needed"),
        ({"userId": None}, "userId: the recipe aws-user-personalization-v2 needs one"),
        ({"item": None}, "item: expected the id of an item of the dataset group, got None"),
        ({"item": ["a1"]}, "item: expected the id of an item of the dataset group, got ['a1']"),
        ({"item": "unknown"}, "item: expected the id of an item of the dataset group, got 'unknown'"),
        ({"numResults": "x"}, "Value at 'numResults' failed to satisfy constraint: Member must be an integer"),
    ),
)
def test_a_wrong_question_for_reasons_is_refused_by_member(
    shared_server: LocalPersonalize, shared_newsroom: Newsroom, change: dict[str, Any], message: str
) -> None:
    question = {"campaignArn": shared_newsroom.campaigns["personal"], "userId": "r0", "item": "a2", **change}
    assert ask(shared_server, "POST", "/_local/explain", question) == (400, {"message": message})


def test_bad_bytes_are_never_the_fault_of_the_server(shared_server: LocalPersonalize) -> None:
    for path in ("/events", "/items", "/recommendations", "/personalize-ranking", "/_local/faults", "/_local/explain"):
        nested = b'{"a": ' + b"[" * 900 + b"null" + b"]" * 900 + b"}"
        for body in (b"\xff", b"[" * 100_000, b'{"a": NaN}', b'"\\ud800"', b"5", b"null", nested):
            request = urllib.request.Request(shared_server.url + path, body)
            with pytest.raises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(request, timeout=5)
            assert caught.value.code == 400
