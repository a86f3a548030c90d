"""Rates fade by their half-lives, in all, as a next read, and by context."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.recipes.model import Interaction
from local_personalize.recipes.next_item.memory import Memory
from local_personalize.recipes.next_item.rates import ALL, HALF_LIVES, LANDMARK, NEXT, SPEEDS

NOW = 1_700_000_000.0
steps = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.floats(0, 3000)), min_size=1, max_size=60)


@given(steps)
def test_counts_are_the_faded_sums_of_their_events(rows: list[tuple[int, int, float]]) -> None:
    memory, time = Memory(0), NOW
    expected = [[0.0] * SPEEDS for _ in range(4)]
    seen: dict[int, tuple[float, set[int]]] = {}
    for user, item, pause in rows:
        time += pause
        for counts in expected:
            for speed in range(SPEEDS):
                counts[speed] *= 2 ** (-pause / HALF_LIVES[speed])
        last, session = seen.get(user, (0.0, set[int]()))
        if time - last > 1800:
            session = set()
        is_next = bool(session) and item not in session
        for speed in range(SPEEDS if is_next else NEXT):
            expected[item][speed] += 1.0
        seen[user] = time, session | {item}
        memory.observe(Interaction(user, None, item, time))
    scale = 2 ** ((memory.rates.times[LANDMARK] - time) / HALF_LIVES)
    for item in range(4):
        assert (memory.rates.counts[item] * scale).tolist() == pytest.approx(expected[item], rel=1e-6, abs=1e-9)


def test_a_wrong_timestamp_moves_the_clock_on_by_an_hour_at_most() -> None:
    memory = Memory(0)
    memory.observe(Interaction(1, None, 1, NOW))
    memory.observe(Interaction(2, None, 2, NOW + 30 * 86_400))
    assert memory.now == NOW + 3600
    memory.observe(Interaction(3, None, 1, NOW + 60))
    assert memory.rates.counts[1, ALL] > 0.0


def test_items_and_users_of_any_index_find_room() -> None:
    memory = Memory(2)
    memory.observe(Interaction(1, None, 1, NOW, 1.0, (0, 40)))
    memory.observe(Interaction(1, None, 70_000, NOW + 1, 1.0, (0, 40)))
    memory.observe(Interaction(300_000, None, 1, NOW + 2, 1.0, (-1, 0)))
    assert memory.rates.by_context[0, 0, 70_000, 0] > 0.0
    assert memory.rates.first[1] == NOW
