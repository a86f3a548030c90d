"""Every error the preview answers with, as an RFC 9457 problem."""

from dataclasses import dataclass
from http import HTTPStatus

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from newsrec.unavailable import Unavailable


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of a request."""

    parameter: str
    code: str
    message: str


class Problem(Exception):
    """An answer that is an error; `errors` name the fields it is about."""

    def __init__(self, status: HTTPStatus, detail: str, errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors

    @classmethod
    def invalid(cls, error: ValidationError) -> "Problem":
        """The problem that names every field a record failed on."""
        fields = tuple(
            FieldError(".".join(map(str, line["loc"])) or "body", line["type"], line["msg"]) for line in error.errors()
        )
        return cls.of_fields(fields)

    @classmethod
    def of_fields(cls, fields: tuple[FieldError, ...]) -> "Problem":
        """The problem that these fields are."""
        return cls(HTTPStatus.BAD_REQUEST, "The request has invalid fields.", fields)


def problem_response(problem: Problem) -> JSONResponse:
    body: dict[str, object] = {
        "type": "about:blank",
        "title": problem.status.phrase,
        "status": problem.status.value,
        "detail": problem.detail,
    }
    if problem.errors:
        body["errors"] = [
            {"parameter": error.parameter, "code": error.code, "message": error.message} for error in problem.errors
        ]
    return JSONResponse(body, status_code=problem.status, media_type="application/problem+json")


async def answer_problem(_request: Request, error: Exception) -> JSONResponse:
    """Answers a `Problem`, a routing error of Starlette, 503, or, for anything else, 500 without its text."""
    match error:
        case Problem():
            return problem_response(error)
        case HTTPException():
            return problem_response(Problem(HTTPStatus(error.status_code), error.detail))
        case Unavailable():
            return problem_response(Problem(HTTPStatus.SERVICE_UNAVAILABLE, f"Not available just now: {error}."))
        case _:
            return problem_response(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The preview server failed."))
