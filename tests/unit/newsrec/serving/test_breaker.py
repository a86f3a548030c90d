from hypothesis import given
from hypothesis import strategies as st

from newsrec.serving.breaker import CircuitBreaker, Tolerance
from tests.unit.newsrec.serving.clocks import Clock

TOLERANCE = Tolerance(failures=3, within_seconds=10, pause_seconds=5)


def opened(clock: Clock) -> CircuitBreaker:
    breaker = CircuitBreaker(TOLERANCE, clock)
    for _ in range(TOLERANCE.failures):
        breaker.failed()
    return breaker


def test_so_many_failures_in_a_short_time_open_it() -> None:
    breaker = CircuitBreaker(TOLERANCE, Clock())
    for _ in range(TOLERANCE.failures):
        assert breaker.admits()
        breaker.failed()
    assert not breaker.admits()


def test_failures_far_apart_leave_it_closed() -> None:
    clock = Clock()
    breaker = CircuitBreaker(TOLERANCE, clock)
    for _ in range(10):
        breaker.failed()
        clock.seconds += 5.1
        assert breaker.admits()


def test_a_success_between_failures_is_forgiven_what_came_before() -> None:
    breaker = CircuitBreaker(TOLERANCE, Clock())
    for _ in range(10):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert breaker.admits()


def test_after_the_pause_one_call_is_admitted_as_a_trial() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.seconds += TOLERANCE.pause_seconds
    assert [breaker.admits() for _ in range(3)] == [True, False, False]


def test_a_trial_that_fails_begins_a_new_pause_and_one_that_succeeds_closes_it() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.seconds += TOLERANCE.pause_seconds
    assert breaker.admits()
    clock.seconds += 1
    breaker.failed()
    clock.seconds += TOLERANCE.pause_seconds - 0.1
    assert not breaker.admits()
    clock.seconds += 0.1
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.admits() and breaker.admits()


def test_a_trial_of_which_nothing_is_heard_is_followed_by_another_after_a_pause() -> None:
    clock = Clock()
    breaker = opened(clock)
    for _ in range(3):
        clock.seconds += TOLERANCE.pause_seconds
        assert breaker.admits()
        assert not breaker.admits()


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 4)), max_size=60))
def test_a_source_that_never_answers_is_asked_at_most_once_per_pause_after_the_first_failures(
    calls: list[tuple[bool, float]],
) -> None:
    clock = Clock()
    breaker = opened(clock)
    begun, asked = clock.seconds, 0
    for fails_at_once, later in calls:
        clock.seconds += later
        if breaker.admits():
            asked += 1
            if fails_at_once:
                breaker.failed()
    assert asked <= (clock.seconds - begun) / TOLERANCE.pause_seconds
