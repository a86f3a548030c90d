"""Offline metrics follow the guide's definitions."""

import numpy as np
import pytest

from local_personalize.recipes.holdout import holdout_metrics, ndcg, reciprocal_rank
from local_personalize.recipes.model import EVERYTHING
from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2
from local_personalize.store.events import Events


def test_the_gain_of_the_guides_example_is_the_guides() -> None:
    assert ndcg([False, True, False, False, True], relevant=2, length=5) == pytest.approx(0.6241, abs=1e-4)


def test_the_reciprocal_rank_is_that_of_the_first_hit() -> None:
    assert reciprocal_rank([False, False, True, True]) == pytest.approx(1 / 3)
    assert reciprocal_rank([False]) == 0.0


def test_what_every_reader_reads_in_turn_is_foreseen() -> None:
    readers, steps = 100, 4
    users = np.repeat(np.arange(readers), steps)
    items = np.tile(np.arange(steps), readers)
    times = 1_700_000_000 + np.arange(readers * steps) * 10
    events = Events.of(users, items, times)
    metrics = holdout_metrics(events, UserPersonalizationV2, EVERYTHING, catalogue_size=8)
    assert metrics["mean_reciprocal_rank_at_25"] == 1.0
    assert metrics["normalized_discounted_cumulative_gain_at_5"] == 1.0
    assert metrics["precision_at_5"] == pytest.approx(0.2)
    assert metrics["coverage"] == 0.125
