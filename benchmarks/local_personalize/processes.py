"""Servers as processes of their own, which end with the benchmark."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

GIB = 1 << 20
"""Kibibytes in one, as /proc counts."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers on `port`; `start_seconds` is how long it took until it said so."""

    process: subprocess.Popen[str]
    port: int
    start_seconds: float

    def memory(self) -> tuple[float, float]:
        """The largest and the present resident size in GiB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        sizes = {name: value for name, _, value in (line.partition(":") for line in lines)}
        return int(sizes["VmHWM"].split()[0]) / GIB, int(sizes["VmRSS"].split()[0]) / GIB

    def kill(self) -> None:
        """End it at once, as a power failure would."""
        self.process.kill()
        self.process.wait()


@contextmanager
def running(module: str, *arguments: str, numba_cache: Path) -> Iterator[Server]:
    """A module that serves on a free port and names it at the end of its first line."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "NUMBA_CACHE_DIR": str(numba_cache)},
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            raise RuntimeError(f"{module} did not start")
        yield Server(process, int(address.rpartition(":")[2]), time.perf_counter() - began)
    finally:
        _end(process)


def personalize(data: Path, numba_cache: Path) -> AbstractContextManager[Server]:
    """The local Amazon Personalize on a data folder."""
    return running("local_personalize", "--port", "0", "--data", str(data), numba_cache=numba_cache)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
