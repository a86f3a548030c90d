"""The postprocessing function as the digest calls it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from tests.integration.api.conftest import Call, Context

Postprocess = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.fixture
def postprocess(call: Call) -> Postprocess:
    """The environment is that of the API function, less what only the models need."""
    from lambdas.postprocess import handler

    handler._sources.cache_clear()  # pyright: ignore[reportPrivateUsage]
    return lambda event: handler.handler(event, Context())  # type: ignore[arg-type]


def wanted(**changed: Any) -> dict[str, Any]:
    request = {"reader_id": "r1", "list_id": "morning#2026-11-24#r1", "candidates": {"personalised": ["a5", "a4"]}}
    return {"surface": "home", "limit": 4, "candidates": {"trending": ["a3"]}, "requests": [request]} | changed


def test_each_reader_gets_a_list_with_sources_and_reasons(postprocess: Postprocess, on_shelf: None) -> None:
    second = {"reader_id": "r2", "list_id": "morning#2026-11-24#r2", "exclude": ["a3"]}
    answer = postprocess(wanted(requests=[*wanted()["requests"], second]))
    first_list, second_list = answer["lists"]
    assert (first_list["reader_id"], second_list["reader_id"]) == ("r1", "r2")
    assert {item["article_id"] for item in first_list["items"]} >= {"a5", "a4", "a3"}
    assert "a3" not in {item["article_id"] for item in second_list["items"]}
    assert all(item["reason"]["text"] for listed in answer["lists"] for item in listed["items"])
    assert first_list["degraded"] == second_list["degraded"] == []


def test_the_same_request_gives_the_same_list(postprocess: Postprocess, on_shelf: None) -> None:
    now = {"now": datetime.now(UTC).isoformat()}
    first_answer = postprocess(wanted(**now))
    assert len(first_answer["lists"][0]["items"]) == 4
    assert postprocess(wanted(**now)) == first_answer


def test_a_model_that_did_not_answer_is_marked(postprocess: Postprocess, on_shelf: None) -> None:
    [listed] = postprocess(wanted(candidates={"trending": None}))["lists"]
    assert listed["degraded"] == ["trending"]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"limit": 0}, "limit"),
        ({"candidates": {"popular": []}}, "candidates"),
        ({"colour": "red"}, "colour"),
        ({"requests": [{"list_id": "l"}]}, "requests.0.reader_id"),
    ],
)
def test_wrong_input_is_refused_by_name(postprocess: Postprocess, wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(ValidationError) as refused:
        postprocess(wanted(**wrong))
    assert any(".".join(map(str, error["loc"])).startswith(named) for error in refused.value.errors())
