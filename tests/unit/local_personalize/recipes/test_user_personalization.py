"""User-Personalization explores cold items among those that it ranks."""

import pickle
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from local_personalize.recipes.exploration import Exploration, explorer
from local_personalize.recipes.model import Interaction, Query
from local_personalize.recipes.user_personalization import UserPersonalization
from local_personalize.store.events import Events
from tests.unit.local_personalize.recipes.shelf import Shelf, topics

NOW = 1_700_000_000.0
DAY = 86400.0
WARM = 10
QUERY = Query(user=99, read=(0,))
ALWAYS = Exploration(weight=1.0)
HALF = Exploration(weight=0.5)


def trained(shelf: Shelf) -> UserPersonalization:
    """A recipe that knows items 0 to 9 well, and nothing of the others."""
    recipe = UserPersonalization(shelf)
    users = [user for user in range(20) for _ in range(WARM)]
    items = [(user + step) % WARM for user in range(20) for step in range(WARM)]
    times = [NOW + 60 * user + step for user in range(20) for step in range(WARM)]
    recipe.train(Events.of(users, items, times), np.ones(len(users)))
    return recipe


def shelf_of(*cold: str | None, ages: Sequence[float] = ()) -> Shelf:
    """Ten known items, and cold ones of these topics, of ages in days."""
    times = [NOW - age * DAY for age in ages or [0.0] * len(cold)]
    return Shelf(topics(*["a"] * WARM, *cold), [0.0] * WARM + times)


def explored(
    recipe: UserPersonalization, exploration: Exploration, query: Query = QUERY, now: float = NOW
) -> list[int]:
    return [found.item for found in recipe.rank_exploring(query, exploration, now) if found.explored]


def test_without_exploration_the_ranking_is_the_core_s() -> None:
    recipe = trained(shelf_of("a", "a"))
    found = recipe.rank_exploring(QUERY, Exploration(weight=0.0), NOW)
    assert [(one.item, one.score) for one in found] == recipe.rank(QUERY)
    assert not any(one.explored for one in found)


def test_the_exploration_weight_is_the_share_of_explored_items() -> None:
    recipe = trained(shelf_of(*["a"] * 30))
    shares: list[float] = []
    for user in range(100, 300):
        first = recipe.rank_exploring(Query(user=user, read=(0,)), Exploration(weight=0.3), NOW)[:5]
        shares.append(sum(one.explored for one in first) / 5)
    assert 0.25 < np.mean(shares) < 0.35


def test_only_items_younger_than_the_cut_off_are_explored() -> None:
    recipe = trained(shelf_of("a", "a", ages=[1.0, 40.0]))
    assert explored(recipe, ALWAYS) == [10]
    assert sorted(explored(recipe, Exploration(1.0, age_cutoff_days=50.0))) == [10, 11]


def test_items_with_enough_events_are_not_cold() -> None:
    recipe = trained(shelf_of("a"))
    for user in range(10):
        recipe.observe(Interaction(500 + user, None, 10, NOW + 2000 + user))
    assert explored(recipe, ALWAYS) == []


def test_what_is_like_the_history_is_explored_first() -> None:
    recipe = trained(shelf_of("b", "b", "a", "b", "b"))
    assert explored(recipe, ALWAYS)[0] == 12


def test_an_item_shown_and_ignored_is_explored_after_the_others() -> None:
    recipe = trained(shelf_of("a", "a", "a"))
    for _ in range(5):
        recipe.observe_impression([10, 12, 3], clicked=12)
    assert explored(recipe, ALWAYS)[-1] == 10


def test_an_item_that_came_after_the_training_is_explored_at_once() -> None:
    shelf = shelf_of("a")
    recipe = trained(shelf)
    assert explored(recipe, ALWAYS) == [10]
    shelf.rows += topics("a")
    shelf.times = [*shelf.times, NOW]
    assert sorted(explored(recipe, ALWAYS)) == [10, 11]


def test_attributes_that_came_later_count_an_hour_later() -> None:
    shelf = shelf_of("b", None, "b", "b", "b")
    recipe = trained(shelf)
    assert explored(recipe, ALWAYS)
    shelf.rows[11] = {"TOPIC": frozenset(("a",))}
    assert sorted(explored(recipe, ALWAYS, now=NOW + 3599)) == [10, 11, 12, 13, 14]
    assert explored(recipe, ALWAYS, now=NOW + 3600)[0] == 11
    assert sorted(explored(recipe, ALWAYS, now=NOW + 3600)) == [10, 11, 12, 13, 14]


def test_the_lot_is_the_same_for_a_user_throughout_an_hour() -> None:
    recipe = trained(shelf_of(*["a"] * 30))
    hour = NOW // 3600 * 3600
    first = recipe.rank_exploring(QUERY, HALF, hour)
    assert recipe.rank_exploring(QUERY, HALF, hour + 3599) == first
    assert recipe.rank_exploring(Query(user=98, read=(0,)), HALF, hour) != first
    assert recipe.rank_exploring(QUERY, HALF, hour + 3600) != first


def test_what_the_user_read_is_not_explored() -> None:
    assert explored(trained(shelf_of("a", "a")), ALWAYS, Query(user=99, read=(0, 10))) == [11]


def test_a_pickled_recipe_explores_as_before() -> None:
    recipe = trained(shelf_of("a", "b", "a"))
    again: UserPersonalization = pickle.loads(pickle.dumps(recipe))
    assert explorer(again) is again
    assert again.rank_exploring(QUERY, HALF, NOW) == recipe.rank_exploring(QUERY, HALF, NOW)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.0, 1.0), st.integers(0, 30), st.none() | st.integers(0, 40), st.lists(st.integers(0, 30)))
def test_a_ranking_names_every_item_once_with_positive_scores_that_fall(
    weight: float, cold: int, user: int | None, read: list[int]
) -> None:
    recipe = trained(shelf_of(*["a"] * cold))
    query = Query(user=user, read=[item % (WARM + cold) for item in read])
    found = recipe.rank_exploring(query, Exploration(weight), NOW)
    scores = [one.score for one in found]
    assert len({one.item for one in found}) == len(found)
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0.0 for score in scores)
    assert {item for item, _ in recipe.rank(query)} <= {one.item for one in found}
