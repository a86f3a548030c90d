"""Asking several sources side by side, each for no longer than its time, and all for no longer than the list has."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from threading import Lock
from typing import Annotated, Final, Generic, Literal, TypeVar

from newsrec.rules.decoding import Range
from newsrec.serving.breaker import CircuitBreaker, Tolerance
from newsrec.unavailable import OutageKind, Unavailable

T = TypeVar("T")
Otherwise = TypeVar("Otherwise")

SourceName = Literal["personalised", "trending", "history", "just_published", "popular", "articles", "postprocess"]

CALLS_PER_SOURCE: Final = 8
"""Calls of one source that may be under way; those that were abandoned count until they end."""
MOST_CALLS: Final = 7 * CALLS_PER_SOURCE
"""Threads with which no source can take another one's."""

_TRIED_AGAIN: Final = frozenset[OutageKind]({"throttled", "error"})

Seconds = Annotated[float, Range(0.001, 60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBudget:
    """How many seconds a list waits for each source, counted from the question, and for all of them together."""

    personalised: Seconds = 0.3
    trending: Seconds = 0.3
    history: Seconds = 0.2
    just_published: Seconds = 0.2
    popular: Seconds = 0.2
    articles: Seconds = 0.5
    postprocess: Seconds = 0.3
    whole: Seconds = 0.8


USUAL_BUDGET: Final = TimeBudget()
USUAL_TOLERANCE: Final = Tolerance()


@dataclass(frozen=True, slots=True)
class Outage:
    """A source that a list had to do without, and why."""

    source: str
    kind: OutageKind


@dataclass(frozen=True, slots=True)
class Asked(Generic[T]):
    """A question that is under way until a moment on the clock, or why it was not put."""

    source: SourceName
    future: Future[T] | None
    until: float = 0
    refused: OutageKind = "slow"


class Asking:
    """What the lists of one container share: threads, breakers and counts of calls.

    `clock` gives seconds from any start, `pause` waits some milliseconds, never the same, before a second try, and
    `kind_of` tells what an error of a source means.
    """

    def __init__(
        self,
        executor: Executor,
        *,
        clock: Callable[[], float],
        pause: Callable[[], None],
        kind_of: Callable[[Unavailable], OutageKind],
        budget: TimeBudget = USUAL_BUDGET,
        tolerance: Tolerance = USUAL_TOLERANCE,
    ) -> None:
        self.executor = executor
        self.clock = clock
        self.budget = budget
        self.kind_of = kind_of
        self._pause = pause
        self._tolerance = tolerance
        self.last_outage: dict[str, OutageKind] = {}
        self._breakers: dict[str, CircuitBreaker] = {}
        self._under_way: Counter[str] = Counter()
        self._lock = Lock()

    def breaker(self, source: str) -> CircuitBreaker:
        with self._lock:
            return self._breakers.setdefault(source, CircuitBreaker(self._tolerance, self.clock))

    def start(self, source: str, question: Callable[[], T], until: float) -> Future[T] | None:
        """The question in a thread of its own, unless too many of this source are under way."""
        with self._lock:
            if self._under_way[source] >= CALLS_PER_SOURCE:
                return None
            self._under_way[source] += 1

        def ask() -> T:
            try:
                return self._tried(question, until)
            finally:
                with self._lock:
                    self._under_way[source] -= 1

        return self.executor.submit(ask)

    def _tried(self, question: Callable[[], T], until: float) -> T:
        """Tries once more what may pass, where as much time is left as the first try took."""
        started = self.clock()
        try:
            return question()
        except Unavailable as error:
            now = self.clock()
            if self.kind_of(error) not in _TRIED_AGAIN or now + (now - started) >= until:
                raise
        self._pause()
        return question()


class Round:
    """The questions of one list. Its time runs from when it is made; what failed is in `outages`."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._ends = asking.clock() + asking.budget.whole
        self.outages: list[Outage] = []

    def ask(self, source: SourceName, question: Callable[[], T]) -> Asked[T]:
        """Puts the question now, if the source's breaker lets it through; `answer` waits for it."""
        if not self._asking.breaker(source).admits():
            return Asked(source, None, refused=self._asking.last_outage.get(source, "slow"))
        return self.ask_anyway(source, question)

    def ask_anyway(self, source: SourceName, question: Callable[[], T]) -> Asked[T]:
        """Puts the question now, whatever its breaker says: for `demand`."""
        allowed: float = getattr(self._asking.budget, source)
        until = min(self._asking.clock() + allowed, self._ends)
        return Asked(source, self._asking.start(source, question, until), until)

    def answer(self, asked: Asked[T], otherwise: Otherwise) -> T | Otherwise:
        """The answer; `otherwise` where none came in time, which is noted as an outage."""
        breaker = self._asking.breaker(asked.source)
        try:
            answer = self._waited(asked)
        except _NoAnswer as none:
            self.outages.append(Outage(asked.source, none.kind))
            if asked.future:
                self._asking.last_outage[asked.source] = none.kind
                breaker.failed()
            return otherwise
        breaker.succeeded()
        return answer

    def demand(self, asked: Asked[T]) -> T:
        """The answer of a source that nothing goes without. Raises `Unavailable`."""
        try:
            return self._waited(asked)
        except _NoAnswer as none:
            raise Unavailable(f"{asked.source}: {none.kind}") from none

    def _waited(self, asked: Asked[T]) -> T:
        """Raises `_NoAnswer`."""
        if asked.future is None:
            raise _NoAnswer(asked.refused)
        try:
            return asked.future.result(timeout=max(0, asked.until - self._asking.clock()))
        except Late:
            raise _NoAnswer("slow") from None
        except Unavailable as error:
            raise _NoAnswer(self._asking.kind_of(error)) from error


class _NoAnswer(Exception):
    def __init__(self, kind: OutageKind) -> None:
        super().__init__(kind)
        self.kind: OutageKind = kind
