"""Articles: found, drafted, published, withdrawn, and drawn."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from newsrec.ingestion.withdrawal import withdrawal
from newsrec.transform import article_record
from newsrec.transform.records import generic_article
from newsroom.preview.newsroom import ArticleRecord, Newsroom
from newsroom.preview.problems import FieldError, Problem
from newsroom.preview.requests import NEVER_STORED, json_body, valid

FOUND_PER_ANSWER = 8


class ArticleDesk:
    """The routes about articles."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    @property
    def routes(self) -> Sequence[Route]:
        return [
            Route("/newsroom/draft", self.draft),
            Route("/newsroom/articles", self.search),
            Route("/newsroom/articles", self.publish, methods=["POST"]),
            Route("/newsroom/articles/{article_id:path}/withdraw", self.withdraw, methods=["POST"]),
            Route("/newsroom/articles/{article_id:path}", self.article),
            Route("/images/{article_id:path}.svg", self.image),
        ]

    async def draft(self, _request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self._newsroom.draft), headers=NEVER_STORED)

    async def search(self, request: Request) -> Response:
        query = request.query_params.get("query", "").strip()
        found = await run_in_threadpool(self._newsroom.search_articles, query) if query else ()
        names = ("article_id", "title", "topics", "published_at", "status")
        articles = [{name: one[name] for name in names if name in one} for one in found[:FOUND_PER_ANSWER]]
        return JSONResponse({"total": len(found), "articles": articles}, headers=NEVER_STORED)

    async def article(self, request: Request) -> Response:
        return JSONResponse(await self._find(request))

    async def publish(self, request: Request) -> Response:
        """Publishes a draft now: the server sets its time and status, the editor all else."""
        now = self._newsroom.clock().isoformat()
        draft = await json_body(request)
        article = valid(generic_article, {**draft, "published_at": now, "updated_at": now, "status": "published"})
        await self._put(article.article_id, article_record(article))
        return JSONResponse({"article_id": article.article_id, "published_at": now}, status_code=HTTPStatus.CREATED)

    async def withdraw(self, request: Request) -> Response:
        """Withdraws an article: its record goes out again, withdrawn."""
        await json_body(request)
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
