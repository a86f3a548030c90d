"""What API Gateway answers by itself, in the words and the form of the API behind it (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from aws_cdk import aws_apigateway as apigateway

from newsrec.problems import PROBLEMS, problem_document

_TYPES: Final = apigateway.ResponseType
_RETRY: Final = {"Retry-After": "'1'"}
_ANSWERS: Final[Sequence[tuple[apigateway.ResponseType, str, str, Mapping[str, str]]]] = (
    (_TYPES.THROTTLED, "too-many-requests", "wait a moment and send it again", _RETRY),
    (_TYPES.MISSING_AUTHENTICATION_TOKEN, "not-found", "the API has no such address, or not for this method", {}),
    (_TYPES.REQUEST_TOO_LARGE, "payload-too-large", "a body has at most 10 MB", {}),
    (_TYPES.INTEGRATION_FAILURE, "unavailable", "try again in a moment", _RETRY),
    (_TYPES.INTEGRATION_TIMEOUT, "unavailable", "try again in a moment", _RETRY),
    (_TYPES.DEFAULT_5_XX, "internal", "the error is logged under this request id", {}),
)
"""What happened, the kind of problem that it is, a sentence, and headers of its own."""


def answer_problems(rest_api: apigateway.RestApi, origins: Sequence[str]) -> None:
    """Let pages of `origins` read why the gateway of `rest_api` did not hand their request on."""
    for happened, kind, detail, headers in _ANSWERS:
        _answer(
            rest_api,
            happened,
            status=str(PROBLEMS[kind].status),
            headers={**_headers(origins), **headers},
            body=json.dumps(problem_document(kind, detail, "$context.requestId")),
        )
    # What is left comes with many statuses, and the gateway alone knows the words.
    _answer(
        rest_api,
        _TYPES.DEFAULT_4_XX,
        status=None,
        headers=_headers(origins),
        body='{"type": "about:blank", "title": $context.error.messageString, "instance": "$context.requestId"}',
    )


def _answer(
    rest_api: apigateway.RestApi,
    happened: apigateway.ResponseType,
    *,
    status: str | None,
    headers: dict[str, str],
    body: str,
) -> None:
    rest_api.add_gateway_response(
        happened.response_type.title().replace("_", ""),
        type=happened,
        status_code=status,
        response_headers=headers,
        templates={"application/json": body},
    )


def _headers(origins: Sequence[str]) -> dict[str, str]:
    # The gateway cannot choose from a list; its refusals hold nothing of a reader, so any page may see them.
    origin = f"'{origins[0]}'" if len(origins) == 1 else "method.request.header.Origin"
    return {
        "Content-Type": "'application/problem+json'",
        "Cache-Control": "'no-store'",
        "X-Content-Type-Options": "'nosniff'",
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "'true'",
        "Access-Control-Expose-Headers": "'Retry-After'",
        "Vary": "'Origin'",
    }
