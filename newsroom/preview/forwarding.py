"""`/v1/...` as a CDN would serve it: handed to API Gateway untouched, on the page's own origin."""

from http import HTTPStatus
from urllib.parse import unquote

import httpx
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from newsroom.preview.problems import Problem

HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te"}
    | {"trailer", "transfer-encoding", "upgrade", "host"}
)


class ApiForwarder:
    """Forwards requests below `prefix` to the API and streams its answers back.

    Raises `Problem` 404 for a path that climbs out of the API, 502 when the API cannot be reached.
    """

    def __init__(self, client: httpx.AsyncClient, api_url: str, prefix: str) -> None:
        self._client = client
        self._api = httpx.URL(api_url.rstrip("/"))
        self._prefix = prefix.encode()

    async def forward(self, request: Request) -> Response:
        request_to_api = httpx.Request(
            request.method,
            self._target(request),
            headers=[(name, value) for name, value in request.headers.raw if name.decode() not in HOP_BY_HOP],
            content=await request.body(),
        )
        try:
            answer = await self._client.send(request_to_api, stream=True)
        except httpx.TransportError as error:
            raise Problem(HTTPStatus.BAD_GATEWAY, f"The API cannot be reached: {type(error).__name__}.") from error
        response = StreamingResponse(
            answer.aiter_raw(), status_code=answer.status_code, background=BackgroundTask(answer.aclose)
        )
        lowered = [(name.lower(), value) for name, value in answer.headers.raw]
        response.raw_headers = [(name, value) for name, value in lowered if name.decode() not in HOP_BY_HOP]
        return response

    def _target(self, request: Request) -> httpx.URL:
        path: bytes = request.scope["raw_path"].removeprefix(self._prefix)
        if {".", ".."} & set(unquote(path.decode()).split("/")):
            raise Problem(HTTPStatus.NOT_FOUND, "There is no such path.")
        query: bytes = request.scope["query_string"]
        return self._api.copy_with(raw_path=self._api.raw_path + path + (b"?" + query if query else b""))
