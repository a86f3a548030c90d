"""Tags of resources."""

from collections.abc import Mapping
from typing import Any

from local_personalize.control.registry import Resource
from local_personalize.errors import ResourceNotFoundError, TooManyTagsError
from local_personalize.service import Call, Service

MOST_TAGS = 50


def given_tags(request: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """The tags of a Create request, as they are kept with the resource."""
    return {"tags": _checked(request.get("tags", []))}


def tag_resource(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Add tags; one with a known key replaces that."""
    del call
    resource = _tagged(service, request)
    tags = {tag["tagKey"]: tag for tag in [*resource["tags"], *request["tags"]]}
    service.registry.update(resource, tags=_checked(list(tags.values())))
    return {}


def untag_resource(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Take tags away."""
    del call
    resource = _tagged(service, request)
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


def _checked(tags: list[dict[str, str]]) -> list[dict[str, str]]:
    if len(tags) > MOST_TAGS:
        raise TooManyTagsError(f"A resource can have at most {MOST_TAGS} tags.")
    return tags
