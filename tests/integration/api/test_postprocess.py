"""The postprocessing function as the digest calls it."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import pytest
from pydantic import ValidationError

from newsrec.aws.articles import ArticlesTable
from newsrec.unavailable import Unavailable
from tests.integration.api.conftest import Call, Context, bearer
from tests.integration.api.faulty import Fault, Models, runtime
from tests.unit.newsrec.records import article

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
    reasons = {item["source"]: item["reason"] for item in first_list["items"]}
    assert (reasons["just_published"]["code"], reasons["personalised"]) == ("just_published", None)
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


@pytest.fixture
def models(call: Call, on_shelf: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Models]:
    """Both models know articles beside those on the shelf, and the lists are the same however often they are made."""
    models = Models(ids={"p": [f"p{number}" for number in range(12)], "t": ["p3", "a2", "p11", "gone"]})
    published = datetime.now(UTC) - timedelta(hours=5)
    for number, article_id in enumerate(models.ids["p"]):
        ArticlesTable("articles").put(article(article_id, published_at=published, topics=(f"topic {number % 4}",)))
    with runtime(models) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME", address)
        yield models


@pytest.mark.parametrize("fault", [None, "throttled", "empty"])
@pytest.mark.parametrize("query", [{"explain": "true"}, {"limit": "5", "topics": "topic 1,topic 2", "explain": "true"}])
def test_a_list_finished_apart_is_answered_like_one_finished_in_the_api(
    call: Call,
    postprocess: Postprocess,
    models: Models,
    query: dict[str, str],
    fault: Fault | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    models.faults = {"t": fault} if fault else {}
    sent: list[str] = []

    from lambdas.api import lists, wiring

    def invoke(function_name: str, payload: object, *, seconds: float) -> Any:
        sent.append(function_name)
        return json.loads(json.dumps(postprocess(json.loads(json.dumps(payload)))))

    class Still(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return asked_at

    asked_at = datetime.now(UTC)
    monkeypatch.setattr(lists, "datetime", Still)
    monkeypatch.setattr(wiring, "invoke", invoke)
    answers: list[dict[str, Any]] = []
    for function in ("", "postprocess"):
        monkeypatch.setenv("POSTPROCESS_FUNCTION", function)
        answer = call("GET", "/recommendations", query=query, headers=bearer())
        assert answer.status == 200
        answers.append(answer.body)
    assert sent == ["postprocess"]
    here, apart = (without_names(answer) for answer in answers)
    assert apart == here
    assert len(here["items"]) == int(query.get("limit", "10"))


def without_names(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer less what is new in every list: its id, and what is made of that."""
    items = [{name: value for name, value in item.items() if name != "impression_id"} for item in answer["items"]]
    return answer | {"items": items, "list_id": None, "next_cursor": answer["next_cursor"] is not None}


def test_when_the_function_is_away_the_api_finishes_the_list_and_says_so(
    call: Call, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lambdas.api import wiring

    def invoke(function_name: str, payload: object, *, seconds: float) -> Any:
        raise Unavailable(function_name)

    monkeypatch.setattr(wiring, "invoke", invoke)
    monkeypatch.setenv("POSTPROCESS_FUNCTION", "postprocess")
    answer = call("GET", "/recommendations", headers=bearer())
    assert (answer.status, answer.body["degraded"], len(answer.body["items"])) == (200, ["postprocess"], 10)


def test_a_list_by_a_surface_that_is_not_in_force_here_is_refused(postprocess: Postprocess, on_shelf: None) -> None:
    with pytest.raises(ValueError, match="surface_version: home-"):
        postprocess(wanted(surface_version="home-of-yesterday"))
