"""Sources that fail as a test says: a Personalize runtime that speaks HTTP, and tables behind the real client."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Event, Thread
from typing import Any, ClassVar, Literal

from botocore.awsrequest import AWSRequest, AWSResponse

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.clients import PATIENT
from newsrec.aws.dynamodb import tables
from newsroom.processes import HOST

Fault = Literal["slow", "throttled", "error", "absent", "empty"]
MODELS = {"personalised": "p", "trending": "t"}
"""The campaigns that the API has, by source."""
REFUSALS: Mapping[Fault, tuple[int, str]] = {
    "throttled": (400, "ThrottlingException"),
    "error": (500, "InternalServerException"),
    "absent": (404, "ResourceNotFoundException"),
}


@dataclass
class Models:
    """What each campaign answers, by the last part of its ARN, and how it fails instead."""

    ids: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    faults: dict[str, Fault] = field(default_factory=dict[str, Fault])
    asked: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    released: Event = field(default_factory=Event)


class _Runtime(BaseHTTPRequestHandler):
    models: ClassVar[Models]

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.models.asked.append(request)
        campaign = request["campaignArn"].rpartition("/")[2]
        fault = self.models.faults.get(campaign)
        if fault == "slow":
            self.models.released.wait()
        status, code = REFUSALS.get(fault, (200, "")) if fault else (200, "")
        ids = [] if fault == "empty" else self.models.ids.get(campaign, [])
        body = {"__type": code, "message": code} if code else {"itemList": [{"itemId": id} for id in ids]}
        answer = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("x-amzn-ErrorType", code)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def runtime(models: Models) -> Iterator[str]:
    """The address of the runtime."""
    with ThreadingHTTPServer((HOST, 0), type("Runtime", (_Runtime,), {"models": models})) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://{HOST}:{server.server_address[1]}"
        models.released.set()
        server.shutdown()


@contextmanager
def broken_table(table: str, fault: Fault) -> Iterator[None]:
    """The table's requests fail like that, for every client that the API has."""
    # Reads its environment when imported.
    from lambdas.api import wiring

    articles = wiring.sources().articles
    assert isinstance(articles, ArticlesTable)
    released = Event()

    def instead(request: AWSRequest, **_: Any) -> AWSResponse | None:
        if f'"{table}"'.encode() not in bytes(request.body or b""):
            return None
        if fault == "slow":
            released.wait()
        status, code = REFUSALS.get(fault, (500, "InternalServerError"))
        body = json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code}).encode()
        return AWSResponse(request.url, status, {"Content-Type": "application/x-amz-json-1.0"}, _Raw(body))

    clients = [tables(patience) for patience in (articles.patience, wiring.served_lists().patience, PATIENT)]
    for client in clients:
        client.meta.events.register_first("before-send.dynamodb", instead)
    yield
    released.set()
    for client in clients:
        client.meta.events.unregister("before-send.dynamodb", instead)


class _Raw(BytesIO):
    """A body as urllib3 gives it."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()
