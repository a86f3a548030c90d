"""Faults that a test asks for: requests that take long, are throttled or fail."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal, cast

from local_personalize.errors import InvalidInputError, ServiceError, ThrottlingError

Kind = Literal["latency", "throttle", "error"]
KINDS: tuple[Kind, ...] = ("latency", "throttle", "error")
LONGEST_LATENCY = 60.0
MEMBERS = frozenset({"operation", "kind", "seconds", "share", "times", "arn"})


class InternalServerError(ServiceError):
    """The failure that was asked for."""

    code = "InternalServerException"
    status = 500


@dataclass(slots=True)
class Fault:
    """What strikes a `share` of the requests of an operation, until it has struck so many `times` (None: for ever).

    With an `arn` only requests with that ARN in one of their members are struck. A latency is in real seconds.
    """

    operation: str
    kind: Kind
    seconds: float | None
    share: float
    times: int | None
    arn: str | None
    random: Random
    struck: int = field(default=0)

    def strikes(self, operation: str, request: Mapping[str, Any]) -> bool:
        """Whether this request is struck, which is counted."""
        if operation != self.operation or self.struck == self.times:
            return False
        if self.arn is not None and self.arn not in request.values():
            return False
        if self.random.random() >= self.share:
            return False
        self.struck += 1
        return True

    def shown(self) -> dict[str, Any]:
        """The fault as JSON, with how often it has struck."""
        members = ("operation", "kind", "seconds", "share", "times", "arn", "struck")
        return {name: value for name in members if (value := getattr(self, name)) is not None}


class Faults:
    """The faults there are; `operations` are the names of those that can be struck."""

    def __init__(self, operations: Collection[str]) -> None:
        self.operations = operations
        self.all: list[Fault] = []

    def add(self, given: Any) -> Fault:
        """A new fault from its JSON; InvalidInputError names what is wrong. Its dice are seeded by its number."""
        fault = _fault(given, self.operations, Random(len(self.all)))
        self.all.append(fault)
        return fault

    async def strike(self, operation: str, request: Mapping[str, Any]) -> None:
        """Let a request suffer its faults, in the order they were added; one that fails it is the last."""
        for fault in filter(lambda fault: fault.strikes(operation, request), tuple(self.all)):
            if fault.kind == "throttle":
                raise ThrottlingError(f"{operation}: throttled by a fault that was asked for")
            if fault.kind == "error":
                raise InternalServerError(f"{operation}: failed by a fault that was asked for")
            await asyncio.sleep(fault.seconds or 0.0)


def _fault(given: Any, operations: Collection[str], random: Random) -> Fault:
    if not isinstance(given, dict):
        raise InvalidInputError("expected an object with the members operation and kind")
    members = cast(dict[str, Any], given)
    if unknown := sorted(members.keys() - MEMBERS):
        raise InvalidInputError(f"{unknown[0]}: a fault has only {', '.join(sorted(MEMBERS))}")
    _require(members, "operation", lambda value: value in operations, "the name of an operation")
    _require(members, "kind", lambda value: value in KINDS, " or ".join(KINDS))
    is_latency = members["kind"] == "latency"
    if is_latency or "seconds" in members:
        rule = f"a number above 0, at most {LONGEST_LATENCY:g}, for latency alone"
        _require(members, "seconds", lambda value: is_latency and _is_in(value, LONGEST_LATENCY), rule)
    _require({"share": 1.0, **members}, "share", lambda value: _is_in(value, 1.0), "a number above 0, at most 1")
    if "times" in members:
        _require(members, "times", lambda value: type(value) is int and value > 0, "a whole number above 0")
    if "arn" in members:
        _require(members, "arn", lambda value: isinstance(value, str), "a string")
    return Fault(
        members["operation"],
        members["kind"],
        members.get("seconds"),
        members.get("share", 1.0),
        members.get("times"),
        members.get("arn"),
        random,
    )


def _require(members: Mapping[str, Any], name: str, holds: Callable[[Any], bool], expected: str) -> None:
    value = members.get(name)
    if not holds(value):
        raise InvalidInputError(f"{name}: expected {expected}, got {value!r}")


def _is_in(value: Any, most: float) -> bool:
    return type(value) in (int, float) and 0.0 < value <= most
