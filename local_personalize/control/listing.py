"""Describe, List and Delete, the same for every kind of resource."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from botocore.model import ListShape, StructureShape

from local_personalize.control.kinds import KINDS, Kind
from local_personalize.control.registry import Resource
from local_personalize.errors import InvalidNextTokenError
from local_personalize.service import Call, Handler, Service
from local_personalize.wire.apis import project

PAGE = 100


def describe(kind: Kind) -> Handler:
    """The Describe operation of a kind."""

    def handle(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
        resource = service.registry.get(kind, request[kind.arn_member])
        return {kind.describe_member: project(_member(call, kind.describe_member), resource.document)}

    return handle


def list_all(kind: Kind) -> Handler:
    """The List operation of a kind."""

    def handle(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
        parent = request.get(kind.parent_member) if kind.parent_member else None
        members = {kind.parent_member: parent} if kind.parent_member and parent else {}
        return page(
            service.registry.all(kind, call.region, **members),
            request,
            call,
            kind.list_member,
            scope=parent or "",
        )

    return handle


def page(
    resources: list[Resource], request: Mapping[str, Any], call: Call, list_member: str, scope: str
) -> dict[str, Any]:
    """One page of resources, and the token for the next if there is one."""
    entries = [(resource.position, resource.document) for resource in resources]
    return page_of(entries, request, call, list_member, scope)


def page_of(
    entries: Sequence[tuple[int, Mapping[str, Any]]],
    request: Mapping[str, Any],
    call: Call,
    list_member: str,
    scope: str,
) -> dict[str, Any]:
    """One page of documents, given in order of their positions; `scope` tells this listing from others."""
    listing = [list_member, call.region, scope]
    after = _position(request["nextToken"], listing) if request.get("nextToken") else 0
    rest = [(position, document) for position, document in entries if position > after]
    shown = rest[: request.get("maxResults", PAGE)]
    summary = cast(StructureShape, cast(ListShape, _member(call, list_member)).member)
    answer: dict[str, Any] = {list_member: [project(summary, document) for _, document in shown]}
    if len(rest) > len(shown):
        token = json.dumps([*listing, shown[-1][0]])
        answer["nextToken"] = base64.urlsafe_b64encode(token.encode()).decode()
    return answer


def _position(token: str, listing: list[str]) -> int:
    try:
        *listed, position = json.loads(base64.urlsafe_b64decode(token))
    except (ValueError, TypeError) as error:
        raise InvalidNextTokenError("The nextToken was not made by this service.") from error
    if listed != listing or not isinstance(position, int):
        raise InvalidNextTokenError("The nextToken belongs to another listing.")
    return position


def _member(call: Call, name: str) -> StructureShape:
    return cast(StructureShape, cast(StructureShape, call.operation.model.output_shape).members[name])


def reading_operations() -> dict[str, Callable[[Service, dict[str, Any], Call], dict[str, Any]]]:
    """Describe and List of every kind."""
    return {f"Describe{kind.noun}": describe(kind) for kind in KINDS} | {
        f"List{kind.plural}": list_all(kind) for kind in KINDS
    }
