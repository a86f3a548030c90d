"""Trending-Now puts what is rising before what is merely popular."""

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.recipes.model import Interaction, Query, interactions
from local_personalize.recipes.trending_now import TrendingNow
from local_personalize.store.events import Events

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


def test_a_larger_rise_comes_before_a_smaller_one_of_a_more_popular_item() -> None:
    popular, rising = steady(1, 40, intervals=8), steady(2, 10, intervals=8)
    assert ranking(*popular, *risen(1, 10), *rising, *risen(2, 30)) == [2, 1]


def test_of_items_that_fall_the_steeper_comes_last_though_it_has_more_events() -> None:
    fallen = [(time - INTERVAL, 1) for time, _ in risen(1, 100)]
    assert ranking(*fallen, *risen(1, 15), *steady(2, 10, intervals=8)) == [2, 1]


def test_what_had_no_event_in_the_last_two_intervals_is_not_ranked() -> None:
    assert ranking((NOW - 3 * INTERVAL, 1), (NOW - 1.5 * INTERVAL, 2), (NOW, 2)) == [2]


def test_a_rise_is_over_when_the_next_interval_has_as_much() -> None:
    later = [(time + INTERVAL, item) for time, item in steady(1, 12, intervals=3)]
    assert ranking(*risen(2, 9), *steady(1, 12, intervals=2)) == [2, 1]
    assert ranking(*risen(2, 9), *[(time + INTERVAL, item) for time, item in risen(2, 9)], *later) == [1, 2]


def test_an_explanation_tells_the_events_from_their_increase() -> None:
    recipe = TrendingNow(INTERVAL)
    for time, item in risen(2, 9):
        recipe.observe(Interaction(0, None, item, time))
    parts = recipe.explain(Query(), 2)
    assert [part.kind for part in parts] == ["increase", "events of the last interval"]
    assert sum(part.share for part in parts) == 1.0
    assert recipe.explain(Query(), 3) == recipe.explain(Query(), 10_000) == []


rows_of_events = st.tuples(st.integers(0, 1500), st.integers(0, 40_000), st.sampled_from([0.25, 1.0]))


@given(st.lists(rows_of_events, min_size=1, max_size=80), st.integers(0, 80))
def test_training_on_a_history_is_learning_it_event_by_event(rows: list[tuple[int, int, float]], later: int) -> None:
    rows.sort(key=lambda row: row[1])
    events = Events.of([0] * len(rows), [item for item, _, _ in rows], [NOW + time for _, time, _ in rows])
    weights = np.array([weight for _, _, weight in rows])
    taught_from = min(later, len(rows))
    trained, taught = TrendingNow(INTERVAL), TrendingNow(INTERVAL)
    trained.train(events.taking(slice(taught_from)), weights[:taught_from])
    for interaction in interactions(events, weights)[taught_from:]:
        trained.observe(interaction)
    for interaction in interactions(events, weights):
        taught.observe(interaction)
    assert trained.time.now == taught.time.now
    assert trained.rank(Query()) == taught.rank(Query()) == pickle.loads(pickle.dumps(trained)).rank(Query())
