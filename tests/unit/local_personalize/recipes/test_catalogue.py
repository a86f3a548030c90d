"""Every recipe is built, its parameters are checked, and what is not built says so."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local_personalize.errors import InvalidInputError, ResourceNotFoundError
from local_personalize.recipes.catalogue import ARN_PREFIX, RECIPES, RecipeEntry, recipe_entry
from local_personalize.recipes.explanation import Explainer
from local_personalize.recipes.exploration import Exploration, explorer
from local_personalize.recipes.model import Query, Ranking, Recipe, interactions
from local_personalize.recipes.parameters import Config, Place
from local_personalize.store.events import Events
from tests.unit.local_personalize.recipes.shelf import Shelf, topics

ALGORITHM: Place = "algorithmHyperParameters"
FEATURES: Place = "featureTransformationParameters"
BEGINNING = 1_700_000_000
SHELF = Shelf(topics("a", "b", "a", "b", None, "a", "b", "a"), [float(BEGINNING)] * 8)
histories = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 7), st.integers(0, 20_000)), max_size=40)
"""Users, items and seconds after a beginning."""


def events_of(history: list[tuple[int, int, int]]) -> Events:
    rows = sorted(history, key=lambda row: row[2])
    times = [BEGINNING + second for _, _, second in rows]
    return Events.of([user for user, _, _ in rows], [item for _, item, _ in rows], times)


def rankings(recipe: Recipe, needs: str | None) -> list[Ranking]:
    """What a recipe ranks for every item, or for every user, with what it explores if it does."""
    if needs == "item":
        return [recipe.rank(Query(item=item)) for item in range(len(SHELF))]
    queries = [Query(user=user, read=(user,)) for user in range(7)]
    exploring = explorer(recipe)
    if exploring is None:
        return [recipe.rank(query) for query in queries]
    answers = (exploring.rank_exploring(query, Exploration(), BEGINNING) for query in queries)
    return [[(one.item, one.score) for one in answer] for answer in answers]


@pytest.mark.parametrize("entry", RECIPES, ids=lambda entry: entry.name)
def test_every_recipe_learns_ranks_and_explains(entry: RecipeEntry) -> None:
    recipe = entry.build({}, Shelf(topics("a", "a", "b")))
    recipe.train(Events.of([0, 0, 1, 1], [0, 1, 0, 1], [1000, 1001, 1002, 1003]), np.ones(4))
    query = Query(item=0) if entry.needs == "item" else Query(user=5, read=(0,))
    ranking = recipe.rank(query)
    assert ranking
    assert isinstance(recipe, Explainer)
    shares = [part.share for part in recipe.explain(query, ranking[0][0])]
    assert sum(shares) == pytest.approx(1.0)
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("entry", RECIPES, ids=lambda entry: entry.name)
def test_every_recipe_can_be_trained_on_nothing(entry: RecipeEntry) -> None:
    recipe = entry.build({}, Shelf([]))
    recipe.train(Events.of([], [], []), np.ones(0))
    assert recipe.rank(Query()) == []


@pytest.mark.parametrize("entry", RECIPES, ids=lambda entry: entry.name)
@settings(max_examples=30, deadline=None)
@given(history=histories)
def test_the_same_events_give_the_same_ranking_in_every_recipe(
    entry: RecipeEntry, history: list[tuple[int, int, int]]
) -> None:
    events = events_of(history)
    recipe, again = entry.build({}, SHELF), entry.build({}, SHELF)
    for one in (recipe, again):
        one.train(events, np.ones(len(events)))
    found = rankings(recipe, entry.needs)
    assert found == rankings(again, entry.needs) == rankings(pickle.loads(pickle.dumps(recipe)), entry.needs)


@pytest.mark.parametrize("entry", [entry for entry in RECIPES if entry.learns_live], ids=lambda entry: entry.name)
@settings(max_examples=30, deadline=None)
@given(history=histories, streamed_from=st.integers(0, 40))
def test_a_recipe_that_learns_live_learns_the_same_from_a_stream_as_from_a_training(
    entry: RecipeEntry, history: list[tuple[int, int, int]], streamed_from: int
) -> None:
    events = events_of(history)
    trained, taught = entry.build({}, SHELF), entry.build({}, SHELF)
    trained.train(events, np.ones(len(events)))
    taught.train(events.taking(slice(streamed_from)), np.ones(len(events))[:streamed_from])
    for interaction in interactions(events, np.ones(len(events)))[streamed_from:]:
        taught.observe(interaction)
    assert rankings(trained, entry.needs) == rankings(taught, entry.needs)


@pytest.mark.parametrize("entry", RECIPES, ids=lambda entry: entry.name)
def test_the_defaults_of_all_parameters_are_allowed(entry: RecipeEntry) -> None:
    config: dict[str, dict[str, str]] = {}
    for parameter in entry.parameters:
        config.setdefault(parameter.place, {})[parameter.name] = parameter.default
    entry.check(config)


def test_only_user_personalization_explores() -> None:
    exploring = [entry.name for entry in RECIPES if explorer(entry.build({}, Shelf([])))]
    assert exploring == ["aws-user-personalization"]


@pytest.mark.parametrize(
    ("name", "config", "message"),
    [
        ("aws-user-personalization", {ALGORITHM: {"hidden_dimension": "31"}}, "hidden_dimension: .* from 32 to 256"),
        ("aws-user-personalization", {ALGORITHM: {"bptt": "2.5"}}, "bptt: expected a whole number from 2 to 32"),
        ("aws-user-personalization", {ALGORITHM: {"bptt": "-3"}}, "bptt: expected a whole number"),
        ("aws-user-personalization", {ALGORITHM: {"recency_mask": "yes"}}, "recency_mask: expected one of true, false"),
        (
            "aws-user-personalization",
            {FEATURES: {"min_user_history_length_percentile": "nan"}},
            "min_user_history_length_percentile: expected a number from 0 to 1",
        ),
        (
            "aws-user-personalization",
            {FEATURES: {"max_user_history_length_percentile": "most"}},
            "max_user_history_length_percentile: expected a number",
        ),
        ("aws-user-personalization-v2", {ALGORITHM: {"bptt": "3"}}, "the recipe has no parameter bptt"),
        ("aws-user-personalization-v2", {ALGORITHM: {"apply_recency_bias": "false"}}, "not built"),
        ("aws-trending-now", {FEATURES: {"trend_discovery_frequency": "5 minutes"}}, "expected one of 30 minutes"),
        ("aws-trending-now", {ALGORITHM: {"trend_discovery_frequency": "1 day"}}, "the recipe has no parameter"),
        ("aws-similar-items", {ALGORITHM: {"item_id_hidden_dim": "100"}}, "the recipe has no parameter"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(name: str, config: Config, message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        recipe_entry(ARN_PREFIX + name).build(config, Shelf([]))


@pytest.mark.parametrize("name", ["sims", "semantic-similarity", "next-best-action", "item-affinity"])
def test_a_recipe_of_the_service_that_is_not_built_is_refused_as_such(name: str) -> None:
    with pytest.raises(InvalidInputError, match=f"The recipe aws-{name} is not built"):
        recipe_entry(f"{ARN_PREFIX}aws-{name}")


def test_a_recipe_that_the_service_has_withdrawn_is_refused_as_such() -> None:
    with pytest.raises(InvalidInputError, match="aws-hrnn-metadata is no longer available"):
        recipe_entry(f"{ARN_PREFIX}aws-hrnn-metadata")


def test_other_names_are_not_found() -> None:
    with pytest.raises(ResourceNotFoundError):
        recipe_entry(f"{ARN_PREFIX}aws-nothing")
