"""The server behind the preview page: the page itself, the API on the same origin, and the editors' desk."""

import json
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from newsrec.ingestion.withdrawal import withdrawal
from newsrec.transform import article_record
from newsrec.transform.records import generic_article
from newsrec.unavailable import Unavailable
from newsroom.preview.forwarding import ApiForwarder
from newsroom.preview.newsroom import ArticleRecord, MailPreview, Newsroom, NoMail, Reader
from newsroom.preview.problems import FieldError, Problem, answer_problem
from newsroom.preview.security import SecurityHeaders
from newsroom.preview.tokens import TOKEN_LIFETIME, reader_token

WEB = Path(__file__).parents[2] / "web"
READERS_PER_ANSWER = 50
API_TIMEOUT_SECONDS = 30.0
API_METHODS = ["GET", "POST", "PUT", "DELETE", "OPTIONS"]


class TokenRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reader_id: Annotated[str, StringConstraints(min_length=1, max_length=256)] | None


T = TypeVar("T")
_BODY = TypeAdapter(dict[str, object])


class Desk:
    """The routes below `/newsroom` and `/images`: what an editor does, beside what a reader sees."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    async def readers(self, request: Request) -> Response:
        words = request.query_params.get("query", "").casefold().split()
        found = [reader for reader in self._newsroom.readers if _matches(reader, words)]
        return JSONResponse(
            {
                "newsroom": self._newsroom.name,
                "total": len(found),
                "readers": [
                    {"reader_id": reader.reader_id, "name": reader.name, "description": reader.description}
                    for reader in found[:READERS_PER_ANSWER]
                ],
            }
        )

    async def history(self, request: Request) -> Response:
        clicks = await run_in_threadpool(self._newsroom.clicks, request.path_params["reader_id"])
        articles: list[dict[str, object]] = []
        for click in clicks:
            record = await run_in_threadpool(self._newsroom.find_article, click.article_id) or {}
            articles.append(
                {
                    "article_id": click.article_id,
                    "occurred_at": click.occurred_at.isoformat(),
                    "title": record.get("title"),
                    "topics": record.get("topics", []),
                }
            )
        return JSONResponse({"articles": articles})

    async def mail(self, request: Request) -> Response:
        """The reader's mail, or why there is none: that is an answer too, not an error."""
        try:
            mail = await run_in_threadpool(self._newsroom.preview_mail, request.path_params["reader_id"])
        except NoMail as none:
            return JSONResponse({"mail": None, "held_back": none.reason}, headers={"cache-control": "no-store"})
        return JSONResponse({"mail": _shown(mail), "held_back": None}, headers={"cache-control": "no-store"})

    async def token(self, request: Request) -> Response:
        asked = _valid(TokenRequest.model_validate, await _json(request))
        now = self._newsroom.clock()
        token = reader_token(asked.reader_id, secret=self._newsroom.reader_token_secret, now=now)
        return JSONResponse(
            {"token": token, "expires_at": (now + TOKEN_LIFETIME).isoformat()}, headers={"cache-control": "no-store"}
        )

    async def draft(self, _request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self._newsroom.draft), headers={"cache-control": "no-store"})

    async def article(self, request: Request) -> Response:
        return JSONResponse(await self._find(request))

    async def publish(self, request: Request) -> Response:
        """Publishes a draft now: the server sets its time and status, the editor all else."""
        now = self._newsroom.clock().isoformat()
        draft = await _json(request)
        article = _valid(generic_article, {**draft, "published_at": now, "updated_at": now, "status": "published"})
        await self._put(article.article_id, article_record(article))
        return JSONResponse({"article_id": article.article_id, "published_at": now}, status_code=HTTPStatus.CREATED)

    async def withdraw(self, request: Request) -> Response:
        """Withdraws an article: its record goes out again, withdrawn."""
        await _json(request)
        record = await self._find(request)
        payload = withdrawal(record, now=self._newsroom.clock())
        await self._put(record["article_id"], payload)
        answer = {name: payload["record"][name] for name in ("article_id", "updated_at")}
        return JSONResponse(answer, status_code=HTTPStatus.ACCEPTED)

    async def image(self, request: Request) -> Response:
        drawing = await run_in_threadpool(self._newsroom.illustration, await self._find(request))
        return Response(drawing, media_type="image/svg+xml", headers={"cache-control": "private, max-age=300"})

    async def _find(self, request: Request) -> ArticleRecord:
        article_id: str = request.path_params["article_id"]
        record = await run_in_threadpool(self._newsroom.find_article, article_id)
        if record is None:
            error = FieldError("article_id", "unknown_article", f"There is no article {article_id!r}.")
            raise Problem(HTTPStatus.NOT_FOUND, error.message, (error,))
        return record

    async def _put(self, article_id: object, payload: Mapping[str, object]) -> None:
        def put() -> None:
            self._newsroom.articles_stream.put_record(
                StreamName=self._newsroom.articles_stream_name,
                Data=json.dumps(payload).encode(),
                PartitionKey=str(article_id),
            )

        await run_in_threadpool(put)


async def _json(request: Request) -> dict[str, object]:
    """The JSON object of a request; raises `Problem` 415 for another type, so that no foreign form can post here."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json.")
    try:
        return _BODY.validate_json(await request.body())
    except ValidationError as error:
        raise Problem.invalid(error) from error


def _valid(read: Callable[[dict[str, object]], T], fields: dict[str, object]) -> T:
    try:
        return read(fields)
    except ValidationError as error:
        raise Problem.invalid(error) from error


def _shown(mail: MailPreview) -> dict[str, object]:
    return {
        "from": mail.from_,
        "to": mail.to,
        "subject": mail.subject,
        "preheader": mail.preheader,
        "html": mail.html,
        "text": mail.text,
        "size_bytes": mail.size_bytes,
        "headers": [{"name": name, "value": value} for name, value in mail.headers.items()],
        "findings": [
            {"code": finding.code, "message": finding.message, "hard": finding.hard} for finding in mail.findings
        ],
    }


def _matches(reader: Reader, words: list[str]) -> bool:
    text = f"{reader.reader_id} {reader.name} {reader.description}".casefold()
    return all(word in text for word in words)


def create_app(newsroom: Newsroom) -> Starlette:
    """The preview of one newsroom; it answers to local host names only, so that no other site can use it."""
    desk = Desk(newsroom)
    client = httpx.AsyncClient(timeout=API_TIMEOUT_SECONDS)
    forwarder = ApiForwarder(client, newsroom.api_url, prefix="/v1")

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None, None]:
        async with client:
            yield

    return Starlette(
        routes=[
            Route("/v1/{path:path}", forwarder.forward, methods=API_METHODS),
            Route("/newsroom/readers", desk.readers),
            Route("/newsroom/reader/{reader_id:path}/history", desk.history),
            Route("/newsroom/reader/{reader_id:path}/mail", desk.mail),
            Route("/newsroom/reader-token", desk.token, methods=["POST"]),
            Route("/newsroom/draft", desk.draft),
            Route("/newsroom/articles", desk.publish, methods=["POST"]),
            Route("/newsroom/articles/{article_id:path}/withdraw", desk.withdraw, methods=["POST"]),
            Route("/newsroom/articles/{article_id:path}", desk.article),
            Route("/images/{article_id:path}.svg", desk.image),
            Mount("/", StaticFiles(directory=WEB, html=True)),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
            Middleware(SecurityHeaders),
        ],
        exception_handlers=dict.fromkeys((Problem, HTTPException, Unavailable, Exception), answer_problem),
        lifespan=lifespan,
    )
