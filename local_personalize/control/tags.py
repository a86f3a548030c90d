"""Tags of resources."""

from collections.abc import Mapping
from typing import Any

from local_personalize.control.registry import Resource
from local_personalize.errors import (
    InvalidInputError,
    ResourceInUseError,
    ResourceNotFoundError,
    TooManyTagKeysError,
    TooManyTagsError,
)
from local_personalize.service import Call, Service

MOST_TAGS = 50
RESERVED_PREFIX = "aws:"


def given_tags(request: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """The tags of a Create request, as they are kept with the resource."""
    return {"tags": _checked(request.get("tags", []))}


def tag_resource(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Add tags; one with a known key replaces that."""
    del call
    resource = _settled(service, request)
    tags = {tag["tagKey"]: tag for tag in [*resource["tags"], *_checked(request["tags"])]}
    service.registry.update(resource, tags=_checked(list(tags.values())))
    return {}


def untag_resource(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Take tags away."""
    del call
    if len(request["tagKeys"]) > MOST_TAGS:
        raise TooManyTagKeysError(f"tagKeys: {len(request['tagKeys'])} are more than the {MOST_TAGS} of a resource")
    resource = _settled(service, request)
    service.registry.update(resource, tags=[tag for tag in resource["tags"] if tag["tagKey"] not in request["tagKeys"]])
    return {}


def list_tags(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """The tags of a resource."""
    del call
    return {"tags": _tagged(service, request)["tags"]}


def _tagged(service: Service, request: Mapping[str, Any]) -> Resource:
    resource = service.registry.by_arn.get(request["resourceArn"])
    if resource is None or "tags" not in resource.document:
        raise ResourceNotFoundError(f"Could not find a resource that can be tagged: {request['resourceArn']}")
    return resource


def _settled(service: Service, request: Mapping[str, Any]) -> Resource:
    resource = _tagged(service, request)
    if resource.in_deletion:
        raise ResourceInUseError(f"{resource.kind.noun} {resource.arn} is in {resource.status} status.")
    return resource


def _checked(tags: list[dict[str, str]]) -> list[dict[str, str]]:
    if len(tags) > MOST_TAGS:
        raise TooManyTagsError(f"A resource can have at most {MOST_TAGS} tags.")
    keys = [tag["tagKey"] for tag in tags]
    if len(set(keys)) < len(keys):
        raise InvalidInputError("tags: two of them have the same tagKey")
    if reserved := [key for key in keys if key.lower().startswith(RESERVED_PREFIX)]:
        raise InvalidInputError(f"tags: the key {reserved[0]} has the reserved prefix {RESERVED_PREFIX}")
    return tags
