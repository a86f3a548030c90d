"""The processes that the laptop runs beside itself: started, waited for, and never left behind."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from newsroom.failure import StepFailed

HOST = "127.0.0.1"
READY_SECONDS = 60
STOP_SECONDS = 10


def require_free(port: int, what: str, variable: str) -> None:
    """Raises `StepFailed` when something else listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise StepFailed(
                f"port {port} ({what}) is in use: stop what listens there, or choose another with {variable}=PORT"
            ) from None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Processes:
    """Children in process groups of their own; leaving the context stops them all, latest first."""

    logs: Path
    _children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict[str, subprocess.Popen[bytes]])

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in reversed(list(self._children)):
            self.stop(name)

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str], *, ready_url: str) -> None:
        """Starts the program and waits until `ready_url` answers. Raises `StepFailed`."""
        self.launch(name, command, environment)
        self.wait_until_ready(name, ready_url)

    def launch(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        with self._log(name).open("ab") as log:
            self._children[name] = subprocess.Popen(
                command,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_ready(self, name: str, url: str) -> None:
        def answers() -> bool:
            try:
                return httpx.get(url, timeout=1).is_success
            except httpx.HTTPError:
                return False

        deadline = time.monotonic() + READY_SECONDS
        while not answers():
            if self._children[name].poll() is not None:
                raise StepFailed(f"{name} stopped while starting: {self._last_line(name)}")
            if time.monotonic() > deadline:
                raise StepFailed(f"{name} did not answer within {READY_SECONDS} s; its log is {self._log(name)}")
            time.sleep(0.1)

    def group(self, name: str) -> int:
        """The id of the process, which is that of the group that it and its children are in."""
        return self._children[name].pid

    def stop(self, name: str) -> None:
        """Asks the process to end, and ends its whole group when it does not."""
        child = self._children.pop(name)
        if child.poll() is None:
            child.terminate()
            with suppress(subprocess.TimeoutExpired):
                child.wait(STOP_SECONDS)
        _end_group(child.pid)
        child.wait()

    def _log(self, name: str) -> Path:
        return self.logs / f"{name.lower().replace(' ', '-')}.log"

    def _last_line(self, name: str) -> str:
        lines = self._log(name).read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def wait_for(seen: Callable[[], bool], *, seconds: float, otherwise: str) -> float:
    """Waits until `seen()`; answers the seconds it took. Raises `StepFailed` with `otherwise`."""
    started = time.monotonic()
    while not seen():
        if time.monotonic() - started > seconds:
            raise StepFailed(otherwise)
        time.sleep(0.1)
    return time.monotonic() - started
