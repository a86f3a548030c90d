"""Popularity-Count counts users, and only training changes it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.recipes.model import Interaction, Query
from local_personalize.recipes.popularity_count import PopularityCount
from local_personalize.store.events import Events


def trained(*touched: tuple[int, int]) -> PopularityCount:
    recipe = PopularityCount()
    users, items = [user for user, _ in touched], [item for _, item in touched]
    recipe.train(Events.of(users, items, range(len(touched))), np.ones(len(touched)))
    return recipe


def test_a_user_counts_once_however_often_he_comes_back() -> None:
    recipe = trained((1, 5), (1, 5), (1, 5), (2, 3), (3, 3))
    assert recipe.rank(Query()) == [(3, 2.0), (5, 1.0)]


def test_the_ranking_is_the_same_for_all_users_and_no_event_changes_it() -> None:
    recipe = trained((1, 5), (2, 5), (2, 3))
    before = recipe.rank(Query(user=1, read=[5]))
    for user in range(5):
        recipe.observe(Interaction(user, None, 3, 10.0))
    assert recipe.rank(Query(user=2)) == before


def test_without_events_nothing_is_ranked_and_nothing_explained() -> None:
    assert trained().rank(Query()) == trained().explain(Query(), 1) == []


def test_the_users_of_an_item_are_its_explanation() -> None:
    (part,) = trained((1, 5), (2, 5)).explain(Query(), 5)
    assert (part.kind, part.item, part.time, part.share) == ("users of the item", 5, 1.0, 1.0)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8))))
def test_items_are_ordered_by_their_different_users(touched: list[tuple[int, int]]) -> None:
    ranking = trained(*touched).rank(Query())
    assert dict(ranking) == {item: len({user for user, of in touched if of == item}) for _, item in touched}
    assert ranking == sorted(ranking, key=lambda scored: (-scored[1], scored[0]))
