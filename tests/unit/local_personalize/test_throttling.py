"""How many requests pass in a second."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.throttling import TokenBucket


def passing(rate: float, moments: list[float]) -> list[bool]:
    bucket = TokenBucket(moments[0])
    return [bucket.take(rate, moment) for moment in moments]


def test_the_requests_of_one_second_may_come_at_once() -> None:
    assert passing(3, [0.0] * 5) == [True, True, True, False, False]


def test_what_was_used_comes_back_with_time() -> None:
    assert passing(2, [0.0, 0.0, 0.0, 0.5, 0.5, 60.0, 60.0, 60.0]) == [
        *(True, True, False),
        *(True, False),
        *(True, True, False),
    ]


@given(st.integers(1, 20), st.lists(st.integers(0, 400), min_size=1, max_size=300))
def test_never_more_pass_than_the_rate_allows_and_a_steady_client_always_does(rate: int, gaps: list[int]) -> None:
    moment, moments = 0.0, list[float]()
    for gap in gaps:
        moment += gap / 256
        moments.append(moment)
    passed = [moment for moment, passes in zip(moments, passing(rate, moments), strict=True) if passes]
    for first, moment in enumerate(passed):
        within = sum(1 for other in passed[first:] if other - moment <= 1.0)
        assert within <= 2 * rate
    assert all(passing(rate, [number / rate for number in range(50)]))


@pytest.mark.parametrize("rate", (1.0, 5.0))
def test_a_rate_that_rises_holds_from_the_next_request_on(rate: float) -> None:
    bucket = TokenBucket(0.0)
    assert [bucket.take(rate, 0.0) for _ in range(int(rate) + 1)][-1] is False
    assert bucket.take(100.0, 0.1)
