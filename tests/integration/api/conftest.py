"""The API function as Lambda calls it, over the product's tables, with no model to ask."""

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from json import dumps, loads
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.clients import client
from newsrec.aws.just_published import JustPublishedTable
from newsrec.serving.asking import TimeBudget
from newsroom.preview.tokens import AUDIENCE, ISSUER, SCOPE, WebsiteKey, reader_token
from newsroom.processes import HOST, free_port
from tests.integration.api.faulty import MODELS, Models, runtime
from tests.integration.key_server import KeyServer, publishing
from tests.unit.newsrec.records import article

KEY = "a key that is long enough for HMAC"
WEBSITE_KEY = WebsiteKey()


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


@pytest.fixture(scope="session")
def published_keys() -> Iterator[KeyServer]:
    with publishing(WEBSITE_KEY.key_set) as server:
        yield server


@pytest.fixture
def call(tables: None, published_keys: KeyServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
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
        "SERVED_LISTS_TABLE": "served-lists",
        "SURFACE_DOCUMENTS_TABLE": "surface-documents",
        "DATA_BUCKET": "data",
        "SIGNING_SECRET_NAME": "signing",
        "TOKEN_ISSUER": ISSUER,
        "TOKEN_AUDIENCE": AUDIENCE,
        "TOKEN_JWKS_URL": published_keys.url,
        "ALLOWED_ORIGINS": "https://news.example,https://m.news.example",
        "TIME_BUDGET": dumps(dict.fromkeys((field.name for field in fields(TimeBudget)), 20)),
        "POWERTOOLS_SERVICE_NAME": "api",
        "POWERTOOLS_METRICS_NAMESPACE": "NewsRecommender",
        "AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME": nowhere,
    }.items():
        monkeypatch.setenv(name, value)
    boto3.client("secretsmanager").create_secret(Name="signing", SecretString=KEY)
    boto3.client("s3").create_bucket(Bucket="data", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    boto3.client("kinesis").create_stream(StreamName="interactions", ShardCount=1)
    from lambdas import signing, surfaces
    from lambdas.api import handler, health, wiring

    once = (wiring.sources, wiring.interactions_stream, wiring.token_keys, wiring.site, signing.kept_secret)
    for made_once in (*once, health.article_store_answers, surfaces.surfaces):
        made_once.cache_clear()

    def call(
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
        json: object = None,
        is_base64: bool = False,
    ) -> Answer:
        body = body if json is None else dumps(json)
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
            "isBase64Encoded": is_base64,
        }
        answer = handler.handler(event, Context())  # type: ignore[arg-type]
        flat = {name: values[0] for name, values in answer["multiValueHeaders"].items()}
        return Answer(answer["statusCode"], flat, loads(answer["body"]) if answer["body"] else None)

    yield call


@pytest.fixture
def on_shelf(tables: None) -> None:
    """Six articles of the last hour."""
    now = datetime.now(UTC)
    for number in range(6):
        fresh = article(f"a{number}", published_at=now - timedelta(minutes=5 + number), topics=(f"topic {number}",))
        ArticlesTable("articles").put(fresh)
        JustPublishedTable("just-published").offer(fresh)


@pytest.fixture
def models(call: Call, on_shelf: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Models]:
    """Both models name eight articles each."""
    now = datetime.now(UTC)
    models = Models(ids={campaign: [f"{campaign}{number}" for number in range(8)] for campaign in MODELS.values()})
    for campaign, ids in models.ids.items():
        for article_id in ids:
            published = now - timedelta(hours=5)
            ArticlesTable("articles").put(
                article(article_id, published_at=published, topics=(f"{campaign} {article_id}",))
            )
    with runtime(models) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME", address)
        yield models


def bearer(reader_id: str | None = "r1", *, scope: str = SCOPE, key: WebsiteKey = WEBSITE_KEY) -> dict[str, str]:
    return {"Authorization": f"Bearer {reader_token(reader_id, key=key, now=datetime.now(UTC), scope=scope)}"}


class Consumer(Context):
    def get_remaining_time_in_millis(self) -> int:
        return 300_000


@pytest.fixture
def told(call: Call) -> Iterator[list[dict[str, Any]]]:
    """The calls of PutEvents."""
    calls: list[dict[str, Any]] = []

    def put_events(params: Mapping[str, Any], **_: object) -> tuple[object, Mapping[str, object]]:
        calls.append(loads(params["body"]))
        return SimpleNamespace(status_code=200), {"ResponseMetadata": {}}

    client("personalize-events").meta.events.register("before-call.personalize-events.PutEvents", put_events)
    yield calls


@pytest.fixture
def consume(call: Call, told: list[Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """Has the consumer of interactions read the whole stream from its beginning, as often as it is called."""
    monkeypatch.setenv("AWAITING_ARTICLE_TABLE", "awaiting-article")
    monkeypatch.setenv("TRACKING_ID", "tracking")
    monkeypatch.setenv("DEAD_LETTER_QUEUE_URL", boto3.client("sqs").create_queue(QueueName="dead-letters")["QueueUrl"])
    from lambdas.ingest_interactions import handler

    def consume() -> Any:
        kinesis = client("kinesis")
        shard = kinesis.list_shards(StreamName="interactions")["Shards"][0]["ShardId"]
        start = kinesis.get_shard_iterator(StreamName="interactions", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        records = [
            {
                "eventID": f"{shard}:{record['SequenceNumber']}",
                "kinesis": {
                    "sequenceNumber": record["SequenceNumber"],
                    "data": base64.b64encode(record["Data"]).decode(),
                    "approximateArrivalTimestamp": record["ApproximateArrivalTimestamp"].timestamp(),
                },
            }
            for record in kinesis.get_records(ShardIterator=start["ShardIterator"])["Records"]
        ]
        answer = handler.handler({"Records": records}, Consumer())  # type: ignore[arg-type]
        assert answer == {"batchItemFailures": []}

    return consume
