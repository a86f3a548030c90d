"""The HTTP API: each route parses, makes one domain call, responds."""

import json
import os
import uuid
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.api.answer import list_answer
from lambdas.api.parameters import events_of, list_parameters
from lambdas.api.problems import InvalidRequest, TooLarge, problem
from lambdas.api.wiring import interactions_stream, signing_key, sources
from lambdas.observability import logger, metrics
from newsrec.ingestion.partitioning import reader_key
from newsrec.serving.crawlers import is_crawler
from newsrec.serving.gather import ListRequest
from newsrec.serving.identity import EXPLAIN, Forbidden, Identity, Unauthenticated, anonymous_cookie, identify
from newsrec.serving.recommend import recommend
from newsrec.unavailable import Unavailable

_origins = os.environ["ALLOWED_ORIGINS"].split(",")
app = APIGatewayRestResolver(
    cors=CORSConfig(
        allow_origin=_origins[0],
        extra_origins=_origins[1:],
        allow_headers=["Authorization", "Content-Type", "X-Reader-Id"],
        expose_headers=["X-Request-Id"],
        max_age=600,
        allow_credentials=True,
    )
)


@app.get("/recommendations")
def recommendations() -> Response[str]:
    now, key = datetime.now(UTC), signing_key()
    identity = _identity(key)
    parameters = list_parameters(app.current_event.multi_value_query_string_parameters, now=now, key=key)
    if parameters.explain:
        identity.require(EXPLAIN)
    cursor = parameters.cursor
    request = ListRequest(
        list_id=cursor.list_id if cursor else f"l_{uuid.uuid4().hex}",
        surface=parameters.surface,
        limit=parameters.limit,
        now=now,
        reader_id=identity.reader_id,
        personalised=parameters.personalised and identity.profiling,
        topics=parameters.topics,
        exclude=parameters.exclude,
        page_ids=cursor.shown if cursor else (),
    )
    served = recommend(request, sources())
    for name in served.degraded:
        metrics.add_metric(f"Degraded.{name}", MetricUnit.Count, 1)
    metrics.add_metric("ItemsServed", MetricUnit.Count, len(served.items))
    logger.info("list served", list_id=request.list_id, items=len(served.items), degraded=served.degraded)
    body = list_answer(served, key=key, explain=parameters.explain)
    cached = "private, no-store" if identity.reader_id or parameters.explain else "public, max-age=30"
    return _json(200, body, {"Cache-Control": cached, "Vary": "Authorization, Cookie, Sec-GPC, X-Reader-Id"})


@app.post("/events")
def events() -> Response[str]:
    # The transformation brings pydantic, which lists are made without.
    from newsrec.serving.events import receive, stream_events  # noqa: PLC0415

    now, key = datetime.now(UTC), signing_key()
    identity = _identity(key)
    sent = events_of(app.current_event.decoded_body)
    if is_crawler(app.current_event.headers.get("User-Agent") or ""):
        logger.info("a crawler's events are not kept", events=len(sent))
        return _json(202, {"accepted": 0, "rejected": []}, {})
    newcomer = identity.reader_id is None and identity.profiling
    if newcomer:
        identity = Identity(reader_id=f"anonymous-{uuid.uuid4().hex}", anonymous=True)
    received = receive(sent, identity, now=now, key=key)
    rejected = [*received.rejected, *stream_events(received, interactions_stream(), reader_key)]
    metrics.add_metric("EventsReceived", MetricUnit.Count, len(sent))
    metrics.add_metric("EventsRejected", MetricUnit.Count, len(rejected))
    accepted = len(sent) - len(rejected)
    logger.info("events received", accepted=accepted, rejected=len(rejected))
    headers = {"Set-Cookie": anonymous_cookie(str(identity.reader_id), key)} if newcomer and received.records else {}
    return _json(202, {"accepted": accepted, "rejected": [asdict(event) for event in rejected]}, headers)


@app.get("/health")
def health() -> Response[str]:
    metrics.add_metric("HealthAsked", MetricUnit.Count, 1)
    return _json(200, {"status": "ok"}, {"Cache-Control": "no-store"})


def _identity(key: str) -> Identity:
    return identify({name.lower(): value for name, value in app.current_event.headers.items() if value}, key)


def _json(status: int, body: dict[str, Any], headers: dict[str, str]) -> Response[str]:
    headers = headers | {"X-Request-Id": app.current_event.request_context.request_id or ""}
    return Response(
        status_code=status, content_type="application/json", body=json.dumps(body, default=str), headers=headers
    )


def _problem(kind: str, error: Exception) -> Response[str]:
    metrics.add_metric(f"Problem.{kind}", MetricUnit.Count, 1)
    errors = error.errors if isinstance(error, InvalidRequest) else ()
    return problem(kind, str(error), request_id=app.current_event.request_context.request_id or "", errors=errors)


@app.exception_handler(InvalidRequest)
def invalid(error: InvalidRequest) -> Response[str]:
    return _problem("invalid-parameter", error)


@app.exception_handler(TooLarge)
def too_large(error: TooLarge) -> Response[str]:
    return _problem("payload-too-large", error)


@app.exception_handler(Unauthenticated)
def unauthenticated(error: Unauthenticated) -> Response[str]:
    return _problem("unauthenticated", error)


@app.exception_handler(Forbidden)
def forbidden(error: Forbidden) -> Response[str]:
    return _problem("forbidden", error)


@app.exception_handler(Unavailable)
def unavailable(error: Unavailable) -> Response[str]:
    logger.error("article store or stream unavailable", error=str(error))
    return _problem("unavailable", Exception("try again in a moment"))


@app.exception_handler(NotFoundError)
def not_found(_: NotFoundError) -> Response[str]:
    return _problem("not-found", Exception(f"{app.current_event.path} is not an address of this API"))


@app.exception_handler(Exception)
def unexpected(error: Exception) -> Response[str]:
    logger.exception("unexpected error", error=str(error))
    return _problem("internal", Exception("the error is logged under this request id"))


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
