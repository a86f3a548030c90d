"""The server behind the preview page, asked over HTTP."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import jwt
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from newsrec.transform import to_article
from tests.browser.serving import serving
from tests.unit.newsroom.preview.conftest import Opens
from tests.unit.newsroom.preview.newsrooms import ARTICLE, NOW, WEBSITE_KEY, Stream, newsroom, problem


@pytest.fixture(scope="module")
def client(client_of: Opens) -> httpx.Client:
    return client_of(newsroom())


@pytest.fixture(scope="module")
def api_url() -> Iterator[str]:
    """An API that answers with what it was asked."""

    async def echo(request: Request) -> Response:
        asked = {
            "method": request.method,
            "path": request.scope["raw_path"].decode(),
            "query": request.url.query,
            "headers": dict(request.headers),
            "body": (await request.body()).decode(),
        }
        return JSONResponse(asked, status_code=202, headers={"X-Request-Id": "q1", "set-cookie": "id=1"})

    async def packed(_request: Request) -> Response:
        return Response(gzip.compress(b"{}"), headers={"content-encoding": "gzip"})

    routes = [Route("/stage/packed", packed), Route("/stage/{path:path}", echo, methods=["GET", "POST", "PUT"])]
    with serving(Starlette(routes=routes)) as url:
        yield f"{url}/stage"


def test_the_api_gets_a_request_as_it_was_sent(api_url: str, client_of: Opens) -> None:
    client = client_of(newsroom(api_url=api_url))
    response = client.post(
        "/v1/events%2Fx?limit=1&limit=%C3%A9", content=b"body", headers={"Authorization": "Bearer t", "X-Odd": "1"}
    )
    asked = response.json()
    assert (asked["method"], asked["path"], asked["query"], asked["body"]) == (
        "POST",
        "/stage/events%2Fx",
        "limit=1&limit=%C3%A9",
        "body",
    )
    assert asked["headers"]["authorization"] == "Bearer t"
    assert asked["headers"]["x-odd"] == "1"
    assert asked["headers"]["host"] == api_url.split("/")[2]


def test_the_apis_answer_comes_back_as_it_is(api_url: str, client_of: Opens) -> None:
    client = client_of(newsroom(api_url=api_url))
    response = client.get("/v1/recommendations")
    packed = client.get("/v1/packed")
    assert response.status_code == 202
    assert response.headers["x-request-id"] == "q1"
    assert response.headers["set-cookie"] == "id=1"
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == {}


def test_a_path_cannot_climb_out_of_the_api(api_url: str, client_of: Opens) -> None:
    client = client_of(newsroom(api_url=api_url))
    problem(client.get("/v1/%2e%2e/other-stage/secret"), 404)


def test_an_api_that_cannot_be_reached_is_a_502(client: httpx.Client) -> None:
    assert "cannot be reached" in problem(client.get("/v1/recommendations"), 502)["detail"]


def test_readers_are_found_by_every_word_typed(client: httpx.Client) -> None:
    found = client.get("/newsroom/readers", params={"query": "chess ADA 7"}).json()
    assert [reader["reader_id"] for reader in found["readers"]] == ["r-7", "r-17", "r-27", "r-37", "r-47", "r-57"]
    assert found["newsroom"] == "The Test Courier"


def test_at_most_fifty_readers_come_at_once(client: httpx.Client) -> None:
    found = client.get("/newsroom/readers").json()
    assert len(found["readers"]) == 50
    assert found["total"] == 60


@pytest.mark.parametrize("reader_id", ["r-1", None])
def test_a_token_speaks_for_one_reader_or_nobody_and_may_explain(reader_id: str | None, client_of: Opens) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    client = client_of(newsroom(clock=lambda: now))
    answer = client.post("/newsroom/reader-token", json={"reader_id": reader_id}).json()
    claims = jwt.decode(answer["token"], WEBSITE_KEY.private.public_key(), algorithms=["EdDSA"], audience="newsrec")
    assert claims.get("sub") == reader_id
    assert claims["scope"] == "recommendations:explain"
    assert datetime.fromtimestamp(claims["exp"], UTC) == now + timedelta(minutes=15)
    assert datetime.fromisoformat(answer["expires_at"]) == now + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("body", "parameter"),
    [({}, "reader_id"), ({"reader_id": ""}, "reader_id"), ({"reader_id": None, "scope": "all"}, "scope"), ([], "body")],
)
def test_a_token_request_names_what_is_wrong(client: httpx.Client, body: object, parameter: str) -> None:
    (error,) = problem(client.post("/newsroom/reader-token", json=body), 400)["errors"]
    assert error["parameter"] == parameter


def test_a_form_of_another_site_cannot_post(client: httpx.Client) -> None:
    problem(client.post("/newsroom/articles", content="{}", headers={"content-type": "text/plain"}), 415)


def test_a_draft_published_as_it_is_goes_into_the_stream_as_of_now(client_of: Opens) -> None:
    stream = Stream()
    client = client_of(newsroom(stream))
    response = client.post("/newsroom/articles", json=client.get("/newsroom/draft").json())
    assert response.status_code == 201
    assert response.json()["article_id"] == "a-2"
    (put,) = stream.put
    assert (put.pop("stream"), put.pop("key")) == ("articles", "a-2")
    assert to_article(put).published_at == NOW


def test_a_draft_with_wrong_fields_is_refused_by_name(client_of: Opens) -> None:
    stream = Stream()
    response = client_of(newsroom(stream)).post(
        "/newsroom/articles", json={"article_id": "a-2", "title": " ", "headline": "x"}
    )
    wrong = {error["parameter"] for error in problem(response, 400)["errors"]}
    assert wrong == {"title", "url", "topics", "headline"}
    assert stream.put == []


def test_withdrawing_sends_the_same_record_withdrawn_and_newer(client_of: Opens) -> None:
    stream = Stream()
    response = client_of(newsroom(stream)).post("/newsroom/articles/a%2F1/withdraw", json={})
    assert response.status_code == 202
    withdrawn = {**ARTICLE, "status": "withdrawn", "updated_at": NOW.isoformat()}
    assert stream.put == [{"source": "bare", "record": withdrawn, "stream": "articles", "key": "a/1"}]


@pytest.mark.parametrize("path", ["/newsroom/articles/unknown", "/images/unknown.svg"])
def test_an_unknown_article_is_a_404_that_names_it(client: httpx.Client, path: str) -> None:
    (error,) = problem(client.get(path), 404)["errors"]
    assert (error["parameter"], error["code"]) == ("article_id", "unknown_article")
    problem(client.post("/newsroom/articles/unknown/withdraw", json={}), 404)


def test_an_article_is_told_as_its_record(client: httpx.Client) -> None:
    assert client.get("/newsroom/articles/a%2F1").json() == ARTICLE


def test_an_illustration_is_drawn_and_may_not_run_scripts(client: httpx.Client) -> None:
    response = client.get("/images/a%2F1.svg")
    assert response.headers["content-type"].startswith("image/svg+xml")
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "Harbour bridge" in response.text


def test_a_readers_history_has_titles_where_they_are_known(client: httpx.Client) -> None:
    articles = client.get("/newsroom/reader/r-1/history").json()["articles"]
    assert [(each["article_id"], each["title"], each["topics"]) for each in articles] == [
        ("a/1", ARTICLE["title"], ["local"]),
        ("gone", None, []),
    ]


@pytest.mark.parametrize("path", ["/", "/main.js", "/newsroom/readers", "/nowhere"])
def test_every_answer_allows_the_page_nothing_but_itself(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';" in policy
    assert policy.count("unsafe") == 1
    assert headers["x-content-type-options"] == "nosniff"


def test_another_host_name_is_refused(client: httpx.Client) -> None:
    assert client.get("/newsroom/readers", headers={"host": "attacker.example"}).status_code == 400


def test_unknown_paths_and_methods_are_problems_too(client: httpx.Client) -> None:
    problem(client.get("/newsroom/unknown"), 404)
    problem(client.delete("/newsroom/draft"), 405)


def test_a_failure_inside_is_a_500_that_tells_nothing(client_of: Opens) -> None:
    def fails() -> dict[str, object]:
        raise RuntimeError("the secret is 42")

    answer = problem(client_of(newsroom(draft=fails)).get("/newsroom/draft"), 500)
    assert "42" not in json.dumps(answer)


def test_articles_are_found_with_what_tells_them_apart(client: httpx.Client) -> None:
    found = client.get("/newsroom/articles", params={"query": "bridge"}).json()
    names = ("article_id", "title", "topics", "published_at")
    assert found == {"total": 1, "articles": [{name: ARTICLE[name] for name in names}]}
    assert client.get("/newsroom/articles", params={"query": " "}).json() == {"total": 0, "articles": []}
