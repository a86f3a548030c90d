from hypothesis import given
from hypothesis import strategies as st

from newsrec.serving.refusals import MOST_ASKED, Refusals
from newsrec.surfaces import load

HOME = load("home")
lists = st.lists(st.integers(0, 50).flatmap(lambda offered: st.tuples(st.just(offered), st.integers(0, offered))))


def test_a_surface_that_refuses_nothing_asks_for_its_overfetch() -> None:
    assert Refusals().to_ask_for(HOME, 10) == 10 * HOME.overfetch


def test_where_half_is_refused_twice_as_many_are_asked_for() -> None:
    refusals = Refusals()
    for _ in range(200):
        refusals.learn(HOME, offered=40, refused=20)
    assert refusals.to_ask_for(HOME, 10) in (20 * HOME.overfetch - 1, 20 * HOME.overfetch)


def test_surfaces_learn_apart() -> None:
    refusals = Refusals()
    refusals.learn(HOME, offered=1, refused=1)
    assert refusals.to_ask_for(load("section"), 10) == 10 * load("section").overfetch


@given(lists, st.integers(1, 50))
def test_never_less_than_the_overfetch_nor_more_than_three_times_it_nor_than_a_model_gives(
    counted: list[tuple[int, int]], limit: int
) -> None:
    refusals = Refusals()
    for offered, refused in counted:
        refusals.learn(HOME, offered=offered, refused=refused)
    least = HOME.overfetch * limit
    assert min(least, MOST_ASKED) <= refusals.to_ask_for(HOME, limit) <= min(3 * least, MOST_ASKED)
