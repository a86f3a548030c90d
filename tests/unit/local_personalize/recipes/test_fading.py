"""Fading counts rank as the sum of fading events does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.recipes.fading import EventTime, FadingCounts, best

events = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 100_000)), min_size=1, max_size=30)


def obvious_counts(events: list[tuple[int, int]], half_life: float, now: float) -> list[float]:
    return [sum(2.0 ** ((time - now) / half_life) for item, time in events if item == wanted) for wanted in range(6)]


@given(events, st.sampled_from((60.0, 3600.0)))
def test_counts_are_halved_every_half_life_in_any_order_of_events(
    events: list[tuple[int, int]], half_life: float
) -> None:
    counts = FadingCounts(half_life)
    for item, time in events:
        counts.add(item, time)
    assert counts.at(100_000.0)[:6] == pytest.approx(obvious_counts(events, half_life, 100_000.0), abs=1e-9)


@given(events, events)
def test_many_events_at_once_count_like_one_by_one(early: list[tuple[int, int]], late: list[tuple[int, int]]) -> None:
    at_once, one_by_one = FadingCounts(3600.0), FadingCounts(3600.0)
    at_once.add_many(
        np.array([item for item, _ in early]), np.array([float(time) for _, time in early]), np.ones(len(early))
    )
    for item, time in early:
        one_by_one.add(item, time)
    for item, time in late:
        at_once.add(item, time)
        one_by_one.add(item, time)
    assert at_once.at(100_000.0)[:6] == pytest.approx(one_by_one.at(100_000.0)[:6], abs=1e-9)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=20), st.integers(1, 25))
def test_the_best_come_first_and_equal_ones_by_index(scores: list[int], count: int) -> None:
    expected = sorted((index for index, score in enumerate(scores) if score), key=lambda index: (-scores[index], index))
    assert best(np.array(scores, dtype=float), count) == expected[:count]


def test_one_wrong_timestamp_moves_the_time_by_an_hour_at_most() -> None:
    time = EventTime()
    time.advance(1_000_000.0)
    assert time.advance(9_000_000.0) == 1_003_600.0
    assert time.now == 1_003_600.0
    assert time.advance(1_000_010.0) == 1_000_010.0
    assert time.now == 1_003_600.0


def test_a_pause_of_many_years_is_over_after_a_few_events() -> None:
    time = EventTime()
    time.advance(5.0)
    for second in range(25):
        time.advance(1_700_000_000.0 + second)
    assert time.now == 1_700_000_024.0
