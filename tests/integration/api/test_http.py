"""What every answer of the API keeps to, whatever it is about: caches, browsers, errors, health."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus

import pytest

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.clients import client
from newsrec.model import ArticleStatus
from tests.integration.api.conftest import Call, bearer
from tests.integration.key_server import KeyServer
from tests.unit.newsrec.records import article

HOME = "/recommendations"
ORIGIN = {"Origin": "https://m.news.example"}
CACHED = "public, max-age=30, stale-while-revalidate=60, stale-if-error=600"

REQUESTS: Mapping[str, tuple[int, str, str, Mapping[str, str]]] = {
    "a list": (200, "GET", HOME, {}),
    "a wrong credential": (401, "GET", HOME, {"Authorization": "Bearer made-up"}),
    "no scope": (403, "GET", HOME, {"X-Reader-Id": "r9"}),
    "no such address": (404, "GET", "/nowhere", {}),
    "no such method": (405, "PATCH", "/events", {}),
    "a wrong body": (400, "POST", "/events", {}),
    "health": (200, "GET", "/health", {}),
}


@pytest.mark.parametrize("request_", REQUESTS)
def test_every_answer_is_safe_and_readable_for_the_pages_of_the_settings_alone(call: Call, request_: str) -> None:
    status, method, path, headers = REQUESTS[request_]
    answer = call(method, path, headers=ORIGIN | headers)
    assert answer.status == status
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN["Origin"]
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert {"ETag", "X-Request-Id"} <= set(answer.headers["Access-Control-Expose-Headers"].split(","))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert answer.headers["X-Request-Id"] == "request-1"
    assert "Origin" in answer.headers["Vary"].split(", ")
    other = call(method, path, headers=dict(headers) | {"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in other.headers


@pytest.mark.parametrize("request_", [name for name, request in REQUESTS.items() if request[0] >= 400])
def test_every_error_is_a_problem_that_nobody_keeps(call: Call, request_: str) -> None:
    status, method, path, headers = REQUESTS[request_]
    answer = call(method, path, headers=headers)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.body["status"], answer.body["instance"]) == (status, "request-1")
    assert answer.body["type"].startswith("urn:newsrec:problem:") and answer.body["title"] and answer.body["detail"]


def test_a_wrong_method_is_told_the_right_ones(call: Call) -> None:
    answer = call("POST", "/me/preferences", headers=bearer())
    assert (answer.status, answer.headers["Allow"]) == (405, "DELETE, GET, PUT")


def test_an_invalid_credential_is_told_which_kind_is_wanted(call: Call) -> None:
    answer = call("GET", HOME, headers={"Authorization": "Bearer made-up"})
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.usefixtures("on_shelf")
def test_a_list_for_nobody_may_be_kept_half_a_minute_and_a_reader_s_not_at_all(call: Call) -> None:
    nobody = call("GET", HOME)
    assert nobody.headers["Cache-Control"] == CACHED
    vary = set(nobody.headers["Vary"].split(", "))
    assert {"Accept-Language", "Authorization", "Cookie", "Sec-GPC", "X-Reader-Id"} <= vary
    for headers in (bearer(), bearer() | {"Sec-GPC": "1"}):
        own = call("GET", HOME, headers=headers)
        assert own.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in own.headers
        assert set(own.headers["Vary"].split(", ")) == vary
    assert (
        call("GET", HOME, headers=bearer(None), query={"explain": "true"})
        .headers["Cache-Control"]
        .startswith("private")
    )


@pytest.mark.usefixtures("on_shelf")
def test_a_kept_list_is_confirmed_until_its_contents_change(call: Call) -> None:
    first, second = call("GET", HOME), call("GET", HOME)
    assert first.body["list_id"] != second.body["list_id"]
    tag = {"If-None-Match": f'"other", {first.headers["ETag"]}'}
    confirmed = call("GET", HOME, headers=tag)
    assert (confirmed.status, confirmed.body) == (HTTPStatus.NOT_MODIFIED, None)
    assert (confirmed.headers["ETag"], confirmed.headers["Cache-Control"]) == (first.headers["ETag"], CACHED)
    ArticlesTable("articles").put(article("a0", updated_at=datetime.now(UTC), status=ArticleStatus.WITHDRAWN))
    changed = call("GET", HOME, headers=tag)
    assert changed.status == 200
    assert "a0" not in [item["article"]["id"] for item in changed.body["items"]]


@pytest.mark.usefixtures("on_shelf")
def test_a_reader_s_list_is_never_confirmed_by_a_tag_of_nobody_s(call: Call) -> None:
    tag = {"If-None-Match": call("GET", HOME).headers["ETag"]}
    assert call("GET", HOME, headers=bearer() | tag).status == 200


def test_while_the_keys_of_tokens_are_away_a_reader_is_not_called_invalid(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN_JWKS_URL", "http://127.0.0.1:9/jwks.json")
    answer = call("GET", HOME, headers=bearer())
    assert (answer.status, answer.body["type"]) == (503, "urn:newsrec:problem:unavailable")
    assert int(answer.headers["Retry-After"]) > 0


def test_who_sends_no_token_needs_no_keys(call: Call, published_keys: KeyServer) -> None:
    before = published_keys.reads
    assert call("GET", HOME).status == 200
    assert published_keys.reads == before


@pytest.mark.parametrize("path", ["/health", "/health/live"])
def test_the_api_lives_whatever_is_away(call: Call, path: str) -> None:
    client("dynamodb").delete_table(TableName="articles")
    answer = call("GET", path)
    assert (answer.status, answer.body, answer.headers["Cache-Control"]) == (200, {"status": "ok"}, "no-store")


def test_the_api_is_ready_while_the_article_store_answers(call: Call) -> None:
    assert call("GET", "/health/ready").status == 200


def test_the_api_is_not_ready_without_the_article_store(call: Call) -> None:
    client("dynamodb").delete_table(TableName="articles")
    answer = call("GET", "/health/ready")
    assert (answer.status, answer.headers["Content-Type"]) == (503, "application/problem+json")
