"""Counts of what the server did, by operation."""

import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from local_personalize.clock import Clock

LATENCIES_KEPT = 1000


@dataclass(slots=True)
class Outcome:
    """How a request ended: the code of its error, or none."""

    error: str | None = None


class Metrics:
    """Requests, errors and the newest latencies of each operation."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.started = clock.now()
        self.requests: Counter[str] = Counter()
        self.errors: Counter[tuple[str, str]] = Counter()
        self.latencies: dict[str, deque[float]] = {}

    @contextmanager
    def measure(self, operation: str) -> Iterator[Outcome]:
        """Count a request and the time it takes."""
        began = time.perf_counter()
        outcome = Outcome()
        yield outcome
        self.requests[operation] += 1
        self.latencies.setdefault(operation, deque(maxlen=LATENCIES_KEPT)).append(time.perf_counter() - began)
        if outcome.error:
            self.errors[operation, outcome.error] += 1

    def summary(self) -> dict[str, Any]:
        """All of it as JSON; latencies in milliseconds."""
        return {
            "uptime_seconds": self.clock.now() - self.started,
            "operations": {
                operation: {
                    "requests": count,
                    "errors": {code: n for (name, code), n in self.errors.items() if name == operation},
                    **_percentiles(list(self.latencies[operation])),
                }
                for operation, count in self.requests.items()
            },
        }


def _percentiles(latencies: list[float]) -> dict[str, float]:
    cuts = quantiles(latencies * 2, n=100, method="inclusive")
    return {"p50_ms": cuts[49] * 1000, "p99_ms": cuts[98] * 1000}
