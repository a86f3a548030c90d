"""The problems that the HTTP API answers with (RFC 9457): one table, for its function and for the gateway before it."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: its HTTP status, and a title that is the same whenever it happens."""

    status: int
    title: str


PROBLEMS: Final = MappingProxyType(
    {
        "invalid-parameter": Problem(400, "The request has an invalid parameter"),
        "unauthenticated": Problem(401, "The credential is not valid"),
        "forbidden": Problem(403, "The credential does not allow this"),
        "not-found": Problem(404, "There is nothing at this address"),
        "method-not-allowed": Problem(405, "This address does not take this method"),
        "conflict": Problem(409, "The request contradicts what is there"),
        "payload-too-large": Problem(413, "The body is too large"),
        "too-many-requests": Problem(429, "There are too many requests"),
        "internal": Problem(500, "Something went wrong here"),
        "unavailable": Problem(503, "Something that the answer needs is away"),
    }
)


def problem_document(kind: str, detail: str, instance: str) -> dict[str, object]:
    """The answer's body; `instance` is the id of the request, under which more is logged."""
    problem = PROBLEMS[kind]
    return {
        "type": f"urn:newsrec:problem:{kind}",
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        "instance": instance,
    }
