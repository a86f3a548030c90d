"""DynamoDB, SQS and Amazon Personalize's event side in memory, answering boto3's calls in this process.

A call is answered where botocore would send it, so requests are written as always; botocore's check of their parameters
is left out, as it would take a third of the time.
"""

import json
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from types import SimpleNamespace
from typing import Any, Final

import boto3
import botocore.session
from botocore.config import Config

from benchmarks.ingestion.tables import Refusal, Tables
from newsrec.aws.clients import client

TABLE_KEYS: Final = {
    "articles": ("article_id",),
    "just-published": ("article_id",),
    "reader-interests": ("reader_id", "entry"),
    "article-clicks": ("window", "article_id"),
    "awaiting-article": ("article_id", "event_id"),
}
ENVIRONMENT: Final = {
    "AWS_ACCESS_KEY_ID": "benchmark",
    "AWS_SECRET_ACCESS_KEY": "benchmark",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "ARTICLES_TABLE": "articles",
    "JUST_PUBLISHED_TABLE": "just-published",
    "READER_INTERESTS_TABLE": "reader-interests",
    "ARTICLE_CLICKS_TABLE": "article-clicks",
    "AWAITING_ARTICLE_TABLE": "awaiting-article",
    "TRACKING_ID": "tracking",
    "ITEMS_DATASET_ARN": "arn:aws:personalize:eu-west-1:000000000000:dataset/news/ITEMS",
    "DEAD_LETTER_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/000000000000/dead-letters",
    "POWERTOOLS_SERVICE_NAME": "benchmark",
    "POWERTOOLS_METRICS_NAMESPACE": "NewsRecommender",
}
"""What a consumer finds in its environment."""

_THROTTLED: Final = {
    "dynamodb": "ProvisionedThroughputExceededException",
    "personalize-events": "ThrottlingException",
    "sqs": "RequestThrottled",
}


class Crash(BaseException):
    """The function's process dies here, so nothing in the function may catch it."""


@dataclass
class Faults:
    """How often a call is throttled, and how often the process dies before or after one; dead, it calls no more."""

    chance: random.Random
    throttled: float = 0
    crashes: float = 0
    dead: bool = False
    crashed: int = 0

    def before(self, service: str, writes: int) -> None:
        """`writes` is the number of those in a transaction: it meets other transactions as often as it is throttled."""
        if self.dead:
            raise Crash
        if self.chance.random() < self.crashes:
            self._die()
        if self.chance.random() < self.throttled:
            raise Refusal(_THROTTLED[service], "slow down")
        if writes and self.chance.random() < self.throttled:
            reasons = [{"Code": "TransactionConflict"}, *[{"Code": "None"}] * (writes - 1)]
            raise Refusal("TransactionCanceledException", "Transaction cancelled", CancellationReasons=reasons)

    def after(self) -> None:
        if self.chance.random() < self.crashes:
            self._die()

    def _die(self) -> None:
        self.dead = True
        self.crashed += 1
        raise Crash


@dataclass
class Services:
    """What the consumers' outside systems know. An event that is told twice is known once, as the service has it."""

    faults: Faults
    tables: Tables = field(default_factory=lambda: Tables(TABLE_KEYS))
    events: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Events known to Amazon Personalize by their id, each with its reader and session."""
    items: dict[str, str] = field(default_factory=dict)
    letters: list[str] = field(default_factory=list)
    """The bodies in the dead-letter queue."""
    calls: int = 0
    _lock: Lock = field(default_factory=Lock)

    def answer(self, model: Any, params: Mapping[str, Any], **_: object) -> tuple[object, Mapping[str, Any]]:
        """What botocore takes in place of sending the request."""
        service: str = model.service_model.service_name
        self.calls += 1
        request = json.loads(params["body"])
        try:
            self.faults.before(service, len(request.get("TransactItems", ())))
            answer = self._answer(service, model.name, request)
            self.faults.after()
        except Refusal as refusal:
            error = {"Error": {"Code": refusal.code, "Message": refusal.message}}
            return SimpleNamespace(status_code=400), error | refusal.more | {"ResponseMetadata": {}}
        return SimpleNamespace(status_code=200), answer | {"ResponseMetadata": {}}

    def _answer(self, service: str, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        if service == "dynamodb":
            return self.tables.call(operation, request)
        with self._lock:
            match operation:
                case "PutEvents":
                    whose = {"userId": request["userId"], "sessionId": request["sessionId"]}
                    self.events |= {event["eventId"]: event | whose for event in request["eventList"]}
                case "PutItems":
                    self.items |= {item["itemId"]: item["properties"] for item in request["items"]}
                case "SendMessage":
                    self.letters.append(request["MessageBody"])
                case _:
                    raise NotImplementedError(operation)
        return {}


@contextmanager
def answering(services: Services) -> Iterator[None]:
    """Every boto3 client of this process is answered by these services."""
    session: Any = botocore.session.get_session()
    session.set_default_client_config(Config(parameter_validation=False))
    session.register("before-call", services.answer)
    boto3.setup_default_session(botocore_session=session)
    client.cache_clear()
    try:
        yield
    finally:
        boto3.setup_default_session()
        client.cache_clear()
