"""A door in front of an AWS endpoint that stays shut for some: their requests fail as a test says."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import httpx

from newsroom.processes import HOST
from tests.integration.api.faulty import REFUSALS, Fault

NOT_PASSED_ON = frozenset({"host", "connection", "content-length", "content-encoding", "transfer-encoding", "date"})


@dataclass
class Door:
    """The fault of every request whose body holds a text; all others are passed on. A slow one is never answered."""

    url: str
    faults: dict[str, Fault] = field(default_factory=dict[str, Fault])
    closing: Event = field(default_factory=Event)

    def fault_of(self, body: bytes) -> Fault | None:
        return next((fault for text, fault in self.faults.items() if text.encode() in body), None)


def refusal(fault: Fault) -> tuple[int, Mapping[str, str], bytes]:
    status, code = REFUSALS.get(fault, (200, ""))
    body = {"__type": code, "message": code} if code else {"itemList": []}
    return status, {"Content-Type": "application/x-amz-json-1.0", "x-amzn-ErrorType": code}, json.dumps(body).encode()


@contextmanager
def door_to(endpoint_url: str) -> Iterator[Door]:
    with httpx.Client(base_url=endpoint_url, timeout=30) as behind:

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fault = door.fault_of(body)
                if fault == "slow":
                    door.closing.wait()
                status, headers, content = refusal(fault) if fault else self.passed_on(body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def passed_on(self, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
                answer = behind.post(self.path, content=body, headers=kept(dict(self.headers)))
                return answer.status_code, kept(answer.headers), answer.content

            def log_message(self, format: str, *args: object) -> None: ...

        with ThreadingHTTPServer((HOST, 0), Handler) as server:
            server.daemon_threads = True
            door = Door(f"http://{HOST}:{server.server_port}")
            Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield door
            finally:
                door.closing.set()
                server.shutdown()


def kept(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in NOT_PASSED_ON}
