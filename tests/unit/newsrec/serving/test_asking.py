"""Questions with a time each; sources that don't answer are held by events that the test sets, not by sleeping."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from newsrec.serving.asking import CALLS_PER_SOURCE, MOST_CALLS, Asking, Outage, Round, TimeBudget
from newsrec.serving.breaker import Tolerance
from newsrec.unavailable import OutageKind, Unavailable

BRIEF = TimeBudget(personalised=0.05, whole=30, trending=20, history=20, just_published=20, popular=20, articles=20)


@contextmanager
def asking(
    budget: TimeBudget = BRIEF, kind: OutageKind = "absent", pauses: list[str] | None = None, failures: int = 1000
) -> Iterator[tuple[Asking, Event]]:
    """With an event that questions may wait for, which is set at the end."""
    released = Event()
    with ThreadPoolExecutor(MOST_CALLS) as executor:
        yield (
            Asking(
                executor,
                clock=time.monotonic,
                pause=lambda: pauses.append("pause") if pauses is not None else None,
                kind_of=lambda _: kind,
                budget=budget,
                tolerance=Tolerance(failures=failures, within_seconds=1000, pause_seconds=1000),
            ),
            released,
        )
        released.set()


def failing(times: int, then: str = "there") -> Callable[[], str]:
    left = iter(range(times))

    def answer() -> str:
        if next(left, None) is not None:
            raise Unavailable("away")
        return then

    return answer


def test_a_source_that_takes_too_long_is_not_waited_for() -> None:
    with asking() as (sources, released):
        round_ = Round(sources)
        slow = round_.ask("personalised", released.wait)
        assert round_.answer(slow, False) is False
        assert not released.is_set()
        assert round_.outages == [Outage("personalised", "slow")]


def test_the_time_of_the_whole_list_bounds_that_of_each_source() -> None:
    budget = TimeBudget(
        personalised=20, trending=20, history=20, just_published=20, popular=20, articles=20, whole=0.05
    )
    with asking(budget) as (sources, released):
        round_ = Round(sources)
        assert round_.answer(round_.ask("popular", released.wait), False) is False
        assert round_.outages == [Outage("popular", "slow")]


def test_abandoned_calls_take_no_place_of_another_source() -> None:
    with asking() as (sources, released):
        for _ in range(CALLS_PER_SOURCE + 3):
            round_ = Round(sources)
            assert round_.answer(round_.ask("personalised", released.wait), False) is False
        round_ = Round(sources)
        assert round_.answer(round_.ask("trending", lambda: "there"), "") == "there"


def test_a_source_with_too_many_calls_under_way_is_not_asked() -> None:
    with asking() as (sources, released):
        for _ in range(CALLS_PER_SOURCE):
            Round(sources).ask("personalised", released.wait)
        asked: list[str] = []
        round_ = Round(sources)
        round_.answer(round_.ask("personalised", lambda: asked.append("asked")), None)
        assert (asked, round_.outages) == ([], [Outage("personalised", "slow")])


@pytest.mark.parametrize("kind", ["throttled", "error"])
def test_what_may_pass_is_tried_once_more_after_a_pause(kind: OutageKind) -> None:
    pauses: list[str] = []
    with asking(kind=kind, pauses=pauses) as (sources, _):
        round_ = Round(sources)
        assert round_.answer(round_.ask("trending", failing(1)), "") == "there"
        assert (round_.outages, pauses) == ([], ["pause"])


@pytest.mark.parametrize("kind", ["throttled", "error"])
def test_what_fails_twice_is_an_outage_of_its_kind(kind: OutageKind) -> None:
    with asking(kind=kind) as (sources, _):
        round_ = Round(sources)
        assert round_.answer(round_.ask("trending", failing(2)), "without") == "without"
        assert round_.outages == [Outage("trending", kind)]


@pytest.mark.parametrize("kind", ["absent", "slow"])
def test_what_will_not_pass_is_not_tried_again(kind: OutageKind) -> None:
    with asking(kind=kind) as (sources, _):
        round_ = Round(sources)
        assert round_.answer(round_.ask("trending", failing(1)), "without") == "without"


def test_a_source_that_keeps_failing_is_not_asked_and_still_marked_as_it_failed() -> None:
    with asking(kind="throttled", failures=2) as (sources, _):
        asked: list[str] = []

        def fail() -> None:
            asked.append("asked")
            raise Unavailable("away")

        for _ in range(4):
            round_ = Round(sources)
            round_.answer(round_.ask("trending", fail), None)
            assert round_.outages == [Outage("trending", "throttled")]
        assert len(asked) == 4  # two lists, each with its second try


def test_what_is_necessary_is_asked_whatever_came_before() -> None:
    with asking(failures=1) as (sources, _):
        for _ in range(3):
            round_ = Round(sources)
            with pytest.raises(Unavailable, match="articles: absent"):
                round_.demand(round_.ask_anyway("articles", failing(1)))
        assert Round(sources).demand(Round(sources).ask_anyway("articles", failing(0))) == "there"
