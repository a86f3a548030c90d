"""One-click unsubscribing as mailbox providers and readers use it."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from newsrec.aws.unsubscriptions import Unsubscriptions
from newsrec.digest.markup import read_markup
from newsrec.digest.unsubscribing import unsubscribe_token
from newsrec.serving.signing import SigningKey
from tests.integration.api.conftest import KEY, Context

Call = Callable[..., dict[str, Any]]

TOKEN = unsubscribe_token("r1", "morning", SigningKey(KEY))
ONE_CLICK = "List-Unsubscribe=One-Click"
MULTIPART = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
WRONG = [None, "", "abc", TOKEN[:-1], unsubscribe_token("r1", "morning", SigningKey("another key")), "\u00e9.\u00e9"]


@pytest.fixture
def call(tables: None, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls the function with a method, a token and a body, and no cookie or credential."""
    for name, value in {
        "DIGEST_LEDGER_TABLE": "digest-ledger",
        "SIGNING_SECRET_NAME": "signing",
        "POWERTOOLS_SERVICE_NAME": "unsubscribe",
        "POWERTOOLS_METRICS_NAMESPACE": "NewsRecommender",
    }.items():
        monkeypatch.setenv(name, value)
    boto3.client("secretsmanager").create_secret(Name="signing", SecretString=KEY)
    from lambdas import signing
    from lambdas.unsubscribe import handler

    signing.kept_secret.cache_clear()

    def call(method: str, token: str | None, *, body: str | None = None) -> dict[str, Any]:
        query = None if token is None else {"token": token}
        event = {
            "httpMethod": method,
            "path": "/unsubscribe",
            "resource": "/unsubscribe",
            "headers": {"Content-Type": "application/x-www-form-urlencoded"},
            "multiValueHeaders": {"Content-Type": ["application/x-www-form-urlencoded"]},
            "queryStringParameters": query,
            "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} if query else None,
            "requestContext": {"requestId": "request-1", "path": "/v1/unsubscribe"},
            "body": body,
            "isBase64Encoded": False,
        }
        answer = handler.handler(event, Context())  # type: ignore[arg-type]
        return answer | {"headers": {name: values[0] for name, values in answer["multiValueHeaders"].items()}}

    return call


def left() -> set[str]:
    return Unsubscriptions("digest-ledger").among(["r1", "r2"], "morning")


@pytest.mark.parametrize("body", [ONE_CLICK, MULTIPART, "confirm", "", None])
def test_a_post_takes_the_reader_out_and_answers_a_page_without_a_redirect(call: Call, body: str | None) -> None:
    answer = call("POST", TOKEN, body=body)
    assert answer["statusCode"] == 200
    assert answer["headers"].keys() & {"Location", "Set-Cookie"} == set()
    assert "You are unsubscribed" in read_markup(answer["body"]).text
    assert left() == {"r1"}


def test_the_same_post_twice_is_fine(call: Call) -> None:
    assert [call("POST", TOKEN, body=ONE_CLICK)["statusCode"] for _ in range(2)] == [200, 200]
    assert left() == {"r1"}


def test_a_get_only_asks_because_scanners_open_links(call: Call) -> None:
    answer = call("GET", TOKEN)
    assert answer["statusCode"] == 200
    page = read_markup(answer["body"])
    assert [form["method"] for form in page.named("form")] == ["post"]
    assert "Unsubscribe" in page.text
    assert left() == set()


@pytest.mark.parametrize("token", WRONG)
def test_a_wrong_link_is_refused_and_nobody_is_taken_out(call: Call, token: str | None) -> None:
    posted = call("POST", token, body=ONE_CLICK)
    assert posted["statusCode"] == 400
    assert posted["headers"]["Content-Type"] == "application/problem+json"
    assert json.loads(posted["body"])["errors"][0]["parameter"] == "token"
    asked = call("GET", token)
    assert asked["statusCode"] == 400
    assert "This link is not valid" in read_markup(asked["body"]).text
    assert left() == set()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whatever_is_wrong_with_a_link_is_answered_alike(call: Call, method: str) -> None:
    assert len({call(method, token)["body"] for token in WRONG}) == 1


@pytest.mark.parametrize(("method", "token"), [("GET", TOKEN), ("POST", TOKEN), ("GET", "abc")])
def test_pages_are_kept_by_nobody_run_nothing_and_do_not_pass_the_link_on(call: Call, method: str, token: str) -> None:
    answer = call(method, token)
    headers = answer["headers"]
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    page = read_markup(answer["body"])
    assert [html["lang"] for html in page.named("html")] == ["en"]
    assert len(list(page.named("h1"))) == 1
    assert list(page.named("script")) == []


def test_a_ledger_that_is_away_asks_to_try_again(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_LEDGER_TABLE", "nowhere")
    answer = call("POST", TOKEN, body=ONE_CLICK)
    assert answer["statusCode"] == 503
    assert "not unsubscribed yet" in read_markup(answer["body"]).text
