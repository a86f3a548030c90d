"""The API function as Lambda calls it, over the product's tables, with no model to ask."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.just_published import JustPublishedTable
from newsroom.preview.tokens import reader_token
from newsroom.processes import HOST, free_port
from tests.unit.newsrec.records import article

KEY = "a key that is long enough for HMAC"


@dataclass(frozen=True)
class Context:
    function_name: str = "api"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:000000000000:function:api"
    aws_request_id: str = "test"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any


Call = Callable[..., Answer]


@pytest.fixture
def call(tables: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Calls the function with a method, a path, and what else the request holds."""
    nowhere = f"http://{HOST}:{free_port()}"
    for name, value in {
        "ARTICLES_TABLE": "articles",
        "JUST_PUBLISHED_TABLE": "just-published",
        "READER_INTERESTS_TABLE": "reader-interests",
        "ARTICLE_CLICKS_TABLE": "article-clicks",
        "PERSONALISED_CAMPAIGN_ARN": "arn:aws:personalize:eu-west-1:000000000000:campaign/p",
        "TRENDING_CAMPAIGN_ARN": "arn:aws:personalize:eu-west-1:000000000000:campaign/t",
        "UNREAD_FILTER_ARN": "arn:aws:personalize:eu-west-1:000000000000:filter/f",
        "INTERACTIONS_STREAM_NAME": "interactions",
        "READER_TOKEN_SECRET_NAME": "reader-token",
        "ALLOWED_ORIGINS": "https://news.example,https://m.news.example",
        "POWERTOOLS_SERVICE_NAME": "api",
        "POWERTOOLS_METRICS_NAMESPACE": "NewsRecommender",
        "AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME": nowhere,
    }.items():
        monkeypatch.setenv(name, value)
    boto3.client("secretsmanager").create_secret(Name="reader-token", SecretString=KEY)
    boto3.client("kinesis").create_stream(StreamName="interactions", ShardCount=1)
    from lambdas.api import handler, wiring

    for made_once in (wiring.sources, wiring.interactions_stream, wiring.signing_key):
        made_once.cache_clear()

    def call(
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
    ) -> Answer:
        event = {
            "httpMethod": method,
            "path": path,
            "resource": path,
            "headers": dict(headers or {}),
            "multiValueHeaders": {name: [value] for name, value in (headers or {}).items()},
            "queryStringParameters": dict(query) if query else None,
            "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} if query else None,
            "requestContext": {"requestId": "request-1", "path": f"/v1{path}"},
            "body": body,
            "isBase64Encoded": False,
        }
        answer = handler.handler(event, Context())  # type: ignore[arg-type]
        flat = {name: values[0] for name, values in answer["multiValueHeaders"].items()}
        return Answer(answer["statusCode"], flat, json.loads(answer["body"]) if answer["body"] else None)

    yield call


@pytest.fixture
def on_shelf(tables: None) -> None:
    """Six articles of the last hour."""
    now = datetime.now(UTC)
    for number in range(6):
        fresh = article(f"a{number}", published_at=now - timedelta(minutes=5 + number), topics=(f"topic {number}",))
        ArticlesTable("articles").put(fresh)
        JustPublishedTable("just-published").offer(fresh)


def bearer(reader_id: str | None = "r1") -> dict[str, str]:
    return {"Authorization": f"Bearer {reader_token(reader_id, secret=KEY, now=datetime.now(UTC))}"}
