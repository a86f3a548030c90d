"""What every route of the API reads from its request and writes to its answer."""

import json
import os
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

from lambdas.api.problems import InvalidRequest, ParameterError
from lambdas.api.wiring import claims_of
from newsrec.serving.identity import Identity, identify
from newsrec.serving.signing import SigningKey

NO_STORE = {"Cache-Control": "no-store"}


def identity_of(event: APIGatewayProxyEvent, key: SigningKey) -> Identity:
    """Who is asking. Raises `Unauthenticated`, `Forbidden`, and `Unavailable` when a credential can't be checked."""
    return identify({name.lower(): value for name, value in event.headers.items()}, key, claims_of)


def country_of(event: APIGatewayProxyEvent) -> str | None:
    """The reader's country, where a network in front of the API tells it in the header that `COUNTRY_HEADER` names."""
    header = os.environ.get("COUNTRY_HEADER")
    return event.headers.get(header) or None if header else None


def body_of(event: APIGatewayProxyEvent) -> str | None:
    """Raises `InvalidRequest` for what is no text."""
    try:
        return event.decoded_body
    except UnicodeDecodeError:
        raise InvalidRequest([ParameterError("body", "encoding", "must be UTF-8")]) from None


def request_id_of(event: APIGatewayProxyEvent) -> str:
    return event.request_context.request_id or ""


def json_answer(
    event: APIGatewayProxyEvent, body: dict[str, Any], *, status: int = 200, headers: dict[str, str]
) -> Response[str]:
    return Response(
        status_code=status,
        content_type="application/json",
        body=json.dumps(body, default=str),
        headers=headers | {"X-Request-Id": request_id_of(event)},
    )
