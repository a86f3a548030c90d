"""The HTTP API: each route parses, makes one domain call, responds."""

import os
import uuid
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.api.description import router as description
from lambdas.api.exchange import body_of, identity_of, json_answer
from lambdas.api.health import router as health
from lambdas.api.lists import router as lists
from lambdas.api.me import router as me
from lambdas.api.parameters import events_of
from lambdas.api.resolver import problem_resolver
from lambdas.api.wiring import interactions_stream
from lambdas.observability import logger, metrics
from lambdas.signing import signing_key
from newsrec.ingestion.partitioning import reader_key
from newsrec.serving.crawlers import is_crawler
from newsrec.serving.identity import Identity, anonymous_cookie

app = problem_resolver(os.environ["ALLOWED_ORIGINS"].split(","))
app.include_router(description)
app.include_router(health)
app.include_router(lists)
app.include_router(me)


@app.post("/events")
def events() -> Response[str]:
    # The transformation brings pydantic, which lists are made without.
    from newsrec.serving.events import receive, stream_events  # noqa: PLC0415

    now = datetime.now(UTC)
    key = signing_key(now)
    identity = identity_of(app.current_event, key)
    sent = events_of(body_of(app.current_event))
    if is_crawler(app.current_event.headers.get("User-Agent") or ""):
        logger.info("a crawler's events are not kept", events=len(sent))
        return json_answer(app.current_event, {"accepted": 0, "rejected": []}, status=202, headers={})
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
    body = {"accepted": accepted, "rejected": [asdict(event) for event in rejected]}
    return json_answer(app.current_event, body, status=202, headers=headers)


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
