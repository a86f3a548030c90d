"""The server behind the preview page: the page itself, the API on the same origin, and the editors' desk."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from newsrec.unavailable import Unavailable
from newsroom.preview.article_desk import ArticleDesk
from newsroom.preview.forwarding import ApiForwarder
from newsroom.preview.list_desk import ListDesk
from newsroom.preview.newsroom import Newsroom
from newsroom.preview.problems import Problem, answer_problem
from newsroom.preview.reader_desk import ReaderDesk
from newsroom.preview.security import SecurityHeaders
from newsroom.preview.surface_desk import SurfaceDesk

WEB = Path(__file__).parents[2] / "web"
API_TIMEOUT_SECONDS = 30.0
API_METHODS = ["GET", "POST", "PUT", "DELETE", "OPTIONS"]


def create_app(newsroom: Newsroom) -> Starlette:
    """The preview of one newsroom; it answers to local host names only, so that no other site can use it."""
    client = httpx.AsyncClient(timeout=API_TIMEOUT_SECONDS)
    forwarder = ApiForwarder(client, newsroom.api_url, prefix="/v1")

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None, None]:
        async with client:
            yield

    return Starlette(
        routes=[
            Route("/v1/{path:path}", forwarder.forward, methods=API_METHODS),
            *ReaderDesk(newsroom).routes,
            *ArticleDesk(newsroom).routes,
            *SurfaceDesk(newsroom).routes,
            *ListDesk(newsroom).routes,
            Mount("/", StaticFiles(directory=WEB, html=True)),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
            Middleware(SecurityHeaders),
        ],
        exception_handlers=dict.fromkeys((Problem, HTTPException, Unavailable, Exception), answer_problem),
        lifespan=lifespan,
    )
