"""Every error of the API as an RFC 9457 problem: the one table from situations to HTTP answers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from aws_lambda_powertools.event_handler import Response


@dataclass(frozen=True, slots=True)
class ParameterError:
    """One thing that is wrong with a request: which parameter, which rule, and a sentence."""

    parameter: str
    code: str
    message: str


class InvalidRequest(Exception):
    """The request can't be answered as it is; holds everything that is wrong with it."""

    def __init__(self, errors: Sequence[ParameterError]) -> None:
        super().__init__("; ".join(f"{error.parameter}: {error.message}" for error in errors))
        self.errors = tuple(errors)


class TooLarge(InvalidRequest):
    """The body has more bytes than the address takes."""


TITLES = {
    "invalid-parameter": (400, "The request has an invalid parameter"),
    "unauthenticated": (401, "The credential is not valid"),
    "forbidden": (403, "The credential does not allow this"),
    "not-found": (404, "There is nothing at this address"),
    "payload-too-large": (413, "The body is too large"),
    "internal": (500, "Something went wrong here"),
    "unavailable": (503, "The article store does not answer"),
}


def problem(kind: str, detail: str, *, request_id: str, errors: Sequence[ParameterError] = ()) -> Response[str]:
    status, title = TITLES[kind]
    body: dict[str, object] = {
        "type": f"urn:newsrec:problem:{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request_id,
    }
    if errors:
        body["errors"] = [
            {"parameter": error.parameter, "code": error.code, "message": error.message} for error in errors
        ]
    return Response(
        status_code=status,
        content_type="application/problem+json",
        body=json.dumps(body),
        headers={"Cache-Control": "no-store"},
    )
