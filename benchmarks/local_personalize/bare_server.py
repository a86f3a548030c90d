"""The reference server: Starlette routes on the same uvicorn settings that do nothing but what cannot be left out."""

import argparse
import socket

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from local_personalize.wire.apis import load_apis
from local_personalize.wire.json_text import parse_json


def application(answer_size: int) -> Starlette:
    """Answers recommendations with a constant of that many bytes, and events once it has parsed and checked them."""
    constant = b'{"x":"' + b"x" * max(0, answer_size - 8) + b'"}'
    check = load_apis().by_path["/events"].check_request

    async def recommendations(given: Request) -> Response:
        await given.body()
        return Response(constant, media_type="application/json")

    async def events(given: Request) -> Response:
        wrong: list[str] = []
        check(parse_json((await given.body()).decode()), "", wrong)
        return Response(b"{}", 400 if wrong else 200, media_type="application/json")

    routes = (Route("/recommendations", recommendations, methods=["POST"]), Route("/events", events, methods=["POST"]))
    return Starlette(routes=routes)


def main() -> None:
    """Serve on a free port, which the first line names, until a signal ends it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answer-size", type=int, required=True)
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    config = uvicorn.Config(
        application(parser.parse_args().answer_size),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    print(f"bare: http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
