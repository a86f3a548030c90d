"""The ranker learns what the mixture cannot know, and only from enough history."""

import pickle

import numpy as np
import pytest

from local_personalize.recipes.model import EVERYTHING, Interaction, Model, Query, train
from local_personalize.recipes.next_item import ranker
from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2
from local_personalize.store.events import Events

NOW = 1_700_000_000
PLACES = 2


def history(sessions: int) -> Events:
    """Readers at one of two places read 0, and then what only readers of their place read."""
    rng = np.random.default_rng(7)
    place = rng.integers(0, PLACES, sessions)
    second, third = 1 + place + PLACES * rng.integers(0, 3, sessions), 20 + rng.integers(0, 8, sessions)
    items = np.column_stack([np.zeros(sessions, np.int64), second, third]).ravel()
    times = (NOW + 20 * np.arange(sessions)[:, None] + np.arange(3)).ravel()
    users = np.repeat(np.arange(sessions), 3)
    return Events.of(users, items, times, contexts={"PLACE": np.repeat(place, 3).astype(np.int32)})


@pytest.fixture(scope="module")
def learned() -> Model:
    return train(history(4000), UserPersonalizationV2, EVERYTHING)


def first_at(model: Model, place: int) -> list[int]:
    reader = 1_000_000 + place
    model.recipe.observe(Interaction(reader, None, 0, NOW + 90_000.0, 1.0, (place,)))
    return [item for item, _ in model.recipe.rank(Query(user=reader, context=(place,)))][:3]


def test_it_ranks_by_the_context_of_the_request(learned: Model) -> None:
    assert set(first_at(learned, 0)) == {1, 3, 5}
    assert set(first_at(learned, 1)) == {2, 4, 6}


def test_scores_are_positive_and_fall(learned: Model) -> None:
    scores = [score for _, score in learned.recipe.rank(Query(user=1))]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0.0


def test_a_kept_model_ranks_as_before(learned: Model) -> None:
    kept: Model = pickle.loads(pickle.dumps(learned))
    assert kept.recipe.rank(Query(user=5, context=(1,))) == learned.recipe.rank(Query(user=5, context=(1,)))


def test_the_same_history_makes_the_same_model(learned: Model) -> None:
    again = train(history(4000), UserPersonalizationV2, EVERYTHING)
    query = Query(user=7, context=(0,))
    assert again.recipe.rank(query) == train(history(4000), UserPersonalizationV2, EVERYTHING).recipe.rank(query)


def test_a_small_tenant_gets_the_unlearned_mixture() -> None:
    model = train(history(ranker.LEAST_EXAMPLES // 2), UserPersonalizationV2, EVERYTHING)
    assert isinstance(model.recipe, UserPersonalizationV2)
    assert model.recipe.ranker is None
    assert len(model.recipe.rank(Query(user=3))) > 0


def test_given_items_are_scored_with_or_without_a_ranker(learned: Model) -> None:
    small = train(history(100), UserPersonalizationV2, EVERYTHING)
    for model in (learned, small):
        recipe = model.recipe
        assert isinstance(recipe, UserPersonalizationV2)
        scores = recipe.score(Query(user=3, context=(0,)), [1, 2, 999, 21])
        assert scores.keys() == {1, 2, 21}
        assert min(scores.values()) > 0.0


def test_an_explanation_names_the_sessions_that_speak_for_an_item(learned: Model) -> None:
    recipe = learned.recipe
    assert isinstance(recipe, UserPersonalizationV2)
    first_at(learned, 0)
    found = recipe.explain(Query(user=1_000_000), 1)
    assert sum(part.share for part in found) == pytest.approx(1.0)
    assert [part.share for part in found] == sorted((part.share for part in found), reverse=True)
    assert {part.item for part in found} == {1}
    assert {"read in a neighbouring session", "read after the newest item"} <= {part.kind for part in found}
    assert all(part.user is None or part.user % 1 == 0 for part in found)
