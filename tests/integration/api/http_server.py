"""The API's functions behind a real HTTP server, which makes of a request what API Gateway makes of it."""

import base64
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from newsroom.processes import HOST

Function = Callable[[dict[str, Any]], Mapping[str, Any]]

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "QUERY")


@contextmanager
def serving(function_for: Callable[[str], Function]) -> Iterator[str]:
    """The server's address; `function_for` gives the function of a path. Answers one request after the other."""

    class Gateway(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            event = self._event()
            answer = function_for(event["path"])(event)
            body = answer["body"].encode() if answer["body"] else b""
            if answer.get("isBase64Encoded"):
                body = base64.b64decode(body)
            self.send_response(answer["statusCode"])
            for name, values in answer["multiValueHeaders"].items():
                for value in values:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def _event(self) -> dict[str, Any]:
            address = urlsplit(self.path)
            query = parse_qs(address.query, keep_blank_values=True)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: self.headers.get_all(name) or [] for name in self.headers}
            return {
                "httpMethod": self.command,
                "path": unquote(address.path),
                "resource": address.path,
                "headers": {name: values[-1] for name, values in headers.items()},
                "multiValueHeaders": headers,
                "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
                "multiValueQueryStringParameters": query or None,
                "requestContext": {"requestId": "request-1", "path": f"/v1{address.path}"},
                "body": base64.b64encode(body).decode() if body else None,
                "isBase64Encoded": bool(body),
            }

        def log_message(self, format: str, *args: object) -> None: ...

    for method in METHODS:
        setattr(Gateway, f"do_{method}", Gateway.answer)
    server = HTTPServer((HOST, 0), Gateway)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
