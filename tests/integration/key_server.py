"""A website that publishes its key set over HTTP, and counts who reads it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from newsroom.processes import HOST


@dataclass
class KeyServer:
    """Answers every GET with `answer` and `status`."""

    answer: str
    status: HTTPStatus = HTTPStatus.OK
    url: str = ""
    reads: int = field(default=0, init=False)


@contextmanager
def publishing(answer: str) -> Iterator[KeyServer]:
    """The server of a key set, on a free port until the block ends."""
    published = KeyServer(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            published.reads += 1
            self.send_response(published.status)
            self.end_headers()
            self.wfile.write(published.answer.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    published.url = f"http://{HOST}:{server.server_port}/jwks.json"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield published
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
