"""Surface documents: looked at, checked while they are written, changed, and put in force."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from newsrec.experiments.current import surface_named
from newsrec.rules.decoding import JsonObject
from newsrec.surfaces import surface_names
from newsrec.surfaces.edits import pinned, unpinned, with_just_published_share
from newsroom.preview.checking import checked
from newsroom.preview.newsroom import Newsroom
from newsroom.preview.problems import FieldError, Problem
from newsroom.preview.requests import NEVER_STORED, ArticleId, Body, json_body, refusing, valid
from newsroom.preview.revisions import told_history, told_in_force, told_revision, told_saved

LONGEST_DOCUMENT = 200_000


class CheckRequest(Body):
    surface: str
    text: Annotated[str, StringConstraints(max_length=LONGEST_DOCUMENT)]


class SaveRequest(Body):
    """`after` is the newest revision that the editor has seen."""

    document: dict[str, Any]
    after: Annotated[int, Field(ge=0)]
    by: Annotated[str, StringConstraints(max_length=100)]
    why: Annotated[str, StringConstraints(max_length=1000)]


class PinRequest(Body):
    document: dict[str, Any]
    article_id: ArticleId
    slot: Annotated[int, Field(ge=1)]
    until: AwareDatetime


class UnpinRequest(Body):
    document: dict[str, Any]
    article_id: ArticleId


class JustPublishedRequest(Body):
    document: dict[str, Any]
    share: Annotated[float, Field(ge=0, le=1)]


class SurfaceDesk:
    """The routes about surface documents; the edits answer with a changed document and save nothing."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    @property
    def routes(self) -> Sequence[Route]:
        return [
            Route("/newsroom/surfaces", self.names),
            Route("/newsroom/surfaces/check", self.check, methods=["POST"]),
            Route("/newsroom/surfaces/edits/pin", self.pin, methods=["POST"]),
            Route("/newsroom/surfaces/edits/unpin", self.unpin, methods=["POST"]),
            Route("/newsroom/surfaces/edits/just-published", self.just_published, methods=["POST"]),
            Route("/newsroom/surfaces/{surface}", self.in_force),
            Route("/newsroom/surfaces/{surface}/revisions", self.history),
            Route("/newsroom/surfaces/{surface}/revisions", self.save, methods=["POST"]),
            Route("/newsroom/surfaces/{surface}/revisions/{revision:int}", self.revision),
        ]

    async def names(self, _request: Request) -> Response:
        return JSONResponse({"surfaces": surface_names()})

    async def in_force(self, request: Request) -> Response:
        surface, now = _named(request), self._newsroom.clock()
        return _answer(await run_in_threadpool(told_in_force, self._newsroom.documents, surface, now))

    async def history(self, request: Request) -> Response:
        return _answer(await run_in_threadpool(told_history, self._newsroom.documents, _named(request)))

    async def revision(self, request: Request) -> Response:
        surface, revision = _named(request), request.path_params["revision"]
        return _answer(await run_in_threadpool(told_revision, self._newsroom.documents, surface, revision))

    async def check(self, request: Request) -> Response:
        """What is wrong with a text is an answer, not an error."""
        asked = valid(CheckRequest.model_validate, await json_body(request))
        return _answer(await run_in_threadpool(checked, known_surface(asked.surface), asked.text))

    async def save(self, request: Request) -> Response:
        """Puts a document in force for every reader."""
        surface, asked = _named(request), valid(SaveRequest.model_validate, await json_body(request))
        with refusing("document"):
            surface_named(surface, asked.document)

        def put_in_force() -> Mapping[str, object]:
            return told_saved(
                self._newsroom.documents,
                surface,
                asked.document,
                after=asked.after,
                by=asked.by,
                why=asked.why,
                now=self._newsroom.clock(),
            )

        return _answer(await run_in_threadpool(put_in_force), HTTPStatus.CREATED)

    async def pin(self, request: Request) -> Response:
        asked = valid(PinRequest.model_validate, await json_body(request))
        if asked.until <= self._newsroom.clock():
            raise Problem.of_fields((FieldError("until", "over", "must be in the future"),))
        return _edited(lambda: pinned(asked.document, asked.article_id, slot=asked.slot, until=asked.until))

    async def unpin(self, request: Request) -> Response:
        asked = valid(UnpinRequest.model_validate, await json_body(request))
        return _edited(lambda: unpinned(asked.document, asked.article_id))

    async def just_published(self, request: Request) -> Response:
        asked = valid(JustPublishedRequest.model_validate, await json_body(request))
        return _edited(lambda: with_just_published_share(asked.document, asked.share))


def _named(request: Request) -> str:
    return known_surface(request.path_params["surface"])


def known_surface(surface: str) -> str:
    """Raises `Problem` 404 for another name."""
    if surface not in surface_names():
        error = FieldError("surface", "unknown_surface", f"There is no surface {surface!r}.")
        raise Problem(HTTPStatus.NOT_FOUND, error.message, (error,))
    return surface


def _edited(edit: Callable[[], JsonObject]) -> Response:
    with refusing("document"):
        return _answer({"document": edit()})


def _answer(told: Mapping[str, object], status: HTTPStatus = HTTPStatus.OK) -> Response:
    return JSONResponse(told, status_code=status, headers=NEVER_STORED)
