"""Readers: who there are, what they read, the mail they get, and tokens that speak for them."""

from collections.abc import Mapping, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from newsroom.preview.newsroom import MailPreview, Newsroom, NoMail, Reader
from newsroom.preview.requests import NEVER_STORED, Body, ReaderId, json_body, valid
from newsroom.preview.tokens import TOKEN_LIFETIME, reader_token

READERS_PER_ANSWER = 50


class TokenRequest(Body):
    reader_id: ReaderId | None


class ReaderDesk:
    """The routes about readers."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    @property
    def routes(self) -> Sequence[Route]:
        return [
            Route("/newsroom/readers", self.readers),
            Route("/newsroom/reader/{reader_id:path}/history", self.history),
            Route("/newsroom/reader/{reader_id:path}/mail", self.mail),
            Route("/newsroom/reader-token", self.token, methods=["POST"]),
        ]

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
            return JSONResponse({"mail": None, "held_back": none.reason}, headers=NEVER_STORED)
        return JSONResponse({"mail": _shown(mail), "held_back": None}, headers=NEVER_STORED)

    async def token(self, request: Request) -> Response:
        asked = valid(TokenRequest.model_validate, await json_body(request))
        now = self._newsroom.clock()
        token = reader_token(asked.reader_id, key=self._newsroom.website_key, now=now)
        answer = {"token": token, "expires_at": (now + TOKEN_LIFETIME).isoformat()}
        return JSONResponse(answer, headers=NEVER_STORED)


def _shown(mail: MailPreview) -> Mapping[str, object]:
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


def _matches(reader: Reader, words: Sequence[str]) -> bool:
    text = f"{reader.reader_id} {reader.name} {reader.description}".casefold()
    return all(word in text for word in words)
