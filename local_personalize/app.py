"""The server: from HTTP to operations and back."""

import os
import re
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from local_personalize.errors import InvalidInputError, ServiceError, UnknownOperationError, not_built
from local_personalize.faults import Faults
from local_personalize.identifiers import unique_id
from local_personalize.local_paths import LocalPaths
from local_personalize.metrics import Metrics
from local_personalize.operations import OPERATIONS, resume
from local_personalize.service import Call, Service
from local_personalize.throttling import Throttling
from local_personalize.wire.apis import Apis, Operation
from local_personalize.wire.json_text import parse_json, without_nulls

CREDENTIAL = re.compile(r"Credential=[^/,]+/\d{8}/([^/,]+)/")
DEFAULT_REGION = "us-east-1"


class Server:
    """Answers the three APIs and the `/_local` paths for one service: an ASGI application.

    With `checks_answers` every answer is held against the service's models, which costs as much as a small answer.
    With `explains`, rankings can be asked for their reasons.
    """

    def __init__(self, service: Service, apis: Apis, *, checks_answers: bool = False, explains: bool = False) -> None:
        self.service = service
        self.apis = apis
        self.checks_answers = checks_answers
        self.metrics = Metrics(service.clock)
        self.throttling = Throttling(service.registry, service.clock)
        self.faults = Faults(tuple(operation.name for operation in (*apis.by_target.values(), *apis.by_path.values())))
        self.region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        local = LocalPaths(service, apis, self.metrics, self.throttling, self.faults, explains=explains)
        self.others = Starlette(routes=local.routes(), lifespan=self._lifespan)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The APIs are answered here, without the cost of a router; the rest is Starlette's."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.others(scope, receive, send)
        elif scope["path"] == "/":
            request = Request(scope, receive)
            target = request.headers.get("x-amz-target", "").rpartition(".")[2]
            await self._answer(request, self.apis.by_target.get(target), "application/x-amz-json-1.1", send)
        elif operation := self.apis.by_path.get(scope["path"]):
            await self._answer(Request(scope, receive), operation, "application/json", send)
        else:
            await self.others(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        del app
        resume(self.service)
        yield
        self.service.close()

    async def _answer(self, request: Request, operation: Operation | None, media_type: str, send: Send) -> None:
        try:
            body = await request.body()
        except ClientDisconnect:
            return
        with self.metrics.measure(operation.name if operation else "Unknown") as outcome:
            try:
                status, answer = 200, await self._perform(operation, body, self._region_of(request))
            except ServiceError as error:
                is_control = operation is not None and operation.service == "personalize"
                status = 400 if is_control and error.status < 500 else error.status
                answer = {"__type": error.code, "message": error.message}
                outcome.error = error.code
            except Exception:
                traceback.print_exc(file=sys.stderr)
                status = 500
                answer = {"__type": "InternalFailure", "message": "An internal error; see the server's log."}
                outcome.error = "InternalFailure"
        headers = {"x-amzn-RequestId": unique_id()}
        if outcome.error:
            headers["x-amzn-errortype"] = outcome.error
        await Response(orjson.dumps(answer), status, headers, media_type)(request.scope, request.receive, send)

    async def _perform(self, operation: Operation | None, body: bytes, region: str) -> dict[str, Any]:
        if operation is None:
            raise UnknownOperationError("The request names no operation of this API.")
        given = _read(operation, body)
        if self.faults.all:
            await self.faults.strike(operation.name, given)
        if self.throttling.enabled:
            self.throttling.check(operation.name, given)
        handler = OPERATIONS.get(operation.name)
        if handler is None:
            raise not_built(f"The operation {operation.name}")
        answer = handler(self.service, given, Call(operation, region))
        if self.checks_answers:
            _check_answer(operation, answer)
        return answer

    def _region_of(self, request: Request) -> str:
        if self.region:
            return self.region
        scope = CREDENTIAL.search(request.headers.get("authorization", ""))
        return scope[1] if scope else DEFAULT_REGION


def _read(operation: Operation, body: bytes) -> dict[str, Any]:
    """The members of a request; InvalidInputError if it breaks a rule of the models."""
    try:
        given = parse_json(body.decode() or "{}")
    except ValueError as error:
        raise InvalidInputError(f"The body is not JSON: {error}") from error
    wrong: list[str] = []
    operation.check_request(given, "", wrong)
    if wrong:
        errors = "error" if len(wrong) == 1 else "errors"
        raise InvalidInputError(f"{len(wrong)} validation {errors} detected: {'; '.join(wrong)}")
    if b"null" not in body:
        return given
    try:
        return without_nulls(given)
    except ValueError as error:
        raise InvalidInputError(f"The body cannot be read: {error}") from error


def _check_answer(operation: Operation, answer: dict[str, Any]) -> None:
    wrong: list[str] = []
    operation.check_answer(answer, "", wrong)
    if wrong:
        raise TypeError(f"{operation.name}: wrong answer: {'; '.join(wrong)}")
