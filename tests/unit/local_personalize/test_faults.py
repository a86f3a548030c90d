"""Faults that are asked for."""

import asyncio
from typing import Any

import pytest

from local_personalize.errors import InvalidInputError, ServiceError, ThrottlingError
from local_personalize.faults import Faults, InternalServerError

OPERATIONS = ("GetRecommendations", "PutEvents")


def with_fault(**given: Any) -> Faults:
    faults = Faults(OPERATIONS)
    faults.add({"operation": "GetRecommendations", "kind": "error", **given})
    return faults


def outcomes(faults: Faults, requests: int, operation: str = "GetRecommendations", **request: Any) -> list[type | None]:
    async def outcome() -> type | None:
        try:
            await faults.strike(operation, request)
        except ServiceError as error:
            return type(error)
        return None

    async def all_outcomes() -> list[type | None]:
        return [await outcome() for _ in range(requests)]

    return asyncio.run(all_outcomes())


def test_an_error_strikes_its_operation_only_and_as_often_as_it_was_asked_to() -> None:
    faults = with_fault(times=2)
    assert outcomes(faults, 1, "PutEvents") == [None]
    assert outcomes(faults, 4) == [InternalServerError, InternalServerError, None, None]
    assert faults.all[0].shown()["struck"] == 2


def test_a_throttled_request_says_so() -> None:
    assert outcomes(with_fault(kind="throttle"), 1) == [ThrottlingError]


def test_an_arn_narrows_a_fault_to_requests_that_name_it() -> None:
    faults = with_fault(arn="arn:one")
    assert outcomes(faults, 1, campaignArn="arn:two") == [None]
    assert outcomes(faults, 1, campaignArn="arn:one") == [InternalServerError]


def test_a_share_of_requests_is_struck_the_same_ones_every_time() -> None:
    struck = outcomes(with_fault(share=0.3), 1000)
    assert 250 < sum(outcome is not None for outcome in struck) < 350
    assert struck == outcomes(with_fault(share=0.3), 1000)


def test_a_latency_lets_the_request_through() -> None:
    faults = with_fault(kind="latency", seconds=0.001)
    assert outcomes(faults, 2) == [None, None]
    assert faults.all[0].struck == 2


@pytest.mark.parametrize(
    ("given", "member"),
    (
        ([], "object"),
        ({}, "operation"),
        ({"operation": "Get"}, "operation"),
        ({"operation": ["PutEvents"]}, "operation"),
        ({"operation": "PutEvents"}, "kind"),
        ({"operation": "PutEvents", "kind": "fire"}, "kind"),
        ({"operation": "PutEvents", "kind": "latency"}, "seconds"),
        ({"operation": "PutEvents", "kind": "latency", "seconds": 61}, "seconds"),
        ({"operation": "PutEvents", "kind": "error", "seconds": 1}, "seconds"),
        ({"operation": "PutEvents", "kind": "error", "share": 0}, "share"),
        ({"operation": "PutEvents", "kind": "error", "share": True}, "share"),
        ({"operation": "PutEvents", "kind": "error", "times": 0}, "times"),
        ({"operation": "PutEvents", "kind": "error", "times": 1.5}, "times"),
        ({"operation": "PutEvents", "kind": "error", "arn": 5}, "arn"),
        ({"operation": "PutEvents", "kind": "error", "seed": 5}, "seed"),
    ),
)
def test_a_wrong_fault_is_refused_by_member_and_none_is_added(given: Any, member: str) -> None:
    faults = Faults(OPERATIONS)
    with pytest.raises(InvalidInputError, match=member):
        faults.add(given)
    assert not faults.all
