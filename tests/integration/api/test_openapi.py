"""The API does what its OpenAPI document says: every operation, asked over HTTP with whatever the document allows."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import positive_data_acceptance, unsupported_method

from lambdas.api.openapi import DOCUMENT
from lambdas.api.openapi.document import written
from lambdas.api.openapi.schemas import Forgotten, Preferences, Profile, RecommendationList
from newsrec.serving.identity import ANY_READER, EXPLAIN
from tests.integration.api.conftest import Call, Context, bearer
from tests.integration.api.http_server import serving

PER_OPERATION = 30

schema = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text()))


def test_the_document_is_valid_and_up_to_date() -> None:
    assert DOCUMENT.read_text() == written(), "run `python -m lambdas.api.openapi`"
    validate(json.loads(DOCUMENT.read_text()))


def test_the_document_is_handed_out(call: Call) -> None:
    assert call("GET", "/openapi.json").body == json.loads(DOCUMENT.read_text())


def test_the_document_names_the_methods_that_an_address_takes(call: Call) -> None:
    for path, item in schema.raw_schema["paths"].items():
        if path != "/unsubscribe":
            answer = call("PATCH", path.replace("{article_id}", "a1"))
            allowed = {method.strip().lower() for method in answer.headers["Allow"].split(",")}
            assert (answer.status, allowed) == (405, item.keys() - {"parameters"})


@pytest.fixture
def website(call: Call, on_shelf: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("DIGEST_LEDGER_TABLE", "digest-ledger")
    from lambdas.api import handler as api
    from lambdas.unsubscribe import handler as unsubscribe

    def function_for(path: str) -> Any:
        function = unsubscribe if path == "/unsubscribe" else api
        return lambda event: function.handler(event, Context())  # type: ignore[arg-type]

    with serving(function_for) as url:
        yield url


def asked(website: str, method: str, path: str, **request: Any) -> Any:
    """A good request's answer, after every check that it is as documented."""
    case = schema[path][method].Case(**request)
    answer = case.call_and_validate(base_url=website, headers=bearer(scope=EXPLAIN))
    assert answer.status_code < 300
    return answer.json()


def test_lists_hold_what_is_documented_and_nothing_else(website: str) -> None:
    first = asked(website, "GET", "/recommendations", query={"limit": 2})
    lists = [
        first,
        asked(website, "GET", "/recommendations", query={"limit": 2, "cursor": first["next_cursor"]}),
        asked(website, "GET", "/recommendations", query={"explain": "true", "topics": ["topic 1", "topic 2"]}),
        asked(website, "GET", "/articles/{article_id}/related", path_parameters={"article_id": "a1"}),
    ]
    for one in lists:
        assert RecommendationList.model_validate(one, extra="forbid").items


def test_what_is_a_readers_own_holds_what_is_documented_and_nothing_else(website: str) -> None:
    asked(website, "PUT", "/me/preferences", body={"languages": ["de-CH"]})
    said = asked(website, "GET", "/me/preferences")
    assert Preferences.model_validate(said, extra="forbid").languages == ["de-CH"]
    Profile.model_validate(asked(website, "GET", "/me/profile"), extra="forbid")
    Forgotten.model_validate(asked(website, "DELETE", "/me"), extra="forbid")


@schema.parametrize()
@settings(
    max_examples=PER_OPERATION,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
def test_every_operation_answers_as_documented(case: schemathesis.Case, website: str) -> None:
    # A cursor and a link are signed, and a surface has its own limits: no schema can say which of them are good.
    excluded = [positive_data_acceptance]
    if case.path == "/unsubscribe":
        excluded.append(unsupported_method)  # The gateway lets no other through to that function.
    case.call_and_validate(
        base_url=website,
        headers=bearer(f"reader of {case.operation.label}", scope=f"{EXPLAIN} {ANY_READER}"),
        excluded_checks=excluded,
    )
