from concurrent.futures import Executor, Future
from typing import Any

from newsrec.interests.audience import AverageReader
from newsrec.serving.reasons.average import ASKED_AGAIN_AFTER_SECONDS, RENEWED_AFTER_SECONDS, KeptAverage
from newsrec.unavailable import Unavailable

AVERAGE = AverageReader(100, {"Acme": 0.1})


class Behind(Executor):
    """Runs what it was given when a test says so."""

    def __init__(self) -> None:
        self.waiting: list[Any] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.waiting.append(fn)
        return Future()

    def run(self) -> None:
        while self.waiting:
            self.waiting.pop()()


class Source:
    """Gives the answers one after another; None among them that it is away."""

    def __init__(self, *answers: AverageReader | Exception | None) -> None:
        self.answers = list(answers)
        self.now = 0.0
        self.behind = Behind()
        self.kept = KeptAverage(self.fetch, self.behind, lambda: self.now)

    def fetch(self) -> AverageReader | None:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_nobody_waits_for_the_average() -> None:
    source = Source(AVERAGE)
    assert source.kept() is None
    source.behind.run()
    assert source.kept() == AVERAGE


def test_it_is_asked_for_once_and_anew_after_an_hour() -> None:
    source = Source(AVERAGE, AverageReader(200, {}))
    source.kept()
    source.behind.run()
    source.now = RENEWED_AFTER_SECONDS - 1
    source.kept()
    assert source.behind.waiting == []
    source.now = RENEWED_AFTER_SECONDS
    assert source.kept() == AVERAGE
    source.behind.run()
    assert source.kept() == AverageReader(200, {})


def test_where_there_is_none_it_is_asked_for_sooner() -> None:
    source = Source(None, AVERAGE)
    source.kept()
    source.behind.run()
    source.now = ASKED_AGAIN_AFTER_SECONDS
    assert source.kept() is None
    source.behind.run()
    assert source.kept() == AVERAGE


def test_the_last_one_is_kept_while_the_file_is_away() -> None:
    source = Source(AVERAGE, Unavailable("s3"))
    source.kept()
    source.behind.run()
    source.now = RENEWED_AFTER_SECONDS
    source.kept()
    source.behind.run()
    assert source.kept() == AVERAGE
