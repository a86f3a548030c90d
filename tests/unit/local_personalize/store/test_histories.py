"""Histories join what was loaded with what came since."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.store.events import Events
from local_personalize.store.histories import Histories

touches = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 1), st.integers(0, 99)), max_size=30)


def as_events(rows: list[tuple[int, int, int, int]]) -> Events:
    columns = np.array(rows, np.int64).reshape(-1, 4)
    users, items, types, times = columns.T
    return replace(Events.of(users, items, np.zeros(len(rows))), types=types, times=times).in_order()


@given(touches, touches)
def test_a_user_has_all_events_newest_first(
    loaded: list[tuple[int, int, int, int]], live: list[tuple[int, int, int, int]]
) -> None:
    histories = Histories(as_events(loaded), users=3)
    for user, item, type, time in live:
        histories.add(user, item, type, time)
    rows = [row for row in loaded if row[0] < 3] + live
    for user in range(4):
        found = histories.newest_first(user)
        assert sorted(found) == sorted((time, item, type) for who, item, type, time in rows if who == user)
        assert [time for time, _, _ in found] == sorted((time for time, _, _ in found), reverse=True)


def test_the_newest_hundred_of_each_type_are_considered() -> None:
    histories = Histories(as_events([(0, item, item % 2, item) for item in range(300)]), users=1)
    considered = list(histories.considered(0))
    assert len(considered) == 200
    assert min(time for time, _, _ in considered) == 100
