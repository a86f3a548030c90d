"""One-click unsubscribing (RFC 8058): `POST` takes the reader out, `GET` shows a page that asks."""

import os
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.api.problems import ParameterError, problem
from lambdas.observability import logger, metrics
from lambdas.signing import signing_key
from lambdas.unsubscribe.pages import confirmation, invalid_link, try_again, unsubscribed
from newsrec.aws.unsubscriptions import Unsubscriptions
from newsrec.digest.unsubscribing import read_unsubscribe_token
from newsrec.serving.signing import BadSignature
from newsrec.unavailable import Unavailable

app = APIGatewayRestResolver()


@app.post("/unsubscribe")
def unsubscribe() -> Response[str]:
    # The body says nothing that the address does not: mailbox providers and our own page send different ones.
    reader_id, digest_id = _named_in_link()
    Unsubscriptions(os.environ["DIGEST_LEDGER_TABLE"]).add(reader_id, digest_id, datetime.now(UTC))
    metrics.add_metric("Unsubscribed", MetricUnit.Count, 1)
    logger.info("unsubscribed", digest_id=digest_id)
    return unsubscribed()


@app.get("/unsubscribe")
def ask() -> Response[str]:
    _named_in_link()
    return confirmation()


def _named_in_link() -> tuple[str, str]:
    token = (app.current_event.query_string_parameters or {}).get("token", "")
    return read_unsubscribe_token(token, signing_key(datetime.now(UTC)))


@app.exception_handler(BadSignature)
def invalid(_: BadSignature) -> Response[str]:
    if app.current_event.http_method == "GET":
        return invalid_link()
    wrong = ParameterError("token", "invalid", "must be that of an unsubscribe link, as it is")
    request_id = app.current_event.request_context.request_id or ""
    return problem("invalid-parameter", "the link is not valid", request_id=request_id, errors=[wrong])


@app.exception_handler(Unavailable)
def unavailable(error: Unavailable) -> Response[str]:
    logger.error("could not unsubscribe a reader", error=str(error))
    return try_again()


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
