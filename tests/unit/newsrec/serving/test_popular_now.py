from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.serving.popular_now import LEAST_CLICKS, clicks_now, window_at, windows_back_from

NOW = datetime(2026, 3, 2, 9, 20, tzinfo=UTC)
MANY = LEAST_CLICKS


def test_a_window_is_named_by_when_its_quarter_of_an_hour_began_in_utc() -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    times = (NOW, NOW.replace(minute=59, second=59), datetime(2026, 3, 2, 14, 50, tzinfo=india))
    assert [window_at(time) for time in times] == ["2026-03-02T09:15", "2026-03-02T09:45", "2026-03-02T09:15"]


def test_the_windows_back_from_a_moment_are_those_of_six_hours() -> None:
    windows = list(windows_back_from(NOW))
    assert (windows[0], windows[1], windows[-1], len(windows)) == (
        *("2026-03-02T09:15", "2026-03-02T09:00", "2026-03-02T03:30"),
        24,
    )


def test_the_window_before_counts_by_the_part_that_the_last_quarter_of_an_hour_covers() -> None:
    assert clicks_now([{"a": MANY}, {"a": 30, "b": 60}], NOW) == pytest.approx({"a": MANY + 20, "b": 40})


def test_while_clicks_are_few_whole_windows_are_added_until_they_are_enough() -> None:
    windows = [{"a": 1}, {"b": 2}, {"c": MANY}, {"d": 5 * MANY}]
    assert clicks_now(windows, NOW) == {"c": MANY, "b": 2, "a": 1}


def test_by_day_no_more_than_two_windows_are_read() -> None:
    read: list[int] = []

    def windows() -> Iterator[Mapping[str, int]]:
        for number in range(5):
            read.append(number)
            yield {"a": MANY}

    clicks_now(windows(), NOW)
    assert read == [0, 1]


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(1, 200)), max_size=6), st.integers(0, 899))
def test_the_most_clicked_come_first_and_no_click_counts_more_than_once(
    windows: list[dict[str, int]], seconds: int
) -> None:
    counted = clicks_now(windows, NOW.replace(minute=15) + timedelta(seconds=seconds))
    assert list(counted.values()) == sorted(counted.values(), reverse=True)
    for article_id, clicks in counted.items():
        assert clicks <= sum(window.get(article_id, 0) for window in windows)
        assert clicks >= (windows[0].get(article_id, 0) if windows else 0)
