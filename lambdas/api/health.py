"""Whether the API lives, and whether it could answer with a list."""

import time
from functools import lru_cache

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter
from aws_lambda_powertools.metrics import MetricUnit

from lambdas.api.exchange import NO_STORE, json_answer
from lambdas.api.wiring import sources
from lambdas.observability import metrics
from newsrec.unavailable import Unavailable

KNOWN_SECONDS = 5
"""How long an answer of the article store is good for, so that a flood of checks does not reach it."""

router = APIGatewayRouter()


@router.get("/health")
@router.get("/health/live")
def live() -> Response[str]:
    metrics.add_metric("HealthAsked", MetricUnit.Count, 1)
    return json_answer(router.current_event, {"status": "ok"}, headers=NO_STORE)


@router.get("/health/ready")
def ready() -> Response[str]:
    if not article_store_answers(int(time.monotonic()) // KNOWN_SECONDS):
        raise Unavailable("the article store did not answer a moment ago")
    return live()


@lru_cache(maxsize=1)
def article_store_answers(_period: int) -> bool:
    """Whether it does in this period of `KNOWN_SECONDS`: it is asked once."""
    try:
        sources().articles.get_many(["readiness"])
    except Unavailable:
        return False
    return True
