"""The average reader, kept by a container and renewed behind its answers."""

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from threading import Lock
from typing import Final

from newsrec.interests.audience import AverageReader
from newsrec.unavailable import Unavailable

RENEWED_AFTER_SECONDS: Final = 3600.0
"""It changes with each training."""
ASKED_AGAIN_AFTER_SECONDS: Final = 60.0
"""Where there was none."""


class KeptAverage:
    """Answers at once: None until it was fetched, and again the last one where it can't be fetched anew.

    `clock` gives seconds from any start.
    """

    def __init__(
        self, fetch: Callable[[], AverageReader | None], executor: Executor, clock: Callable[[], float]
    ) -> None:
        self._fetch = fetch
        self._executor = executor
        self._clock = clock
        self._average: AverageReader | None = None
        self._asked_at: float | None = None
        self._lock = Lock()

    def __call__(self) -> AverageReader | None:
        now = self._clock()
        with self._lock:
            rest = RENEWED_AFTER_SECONDS if self._average else ASKED_AGAIN_AFTER_SECONDS
            due = self._asked_at is None or now - self._asked_at >= rest
            if due:
                self._asked_at = now
        if due:
            self._executor.submit(self._renew)
        return self._average

    def _renew(self) -> None:
        with suppress(Unavailable):  # then the old one is used on
            self._average = self._fetch()
