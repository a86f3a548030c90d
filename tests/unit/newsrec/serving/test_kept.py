from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from newsrec.serving.just_published import ColdArticle
from newsrec.serving.kept import FRESH_SECONDS, USABLE_SECONDS, Kept, KeptShelf
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.records import NOW
from tests.unit.newsrec.serving.clocks import Clock


@dataclass
class Later(Executor):
    """Does what it is given when a test says so."""

    waiting: list[Callable[[], object]] = field(default_factory=list[Callable[[], object]])

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.waiting.append(lambda: fn(*args, **kwargs))
        return Future()

    def catch_up(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


@dataclass
class Counted:
    """Each fetch gives the next number, unless the source is away."""

    fetched: Iterator[int] = field(default_factory=lambda: iter(range(100)))
    away: bool = False

    def __call__(self) -> int:
        if self.away:
            raise Unavailable("away")
        return next(self.fetched)


def test_a_fresh_value_is_not_fetched_again() -> None:
    clock, later, fetch = Clock(), Later(), Counted()
    kept = Kept[int](later, clock)
    assert kept.value(fetch) == 0
    clock.seconds += FRESH_SECONDS - 0.1
    assert kept.value(fetch) == 0
    assert not later.waiting


def test_an_older_value_is_used_while_a_newer_one_is_fetched_once() -> None:
    clock, later, fetch = Clock(), Later(), Counted()
    kept = Kept[int](later, clock)
    kept.value(fetch)
    clock.seconds += FRESH_SECONDS
    assert [kept.value(fetch) for _ in range(3)] == [0, 0, 0]
    assert len(later.waiting) == 1
    later.catch_up()
    assert kept.value(fetch) == 1


def test_after_a_long_pause_the_value_is_waited_for() -> None:
    clock, later, fetch = Clock(), Later(), Counted()
    kept = Kept[int](later, clock)
    kept.value(fetch)
    clock.seconds += USABLE_SECONDS
    assert kept.value(fetch) == 1


def test_a_source_that_is_away_leaves_the_old_value_until_it_is_too_old() -> None:
    clock, later, fetch = Clock(), Later(), Counted()
    kept = Kept[int](later, clock)
    kept.value(fetch)
    fetch.away = True
    clock.seconds += FRESH_SECONDS
    assert kept.value(fetch) == 0
    later.catch_up()
    assert kept.value(fetch) == 0
    assert len(later.waiting) == 1
    clock.seconds += USABLE_SECONDS
    with pytest.raises(Unavailable):
        kept.value(fetch)


def test_a_kept_shelf_gives_no_article_that_has_become_too_old_meanwhile() -> None:
    class Shelf:
        def published_after(self, time: object) -> list[ColdArticle]:
            return [ColdArticle(article_id="old", published_at=NOW), ColdArticle(article_id="new", published_at=soon)]

    soon = NOW + timedelta(seconds=10)
    shelf = KeptShelf(Shelf(), Later(), Clock())
    assert [cold.article_id for cold in shelf.published_after(NOW - timedelta(seconds=1))] == ["old", "new"]
    assert [cold.article_id for cold in shelf.published_after(NOW)] == ["new"]
