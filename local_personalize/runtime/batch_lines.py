"""Batch inference: a line of input, and the line of output that answers it."""

import json
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, cast

from local_personalize.errors import InvalidInputError, ServiceError
from local_personalize.runtime.filtering import admission
from local_personalize.runtime.get_personalized_ranking import MOST_ITEMS, ranked_as_given
from local_personalize.runtime.picks import Pick, predicted_items, ranked, relevant
from local_personalize.runtime.serving import RANKING, Serving
from local_personalize.service import Service
from local_personalize.wire.json_text import parse_json

LONGEST_ID = 256


def answer_line(service: Service, serving: Serving, line: str, results: int, filter_arn: str | None) -> str:
    """The output for a line: the recommended items, or in a ranking the given ones; or what is wrong with the line."""
    given: Any = line
    try:
        try:
            given = parse_json(line)
        except ValueError as error:
            raise InvalidInputError(f"The line is not JSON: {error}") from error
        request = _request(given, filter_arn)
        serving.check_subject(request)
        picks = _picks(service, serving, request, results)
        output, wrong = _output(service, serving, picks), None
    except ServiceError as error:
        output, wrong = None, error.message
    return json.dumps({"input": given, "output": output, "error": wrong})


def _request(given: Any, filter_arn: str | None) -> dict[str, Any]:
    """The members of a line that count, as a request has them."""
    if not isinstance(given, dict):
        raise InvalidInputError("The line is no JSON object")
    line = cast(dict[str, Any], given)
    request: dict[str, Any] = {"filterArn": filter_arn} if filter_arn else {}
    for name in ("userId", "itemId"):
        if line.get(name) is not None:
            request[name] = _id(line[name], name)
    for name in ("filterValues", "context"):
        if line.get(name) is not None:
            request[name] = _texts(line[name], name)
    if line.get("itemList") is not None:
        request["itemList"] = _ids(line["itemList"], "itemList")
    return request


def _picks(service: Service, serving: Serving, request: Mapping[str, Any], results: int) -> list[Pick]:
    if serving.entry.recipe_type == RANKING:
        if "itemList" not in request:
            raise InvalidInputError(f"itemList: the recipe {serving.entry.name} needs one")
        return ranked_as_given(service, serving, request, request["itemList"])
    admitted = admission(service, serving, request, request)
    found = ranked(serving, serving.query(request), service.clock.now())
    return list(islice(relevant(serving, found, admitted), results))


def _output(service: Service, serving: Serving, picks: Sequence[Pick]) -> dict[str, Any]:
    """Items without a score, where others have one, get 0."""
    items = predicted_items(service, serving, picks, None)
    output: dict[str, Any] = {"recommendedItems": [item["itemId"] for item in items]}
    if serving.entry.has_scores:
        output["scores"] = [item.get("score", 0.0) for item in items]
    return output


def _id(value: Any, name: str) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_ID:
        raise InvalidInputError(f"{name}: expected a string of 1 to {LONGEST_ID} characters")
    return value


def _ids(value: Any, name: str) -> list[str]:
    if not isinstance(value, list) or not 1 <= len(cast(list[Any], value)) <= MOST_ITEMS:
        raise InvalidInputError(f"{name}: expected a list of 1 to {MOST_ITEMS} ids")
    return [_id(item, name) for item in cast(list[Any], value)]


def _texts(value: Any, name: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in cast(dict[str, Any], value).values()):
        raise InvalidInputError(f"{name}: expected an object of strings")
    return cast(dict[str, str], value)
