"""The `/_local` paths: what a developer asks of the server that the service has not."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from math import isfinite
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_personalize.clock import ManualClock
from local_personalize.control.imports import import_report
from local_personalize.control.metric_attributions import attribution_report
from local_personalize.errors import ServiceError
from local_personalize.faults import Faults
from local_personalize.metrics import Metrics
from local_personalize.runtime.explain import explain
from local_personalize.service import Service
from local_personalize.throttling import Throttling
from local_personalize.wire.apis import Apis
from local_personalize.wire.json_text import parse_json

Report = Callable[[Service, str], dict[str, Any] | None]
"""Tells of a resource by its name; None if there is none."""
Answer = Callable[[Request], Awaitable[Response]]


class RefusedError(ValueError):
    """A request that cannot be done; the message names the member."""


class LocalPaths:
    """Answers the `/_local` paths of a server."""

    def __init__(
        self, service: Service, apis: Apis, metrics: Metrics, throttling: Throttling, faults: Faults, *, explains: bool
    ) -> None:
        self.service = service
        self.get_recommendations = apis.by_path["/recommendations"]
        self.metrics = metrics
        self.throttling = throttling
        self.faults = faults
        self.explains = explains

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/_local/health", _answering(self.health), methods=["GET"]),
            Route("/_local/metrics", _answering(self.show_metrics), methods=["GET"]),
            Route("/_local/imports/{name}", self.show(import_report), methods=["GET"]),
            Route("/_local/metric-attributions/{name}", self.show(attribution_report), methods=["GET"]),
            Route("/_local/clock", _answering(self.set_clock), methods=["POST"]),
            Route("/_local/throttling", _answering(self.switch_throttling), methods=["POST"]),
            Route("/_local/throttling", _answering(self.end_throttling), methods=["DELETE"]),
            Route("/_local/faults", _answering(self.add_fault), methods=["POST"]),
            Route("/_local/faults", _answering(self.list_faults), methods=["GET"]),
            Route("/_local/faults", _answering(self.clear_faults), methods=["DELETE"]),
            Route("/_local/explain", _answering(self.explain), methods=["POST"]),
        ]

    def health(self, given: Any) -> dict[str, Any]:
        """Whether the server answers, and what time it goes by."""
        del given
        return {"status": "ok", "now": self.service.clock.now()}

    def show_metrics(self, given: Any) -> dict[str, Any]:
        """Requests by operation, and how much is held."""
        del given
        groups = self.service.groups.values()
        held = {
            "events": self.service.database.count_events(),
            "users": sum(len(group.users.names) for group in groups),
            "items": sum(len(group.items.names) for group in groups),
            "models": len(self.service.models),
        }
        return {**self.metrics.summary(), "held": held}

    def show(self, report: Report) -> Answer:
        """A path that shows what a report says of the resource it names."""

        async def answer(request: Request) -> Response:
            name: str = request.path_params["name"]
            shown = report(self.service, name)
            return JSONResponse({"message": f"there is no {name!r}"}, 404) if shown is None else JSONResponse(shown)

        return answer

    def set_clock(self, given: Any) -> dict[str, Any]:
        """Set a manual clock forward, to ISO 8601 with a zone or to epoch seconds."""
        clock = self.service.clock
        if not isinstance(clock, ManualClock):
            raise RefusedError("now: the server was not started with --clock manual")
        try:
            clock.set(_moment(given["now"]))
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise RefusedError(f"now: expected a time to come, in ISO 8601 or epoch seconds: {error}") from error
        return {"now": clock.now()}

    def switch_throttling(self, given: Any) -> dict[str, Any]:
        """Let the service's limits on requests per second hold, or no longer."""
        match given:
            case {"enabled": bool(enabled), **others} if not others:
                self.throttling.switch(enabled=enabled)
            case _:
                raise RefusedError('enabled: expected {"enabled": true} or {"enabled": false}')
        return {"enabled": enabled}

    def end_throttling(self, given: Any) -> dict[str, Any]:
        """Let the limits no longer hold."""
        del given
        self.throttling.switch(enabled=False)
        return {"enabled": False}

    def add_fault(self, given: Any) -> dict[str, Any]:
        """Let requests fail, be throttled or take long; see `Fault`."""
        return self.faults.add(given).shown()

    def list_faults(self, given: Any) -> dict[str, Any]:
        """The faults there are, and how often each has struck."""
        del given
        return {"faults": [fault.shown() for fault in self.faults.all]}

    def clear_faults(self, given: Any) -> dict[str, Any]:
        """Let nothing fail any more."""
        del given
        self.faults.all.clear()
        return {"faults": []}

    def explain(self, given: Any) -> dict[str, Any]:
        """Say why an item stands where it does."""
        if not self.explains:
            raise RefusedError("the server was not started with --explain")
        return explain(self.service, given, self.get_recommendations)


def _answering(handler: Callable[[Any], dict[str, Any]]) -> Answer:
    """A path that takes JSON, if it takes anything, and gives JSON."""

    async def answer(request: Request) -> Response:
        try:
            body = await request.body()
            return JSONResponse(handler(parse_json(body.decode()) if body else None))
        except ServiceError as error:
            return JSONResponse({"message": error.message}, error.status)
        except ValueError as error:
            return JSONResponse({"message": str(error)}, 400)

    return answer


def _moment(given: Any) -> float:
    if not isinstance(given, str):
        if not isfinite(given):
            raise ValueError("the time is infinite")
        return float(given)
    moment = datetime.fromisoformat(given)
    if moment.tzinfo is None:
        raise ValueError("the time has no zone")
    return moment.timestamp()
