"""Compiled trees score as LightGBM does."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.recipes.next_item.trees import MOST_LEAVES, compiled, scores

FEATURES = 5
numbers = st.floats(width=32, allow_nan=False)


@pytest.fixture(scope="module")
def fitted() -> Any:
    import lightgbm

    rng = np.random.default_rng(3)
    rows = rng.normal(size=(4000, FEATURES)).astype(np.float32)
    wanted = np.sin(3 * rows[:, 0]) * rows[:, 1] + (rows[:, 2] > 0.3)
    parameters = {"num_leaves": MOST_LEAVES, "verbose": -1, "num_threads": 1, "min_data_in_leaf": 5}
    return lightgbm.train(parameters, lightgbm.Dataset(rows, wanted), 40)


@given(rows=st.lists(st.tuples(*[numbers] * FEATURES), min_size=1, max_size=20))
def test_every_row_has_the_score_that_the_library_gives_it(fitted: Any, rows: list[tuple[float, ...]]) -> None:
    given_rows = np.array(rows, np.float32)
    assert scores(compiled(fitted.dump_model()), given_rows) == pytest.approx(fitted.predict(given_rows), abs=1e-12)


def test_values_on_both_sides_of_every_threshold(fitted: Any) -> None:
    trees = compiled(fitted.dump_model())
    for feature in range(FEATURES):
        thresholds = trees.thresholds[trees.features == feature]
        values = np.concatenate([np.nextafter(thresholds, np.float32(end)) for end in (-np.inf, np.inf)])
        rows = np.zeros((len(values) + len(thresholds), FEATURES), np.float32)
        rows[:, feature] = np.concatenate([values, thresholds])
        assert scores(trees, rows) == pytest.approx(fitted.predict(rows), abs=1e-12)
