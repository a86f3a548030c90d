"""Trending-Now puts what is rising before what is merely popular."""

from local_personalize.recipes.model import Interaction, Query
from local_personalize.recipes.trending_now import TrendingNow

INTERVAL = 1800.0
NOW = 1_700_000_000.0


def ranking(*events: tuple[float, int]) -> list[int]:
    recipe = TrendingNow(INTERVAL)
    for time, item in sorted(events):
        recipe.observe(Interaction(0, None, item, time))
    return [item for item, _ in recipe.rank(Query())]


def steady(item: int, count: int, intervals: int) -> list[tuple[float, int]]:
    start = NOW - intervals * INTERVAL
    return [(start + INTERVAL * number / count, item) for number in range(count * intervals)]


def risen(item: int, count: int) -> list[tuple[float, int]]:
    return [(NOW - INTERVAL + INTERVAL * number / count, item) for number in range(count)]


def test_an_item_that_rose_in_the_last_interval_comes_before_a_steady_one_with_more_events() -> None:
    assert ranking(*steady(1, 12, intervals=8), *risen(2, 9)) == [2, 1]


def test_an_item_in_decline_comes_after_a_steady_one() -> None:
    declining = [(time - 1.5 * INTERVAL, 1) for time, _ in risen(1, 40)]
    assert ranking(*declining, *steady(2, 10, intervals=8)) == [2, 1]


def test_every_event_changes_the_ranking_at_once() -> None:
    recipe = TrendingNow(INTERVAL)
    for time, item in steady(1, 3, intervals=2):
        recipe.observe(Interaction(0, None, item, time))
    assert [item for item, _ in recipe.rank(Query())] == [1]
    for second in range(3):
        recipe.observe(Interaction(0, None, 2, NOW + second))
    assert [item for item, _ in recipe.rank(Query())] == [2, 1]


def test_when_nothing_rises_the_order_is_that_of_popularity() -> None:
    assert ranking(*steady(1, 5, intervals=10), *steady(2, 20, intervals=10), *steady(3, 10, intervals=10)) == [2, 3, 1]
