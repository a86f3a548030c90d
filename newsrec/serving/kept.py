"""Values that are the same for all readers, kept for some seconds and renewed while the old one is used."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime
from threading import Lock
from typing import Final, Generic, TypeVar

from newsrec.serving.just_published import ColdArticle
from newsrec.serving.ports import Popular, Shelf
from newsrec.unavailable import Unavailable

T = TypeVar("T")

FRESH_SECONDS: Final = 2.0
"""How long a value is used as it is."""
USABLE_SECONDS: Final = 30.0
"""How long an older one is still used while a newer one is fetched, or in vain waited for."""


class Kept(Generic[T]):
    """One value, with the time it was fetched; `clock` gives seconds from any start."""

    def __init__(self, executor: Executor, clock: Callable[[], float]) -> None:
        self._executor = executor
        self._clock = clock
        self._value: tuple[T, float] | None = None
        self._renewing = False
        self._lock = Lock()

    def value(self, fetch: Callable[[], T]) -> T:
        """The kept value, or at the first time and after a long pause the fetched one.

        Raises `Unavailable` when that can't be fetched.
        """
        with self._lock:
            kept = self._value
            age = self._clock() - kept[1] if kept else USABLE_SECONDS
            renew = FRESH_SECONDS <= age < USABLE_SECONDS and not self._renewing
            self._renewing = self._renewing or renew
        if kept is None or age >= USABLE_SECONDS:
            return self._fetched(fetch)
        if renew:
            self._executor.submit(self._renew, fetch)
        return kept[0]

    def _fetched(self, fetch: Callable[[], T]) -> T:
        asked_at = self._clock()
        value = fetch()
        with self._lock:
            self._value = value, asked_at
        return value

    def _renew(self, fetch: Callable[[], T]) -> None:
        try:
            self._fetched(fetch)
        except Unavailable:
            pass  # the old value is used on, and fetched for anew at the next question
        finally:
            with self._lock:
                self._renewing = False


class KeptShelf:
    """A shelf that is read once in a while; `published_after` is asked with the same age every time."""

    def __init__(self, shelf: Shelf, executor: Executor, clock: Callable[[], float]) -> None:
        self._shelf = shelf
        self._kept = Kept[Sequence[ColdArticle]](executor, clock)

    def published_after(self, time: datetime) -> Sequence[ColdArticle]:
        """Raises `Unavailable`."""
        shelf = self._kept.value(lambda: self._shelf.published_after(time))
        return [cold for cold in shelf if cold.published_at > time]


class KeptPopular:
    """Popular articles that are counted once in a while; `most` is the same every time."""

    def __init__(self, popular: Popular, executor: Executor, clock: Callable[[], float]) -> None:
        self._popular = popular
        self._kept = Kept[Mapping[str, float]](executor, clock)

    def most_clicked(self, now: datetime, *, most: int) -> Mapping[str, float]:
        """Raises `Unavailable`."""
        return self._kept.value(lambda: self._popular.most_clicked(now, most=most))
