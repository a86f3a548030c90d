"""The server: from HTTP to operations and back."""

import json
import os
import re
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local_personalize.clock import ManualClock
from local_personalize.errors import InvalidInputError, ServiceError, UnknownOperationError, not_built
from local_personalize.metrics import Metrics
from local_personalize.operations import OPERATIONS, resume
from local_personalize.service import Call, Service
from local_personalize.wire.apis import Apis, Operation

CREDENTIAL = re.compile(r"Credential=[^/,]+/\d{8}/([^/,]+)/")
DEFAULT_REGION = "us-east-1"


class Server:
    """Answers the three APIs and the `/_local` paths for one service."""

    def __init__(self, service: Service, apis: Apis) -> None:
        self.service = service
        self.apis = apis
        self.metrics = Metrics(service.clock)
        self.region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")

    def app(self) -> Starlette:
        """The ASGI application."""
        routes = [
            Route("/", self.control, methods=["POST"]),
            Route("/_local/health", self.health, methods=["GET"]),
            Route("/_local/metrics", self.show_metrics, methods=["GET"]),
            Route("/_local/clock", self.set_clock, methods=["POST"]),
            *(Route(path, self.data, methods=["POST"]) for path in self.apis.by_path),
        ]
        return Starlette(routes=routes, lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        del app
        resume(self.service)
        yield
        self.service.close()

    async def control(self, request: Request) -> Response:
        """The control API: the operation is in a header."""
        target = request.headers.get("x-amz-target", "").rpartition(".")[2]
        return await self._answer(request, self.apis.by_target.get(target), "application/x-amz-json-1.1")

    async def data(self, request: Request) -> Response:
        """The events and runtime APIs: the operation is in the path."""
        return await self._answer(request, self.apis.by_path[request.url.path], "application/json")

    async def _answer(self, request: Request, operation: Operation | None, media_type: str) -> Response:
        body = await request.body()
        name = operation.name if operation else "Unknown"
        with self.metrics.measure(name) as outcome:
            try:
                status, answer = 200, self._perform(operation, body, self._region_of(request))
            except ServiceError as error:
                status = 400 if operation and operation.service == "personalize" else error.status
                answer = {"__type": error.code, "message": error.message}
                outcome.error = error.code
            except Exception:
                traceback.print_exc(file=sys.stderr)
                status, answer = (
                    500,
                    {"__type": "InternalFailure", "message": "An internal error; see the server's log."},
                )
                outcome.error = "InternalFailure"
        headers = {"x-amzn-RequestId": str(uuid4())}
        if "__type" in answer:
            headers["x-amzn-errortype"] = answer["__type"]
        return Response(json.dumps(answer), status, headers, media_type)

    def _perform(self, operation: Operation | None, body: bytes, region: str) -> dict[str, Any]:
        if operation is None:
            raise UnknownOperationError("The request names no operation of this API.")
        try:
            given: Any = json.loads(body or b"{}")
        except ValueError as error:
            raise InvalidInputError(f"The body is not JSON: {error}") from error
        wrong: list[str] = []
        operation.check_request(given, "", wrong)
        if wrong:
            errors = "error" if len(wrong) == 1 else "errors"
            raise InvalidInputError(f"{len(wrong)} validation {errors} detected: {'; '.join(wrong)}")
        handler = OPERATIONS.get(operation.name)
        if handler is None:
            raise not_built(f"The operation {operation.name}")
        present = {name: value for name, value in given.items() if value is not None}
        answer = handler(self.service, present, Call(operation, region))
        operation.check_answer(answer, "", wrong)
        if wrong:
            raise TypeError(f"{operation.name}: wrong answer: {'; '.join(wrong)}")
        return answer

    def _region_of(self, request: Request) -> str:
        if self.region:
            return self.region
        scope = CREDENTIAL.search(request.headers.get("authorization", ""))
        return scope[1] if scope else DEFAULT_REGION

    async def health(self, request: Request) -> Response:
        """Whether the server answers, and what time it goes by."""
        del request
        return JSONResponse({"status": "ok", "now": self.service.clock.now()})

    async def show_metrics(self, request: Request) -> Response:
        """Requests by operation, and how much is held."""
        del request
        groups = self.service.groups.values()
        held = {
            "events": self.service.database.count_events(),
            "users": sum(len(group.users.names) for group in groups),
            "items": sum(len(group.items.names) for group in groups),
            "models": len(self.service.models),
        }
        return JSONResponse({**self.metrics.summary(), "held": held})

    async def set_clock(self, request: Request) -> Response:
        """Set a manual clock forward, to ISO 8601 with a zone or to epoch seconds."""
        clock = self.service.clock
        if not isinstance(clock, ManualClock):
            return JSONResponse({"message": "now: the server was not started with --clock manual"}, 400)
        try:
            clock.set(_moment((await request.json())["now"]))
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse(
                {"message": f"now: expected a time to come, in ISO 8601 or epoch seconds: {error}"}, 400
            )
        return JSONResponse({"now": clock.now()})


def _moment(given: Any) -> float:
    if not isinstance(given, str):
        return float(given)
    moment = datetime.fromisoformat(given)
    if moment.tzinfo is None:
        raise ValueError("the time has no zone")
    return moment.timestamp()
