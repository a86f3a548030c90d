"""The consumers' outside systems: SQS by moto, Amazon Personalize as a record of what it was told.

DynamoDB is moto's, or the quicker one that is checked against it in `tests/unit/benchmarks/test_ingestion_tables.py`.
Any call can be made to fail, before it reaches the service or after, by its number within an invocation.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import boto3
from boto3.dynamodb.types import TypeDeserializer

from benchmarks.ingestion.tables import Refusal, Tables
from newsrec.aws.clients import client

CRASH_BEFORE, CRASH_AFTER, THROTTLE, CONFLICT, MEANWHILE, HURRY = (
    "crash before",
    "crash after",
    "throttle",
    "conflict",
    "meanwhile",
    "hurry",
)


class Crash(BaseException):
    """The function's process dies here, so nothing in the function may catch it."""


@dataclass
class Outside:
    tables: Tables | None = None
    """Instead of moto's."""
    faults: Mapping[int, str] = field(default_factory=dict)
    """What happens to which call of an invocation."""
    meanwhile: Callable[[], None] = lambda: None
    """What else runs while a call waits."""
    calls: int = 0
    events: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Events known to Amazon Personalize by id; it ignores those whose id it knows."""
    catalogue: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    nested: bool = False

    def attach(self) -> None:
        """To every client that is made from now on."""
        boto3.setup_default_session()
        events: Any = boto3.DEFAULT_SESSION.events  # type: ignore[union-attr]
        events.register("before-call", self._before)
        events.register("after-call", self._after)
        client.cache_clear()

    def begin(self, faults: Mapping[int, str]) -> None:
        self.faults, self.calls = faults, 0

    def milliseconds_left(self) -> int:
        hurried = any(number <= self.calls for number, fault in self.faults.items() if fault == HURRY)
        return 1_000 if hurried else 60_000

    def _before(self, model: Any, params: Mapping[str, Any], **_: object) -> tuple[object, Mapping[str, Any]] | None:
        if self.nested:
            return self._answer(model, params)
        self.calls += 1
        match self.faults.get(self.calls):
            case "crash before":
                raise Crash
            case "throttle":
                return _refusal("ThrottlingException")
            case "conflict" if model.name == "TransactWriteItems":
                writes = json.loads(params["body"])["TransactItems"]
                reasons = [{"Code": "None"}] * (len(writes) - 1) + [{"Code": "TransactionConflict"}]
                return _refusal("TransactionCanceledException", CancellationReasons=reasons)
            case "meanwhile":
                self.nested = True
                try:
                    self.meanwhile()
                finally:
                    self.nested = False
            case _:
                pass
        return self._answer(model, params)

    def _after(self, **_: object) -> None:
        if not self.nested and self.faults.get(self.calls) == CRASH_AFTER:
            raise Crash

    def _answer(self, model: Any, params: Mapping[str, Any]) -> tuple[object, Mapping[str, Any]] | None:
        service = model.service_model.service_name
        if service == "sqs" or (service == "dynamodb" and self.tables is None):
            return None
        request = json.loads(params["body"])
        if self.tables and service == "dynamodb":
            try:
                return _ANSWERED, self.tables.call(model.name, request) | {"ResponseMetadata": {}}
            except Refusal as refusal:
                return _refusal(refusal.code, **refusal.more)
        if model.name == "PutEvents":
            refused = any(event["itemId"] == REFUSED_BY_MODELS for event in request["eventList"])
            if refused or len(request["eventList"]) > 10:
                return _refusal("InvalidInputException")
            for event in request["eventList"]:
                told = (request["userId"], request["sessionId"], event["itemId"], event["eventType"])
                self.events.setdefault(event["eventId"], told)
        else:
            self.catalogue |= {item["itemId"]: json.loads(item["properties"]) for item in request["items"]}
        return _ANSWERED, {"ResponseMetadata": {}}

    def scan(self, table: str) -> Iterator[dict[str, Any]]:
        moto: Any = client("dynamodb")
        deserialize: Any = TypeDeserializer().deserialize
        for item in self.tables.items(table) if self.tables else moto.scan(TableName=table)["Items"]:
            yield {name: deserialize(value) for name, value in item.items()}


REFUSED_BY_MODELS = "article-that-no-model-takes"
_ANSWERED = SimpleNamespace(status_code=200)


def _refusal(code: str, **more: object) -> tuple[object, Mapping[str, Any]]:
    error = {"Error": {"Code": code, "Message": "refused"}, "ResponseMetadata": {}}
    return SimpleNamespace(status_code=400), error | more


class DeadLetterQueue:
    """The queue as Lambda and the operators use it; no fault comes between."""

    def __init__(self) -> None:
        self._sqs: Any = boto3.session.Session().client("sqs")
        self.url: str = self._sqs.create_queue(QueueName="dead-letters")["QueueUrl"]

    def send(self, body: str) -> None:
        self._sqs.send_message(QueueUrl=self.url, MessageBody=body)

    def take_all(self) -> list[str]:
        """The bodies of all messages, which are taken out."""
        found: list[str] = []
        while messages := self._sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                found.append(message["Body"])
                self._sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return found
