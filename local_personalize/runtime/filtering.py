"""The filter of a request, or of a promotion, bound to its values and its user."""

from collections.abc import Mapping, Sequence
from typing import Any

from local_personalize.control.kinds import FILTER
from local_personalize.errors import InvalidInputError
from local_personalize.filters.attribute_tests import NO_ATTRIBUTES, Attributes
from local_personalize.filters.evaluation import Admits, FilterValueError, bind, parse_values
from local_personalize.filters.parser import parse_filter
from local_personalize.runtime.reader import GroupReader
from local_personalize.runtime.serving import Serving, active
from local_personalize.service import Service


def admission(
    service: Service, serving: Serving, request: Mapping[str, Any], filtered: Mapping[str, Any], place: str = ""
) -> Admits:
    """The test of the items that may be in an answer: those known for long enough that the filter admits.

    The item that related ones are asked for is not among them.
    """
    knows = serving.knows
    seed = serving.seed(request)
    admits = bound_filter(service, serving, request, filtered, serving.group.item_attributes, place)
    if admits is None:
        return knows if seed is None else lambda item: item != seed and knows(item)
    return lambda item: knows(item) and admits(item) and item != seed


def bound_filter(
    service: Service,
    serving: Serving,
    request: Mapping[str, Any],
    filtered: Mapping[str, Any],
    items: Sequence[Attributes | None],
    place: str = "",
) -> Admits | None:
    """The filter that `filtered` names, if it names one, for items by their index in `items`.

    `place` is put before the names of members in errors.
    """
    if "filterArn" not in filtered:
        if filtered.get("filterValues"):
            raise InvalidInputError(f"{place}filterValues: there is no filterArn that they belong to")
        return None
    resource = active(service, FILTER, filtered["filterArn"])
    if resource["datasetGroupArn"] != serving.group.arn:
        raise InvalidInputError(f"{place}filterArn: the filter belongs to another dataset group than the campaign")
    user_id: str | None = request.get("userId")
    try:
        return bind(
            parse_filter(resource["filterExpression"]),
            parse_values(filtered.get("filterValues", {})),
            GroupReader(serving.group, user_id) if user_id is not None else None,
            items,
            _seed_attributes(serving, request),
        )
    except FilterValueError as error:
        raise InvalidInputError(f"{place}{error}") from error


def _seed_attributes(serving: Serving, request: Mapping[str, Any]) -> Attributes | None:
    if serving.entry.needs != "item":
        return None
    seed = serving.seed(request)
    return NO_ATTRIBUTES if seed is None else serving.group.item_attributes[seed] or NO_ATTRIBUTES
