"""Offline metrics of a solution version, by the service's definitions, on readers that the model did not see."""

from collections.abc import Callable, Sequence
from math import log

import numpy as np

from local_personalize.recipes.model import EventSelection, Query, Recipe, train
from local_personalize.store.events import Events

EVENTS_CONSIDERED = 50_000
TEST_USERS = 300
CONTEXT_ITEMS = 10
LIST_LENGTH = 25


def holdout_metrics(
    events: Events, build: Callable[[], Recipe], selection: EventSelection, catalogue_size: int
) -> dict[str, float]:
    """Train on nine in ten users, and foresee the newest tenth of the other users' events from their older ones.

    Considers the newest 50,000 events and at most 300 test users; `catalogue_size` is the number of items there are.
    """
    newest = events.taking(slice(max(0, len(events) - EVENTS_CONSIDERED), None))
    of_test_users = newest.users % 10 == 0
    model = train(newest.taking(~of_test_users), build, selection)
    recommended: set[int] = set()
    figures: list[list[float]] = []
    for history, truth in _split(newest.taking(of_test_users)):
        ranking = [item for item, _ in model.recipe.rank(Query(read=history[-CONTEXT_ITEMS:]))][:LIST_LENGTH]
        recommended.update(ranking)
        hits = [item in truth for item in ranking]
        figures.append([reciprocal_rank(hits), *(ndcg(hits, len(truth), k) for k in (5, 10, 25))])
        figures[-1] += [sum(hits[:k]) / k for k in (5, 10, 25)]
    names = ["mean_reciprocal_rank_at_25"]
    names += [f"normalized_discounted_cumulative_gain_at_{k}" for k in (5, 10, 25)]
    names += [f"precision_at_{k}" for k in (5, 10, 25)]
    means = np.mean(figures, axis=0).tolist() if figures else [0.0] * len(names)
    return {"coverage": len(recommended) / catalogue_size, **dict(zip(names, means, strict=True))}


def reciprocal_rank(hits: Sequence[bool]) -> float:
    """1 / place of the first hit, 0 without one."""
    return next((1.0 / place for place, hit in enumerate(hits, start=1) if hit), 0.0)


def ndcg(hits: Sequence[bool], relevant: int, length: int) -> float:
    """Gain of the hits among the first `length`, over the gain of `relevant` items in the first places."""
    gain = sum(1.0 / log(1 + place) for place, hit in enumerate(hits[:length], start=1) if hit)
    return gain / sum(1.0 / log(1 + place) for place in range(1, min(length, relevant) + 1))


def _split(events: Events) -> list[tuple[list[int], set[int]]]:
    by_user: dict[int, list[int]] = {}
    for user, item in zip(events.users.tolist(), events.items.tolist(), strict=True):
        by_user.setdefault(user, []).append(item)
    histories = [items for items in by_user.values() if len(items) >= 2][:TEST_USERS]
    held_out = [max(1, len(items) // 10) for items in histories]
    return [(items[:-count], set(items[-count:])) for items, count in zip(histories, held_out, strict=True)]
