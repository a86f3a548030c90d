"""The command: serve Amazon Personalize on a port of this machine."""

import argparse
import fcntl
import gc
import os
import signal
import socket
import sqlite3
import sys
from pathlib import Path
from types import FrameType

import uvicorn

from local_personalize.app import Server
from local_personalize.clock import ManualClock, SystemClock
from local_personalize.operations import load
from local_personalize.service import Delays, Service
from local_personalize.wire.apis import load_apis

OUTSIDE_FAILED = 3


def main() -> int:
    """Serve until a signal ends it; 3 if the port or the data folder cannot be had."""
    options = _options()
    try:
        listener = _listen(options.host, options.port)
    except OSError as error:
        return _fail(f"cannot listen on {options.host}:{options.port}: {error.strerror}")
    try:
        options.data.mkdir(parents=True, exist_ok=True)
        _lock(options.data)
        clock = ManualClock() if options.clock == "manual" else SystemClock()
        delays = Delays(options.import_delay, options.training_delay, options.item_pickup_delay, options.resource_delay)
        service = Service(options.data, clock, delays)
    except (OSError, sqlite3.Error) as error:
        return _fail(f"cannot use the data folder {options.data}: {error}")
    load(service)
    gc.collect()
    gc.freeze()
    server = uvicorn.Server(
        uvicorn.Config(
            Server(service, load_apis(), checks_answers=options.check_answers, explains=options.explain),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
    )

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        server.should_exit = True

    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, end)  # before uvicorn takes over, and when it raises the signal again at its end
    print(f"local_personalize: http://{options.host}:{listener.getsockname()[1]}", flush=True)  # noqa: T201
    server.run(sockets=[listener])
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="local_personalize", description="Amazon Personalize on this machine.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=4599, help="0 takes a free one, which the first line names")
    parser.add_argument("--data", type=Path, required=True, help="folder that keeps everything; made if need be")
    parser.add_argument("--clock", choices=("system", "manual"), default="system")
    parser.add_argument("--import-delay", type=_seconds, default=0.0, help="seconds until an import is ACTIVE")
    parser.add_argument("--training-delay", type=_seconds, default=0.0, help="seconds until a version is ACTIVE")
    parser.add_argument(
        "--item-pickup-delay", type=_seconds, default=0.0, help="seconds until models recommend a new item"
    )
    parser.add_argument(
        "--resource-delay", type=_seconds, default=0.0, help="seconds that any other creation, update or deletion takes"
    )
    parser.add_argument("--check-answers", action="store_true", help="hold every answer against the service's models")
    parser.add_argument("--explain", action="store_true", help="answer /_local/explain: why an item is recommended")
    return parser.parse_args()


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0.0 <= seconds < float("inf"):
        raise ValueError(text)
    return seconds


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(1024)
    return listener


def _lock(folder: Path) -> int:
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return lock


def _fail(message: str) -> int:
    sys.stderr.write(f"local_personalize: {message}\n")
    return OUTSIDE_FAILED


if __name__ == "__main__":
    sys.exit(main())
