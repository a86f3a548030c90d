"""Bodies of requests, read and checked; every mistake is named."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Final, TypeVar, cast

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.requests import Request

from newsrec.rules.decoding import InvalidDocument, JsonObject, parsed
from newsroom.preview.problems import FieldError, Problem

T = TypeVar("T")

ReaderId = Annotated[str, StringConstraints(min_length=1, max_length=256)]
ArticleId = Annotated[str, StringConstraints(min_length=1, max_length=256)]

NEVER_STORED: Final = {"cache-control": "no-store"}


class Body(BaseModel):
    """A body with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


async def json_body(request: Request) -> JsonObject:
    """The JSON object of a request; raises `Problem` 415 for another type, so that no foreign form can post here."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json.")
    with refusing():
        body = parsed((await request.body()).decode(errors="replace"))
    if not isinstance(body, dict):
        raise Problem.of_fields((FieldError("body", "object", "must be an object"),))
    return cast(JsonObject, body)


def valid(read: Callable[[JsonObject], T], fields: JsonObject) -> T:
    try:
        return read(fields)
    except ValidationError as error:
        raise Problem.invalid(error) from error


@contextmanager
def refusing(within: str = "") -> Generator[None]:
    """Answers a document that can't be used with what is wrong where; it is called `within` in the request."""
    try:
        yield
    except InvalidDocument as invalid:
        raise Problem.of_fields(
            tuple(FieldError(_inside(within, path), "invalid", message) for path, message in invalid.problems)
        ) from invalid


def _inside(within: str, path: str) -> str:
    if path == "$":
        return within or "body"
    return f"{within}.{path}" if within else path
