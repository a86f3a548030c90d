"""What can go wrong with a request, and the answer to it (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from aws_lambda_powertools.event_handler import Response

from newsrec.problems import PROBLEMS, problem_document
from newsrec.serving.forgetting import ReaderForgotten
from newsrec.serving.identity import Forbidden, Unauthenticated


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


class NotFound(Exception):
    """The address is right, but what it names is not there."""


REFUSALS: Final[Mapping[type[Exception], str]] = {
    InvalidRequest: "invalid-parameter",
    TooLarge: "payload-too-large",
    Unauthenticated: "unauthenticated",
    Forbidden: "forbidden",
    NotFound: "not-found",
    ReaderForgotten: "conflict",
}
"""The errors whose own words are the answer, and the kind of problem that each is."""


def problem(
    kind: str,
    detail: str,
    *,
    request_id: str,
    errors: Sequence[ParameterError] = (),
    headers: Mapping[str, str] | None = None,
) -> Response[str]:
    body = problem_document(kind, detail, request_id)
    if errors:
        body["errors"] = [asdict(error) for error in errors]
    return Response(
        status_code=PROBLEMS[kind].status,
        content_type="application/problem+json",
        body=json.dumps(body),
        headers={"Cache-Control": "no-store", "X-Request-Id": request_id, **(headers or {})},
    )


def kind_of(refusal: Exception) -> str:
    """The kind of problem that one of `REFUSALS` is."""
    return next(REFUSALS[cause] for cause in type(refusal).__mro__ if cause in REFUSALS)
