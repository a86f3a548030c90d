"""Similar-Items goes by the same users, and by attributes where these are few."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.filters.attribute_tests import Attributes
from local_personalize.recipes.model import Interaction, Query
from local_personalize.recipes.similar_items import SimilarItems
from local_personalize.store.events import Events
from tests.unit.local_personalize.recipes.shelf import Shelf, topics


def trained(rows: list[Attributes | None], *touched: tuple[int, int]) -> SimilarItems:
    recipe = SimilarItems(Shelf(rows))
    users, items = [user for user, _ in touched], [item for _, item in touched]
    recipe.train(Events.of(users, items, range(len(touched))), np.ones(len(touched)))
    return recipe


def similar(recipe: SimilarItems, seed: int) -> list[int]:
    return [item for item, _ in recipe.rank(Query(item=seed))]


def together(first_user: int, count: int, *items: int) -> list[tuple[int, int]]:
    return [(user, item) for user in range(first_user, first_user + count) for item in items]


def test_what_the_same_users_touched_comes_first() -> None:
    recipe = trained([None] * 5, *together(0, 10, 0, 1), *together(10, 10, 2, 3), *together(20, 3, 0, 2))
    assert similar(recipe, 0) == [1, 2]
    assert similar(recipe, 3) == [2]


def test_what_everybody_touches_comes_after_what_the_users_of_the_seed_touch() -> None:
    recipe = trained([None] * 3, *together(0, 10, 0, 1), *together(0, 10, 2), *together(10, 200, 2))
    assert similar(recipe, 0) == [1, 2]


def test_one_user_in_common_says_less_than_many() -> None:
    recipe = trained([None] * 3, *together(0, 20, 0, 1), *together(20, 1, 0, 2))
    assert similar(recipe, 0) == [1, 2]


def test_a_seed_of_fewer_than_five_interactions_goes_mainly_by_attributes() -> None:
    rows = topics("a", "b", "a", "b")
    few = together(0, 4, 0, 1), together(10, 20, 2, 3)
    assert similar(trained(rows, *few[0], *few[1]), 0) == [2, 1]
    many = together(0, 20, 0, 1)
    assert similar(trained(rows, *many, *together(30, 20, 2, 3)), 0) == [1, 2]


def test_a_seed_that_nobody_touched_goes_by_attributes_alone() -> None:
    assert similar(trained(topics("a", "b", "a"), *together(0, 9, 1, 2)), 0) == [2]


def test_an_item_that_came_after_the_training_has_no_similar_ones_and_events_change_nothing() -> None:
    recipe = trained([None] * 3, *together(0, 9, 0, 1))
    for user in range(9):
        recipe.observe(Interaction(user, None, 2, 100.0))
    assert similar(recipe, 0) == [1]
    assert recipe.rank(Query(item=7)) == recipe.explain(Query(item=7), 0) == recipe.rank(Query()) == []


def test_without_an_item_the_newest_one_read_is_the_seed() -> None:
    recipe = trained([None] * 4, *together(0, 9, 0, 1), *together(10, 9, 2, 3))
    assert [item for item, _ in recipe.rank(Query(read=[0, 2]))] == [3]


def test_an_explanation_tells_users_from_attributes() -> None:
    recipe = trained(topics("a", "b", "a"), *together(0, 3, 0, 1))
    (alike,) = recipe.explain(Query(item=0), 2)
    (same_users,) = recipe.explain(Query(item=0), 1)
    assert (alike.kind, alike.item, alike.share) == ("alike by attributes", 0, 1.0)
    assert same_users.kind == "read by the same users"
    assert recipe.explain(Query(item=0), 0) == []


@given(
    st.lists(st.sampled_from(["a", "b", None]), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 7)), max_size=60),
)
def test_the_same_events_give_the_same_ranking_without_the_seed(
    names: list[str | None], touched: list[tuple[int, int]]
) -> None:
    touched = [(user, item % len(names)) for user, item in touched]
    recipe, again = (trained(topics(*names), *touched) for _ in range(2))
    again = pickle.loads(pickle.dumps(again))
    for seed in range(len(names)):
        ranking = recipe.rank(Query(item=seed))
        assert ranking == again.rank(Query(item=seed))
        assert all(score > 0.0 and item != seed for item, score in ranking)
        for item, _ in ranking:
            assert sum(part.share for part in recipe.explain(Query(item=seed), item)) == pytest.approx(1.0)
