"""A lean HTTP client: one kept connection, requests that are bytes beforehand, and as little work as can be."""

import json
import socket
import time
from types import TracebackType
from typing import Any, NamedTuple

HEADERS_END = b"\r\n\r\n"
LENGTH = b"content-length:"
LONGEST_IDLE = 2.0
"""Seconds after which a connection is made anew, before the server closes it."""


class Answer(NamedTuple):
    """The status and the body of an answer."""

    status: int
    body: bytes


def request(path: str, body: Any, *, target: str = "") -> bytes:
    """A POST request with a JSON body, ready to be sent; `target` names an operation of the control API."""
    content = json.dumps(body).encode()
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: local",
        "Content-Type: application/json",
        f"Content-Length: {len(content)}",
    ]
    if target:
        lines.append(f"X-Amz-Target: AmazonPersonalize.{target}")
    return "\r\n".join(lines).encode() + HEADERS_END + content


class Connection:
    """One kept connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = self._connected()
        self.used = time.monotonic()

    def __enter__(self) -> "Connection":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.socket.close()

    def ask(self, prepared: bytes) -> Answer:
        """Send a request and wait for the whole answer; ConnectionError if the server goes away."""
        if time.monotonic() - self.used > LONGEST_IDLE:
            self.socket.close()
            self.socket = self._connected()
        self.socket.sendall(prepared)
        data = self._received()
        while (end := data.find(HEADERS_END)) < 0:
            data += self._received()
        start = end + len(HEADERS_END)
        size = start + _content_length(data[:start])
        while len(data) < size:
            data += self._received()
        self.used = time.monotonic()
        return Answer(int(data[9:12]), data[start:size])

    def call(self, path: str, body: Any, *, target: str = "") -> dict[str, Any]:
        """The members of an answer; RuntimeError with the message of one that is an error."""
        status, content = self.ask(request(path, body, target=target))
        if status != 200:
            raise RuntimeError(f"{target or path}: {status} {content.decode(errors='replace')}")
        return json.loads(content)

    def _connected(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=600)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def _received(self) -> bytes:
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data


def _content_length(head: bytes) -> int:
    lowered = head.lower()
    start = lowered.index(LENGTH) + len(LENGTH)
    return int(lowered[start : lowered.index(b"\r\n", start)])
