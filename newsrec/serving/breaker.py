"""A circuit breaker: a source that keeps failing is left alone for a while, and costs no time meanwhile."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """So many failures within so many seconds open a breaker, which then refuses for `pause_seconds`."""

    failures: int = 5
    within_seconds: float = 10
    pause_seconds: float = 5


class CircuitBreaker:
    """Of one source, shared by threads; `clock` gives seconds from any start.

    Closed it admits every call. Open it admits one call per pause, as a trial: the first success closes it, a failure
    begins a new pause.
    """

    def __init__(self, tolerance: Tolerance, clock: Callable[[], float]) -> None:
        self._tolerance = tolerance
        self._clock = clock
        self._failed_at: deque[float] = deque(maxlen=tolerance.failures)
        self._pausing_since: float | None = None
        self._lock = Lock()

    def admits(self) -> bool:
        with self._lock:
            if self._pausing_since is None:
                return True
            now = self._clock()
            if now - self._pausing_since < self._tolerance.pause_seconds:
                return False
            self._pausing_since = now
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._pausing_since = None
            self._failed_at.clear()

    def failed(self) -> None:
        with self._lock:
            now = self._clock()
            self._failed_at.append(now)
            often = len(self._failed_at) == self._tolerance.failures
            if self._pausing_since is not None or (
                often and now - self._failed_at[0] <= self._tolerance.within_seconds
            ):
                self._pausing_since = now
