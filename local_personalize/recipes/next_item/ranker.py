"""A ranker that is fitted on what readers of the past chose among their candidates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from local_personalize.recipes.model import Query
from local_personalize.recipes.next_item.memory import HistoryRows, Memory
from local_personalize.recipes.next_item.sessions import NO_KEY, SESSION_GAP
from local_personalize.recipes.next_item.trees import MOST_LEAVES, Trees, compiled, scores

RANKED = 200
LEAST_EXAMPLES = 4000
MOST_EXAMPLES = 45_000
NEGATIVES = 12
WARM_UP = 1 / 3
TREES = 300
SEED = 20171001
PARAMETERS: dict[str, Any] = {
    "objective": "rank_xendcg",
    "num_leaves": MOST_LEAVES,
    "learning_rate": 0.08,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "max_bin": 63,
    "num_threads": 1,  # threads that wait for each other lose more than they win where others work too
    "seed": SEED,
    "objective_seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


class Ranker:
    """Gradient-boosted trees (LightGBM, rank_xendcg) over rows of features."""

    def __init__(self, trees: Trees) -> None:
        self.trees = trees

    def scores(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """A score for each row; they compare within one query only."""
        return scores(self.trees, rows)


@dataclass(frozen=True, slots=True)
class Examples:
    """Rows of features of several queries; in each query one row was the one chosen."""

    rows: npt.NDArray[np.float32]
    chosen: npt.NDArray[np.int8]
    queries: list[int]


def learn_with_examples(memory: Memory, rows: HistoryRows) -> Examples | None:
    """Learn a history into an empty memory; next reads on the way become examples. None if there are too few."""
    readings = _next_readings(rows)
    readings = readings[readings >= len(rows) * WARM_UP]
    if len(readings) < LEAST_EXAMPLES:
        memory.learn(rows, 0, len(rows))
        return None
    if len(readings) > MOST_EXAMPLES:
        readings = readings[np.linspace(0, len(readings) - 1, MOST_EXAMPLES).astype(np.int64)]
    random = np.random.default_rng(SEED)
    room = len(readings) * (NEGATIVES + 1)
    features, chosen = np.empty((room, memory.feature_count), np.float32), np.zeros(room, np.int8)
    queries: list[int] = []
    done = filled = 0
    for row in readings.tolist():
        memory.learn(rows, done, row)
        done = row
        example = _example(memory, rows, row, random)
        if example is not None:
            queries.append(len(example))
            features[filled : filled + len(example)] = example
            filled += len(example)
            chosen[filled - 1] = 1
    memory.learn(rows, done, len(rows))
    return Examples(features[:filled], chosen[:filled], queries)


def fit(examples: Examples) -> Ranker:
    """Fit the trees."""
    import lightgbm  # noqa: PLC0415 - a second of start-up time that only a trained ranker needs

    data = lightgbm.Dataset(examples.rows, examples.chosen, group=examples.queries, params={"max_bin": 63})
    return Ranker(compiled(lightgbm.train(PARAMETERS, data, TREES).dump_model()))


def _example(
    memory: Memory, rows: HistoryRows, row: int, random: np.random.Generator
) -> npt.NDArray[np.float32] | None:
    """Features of some items that were not read, and last of the one that was; None if that was no candidate."""
    query = Query(user=int(rows.users[row]), context=tuple(rows.contexts[row].tolist()))
    candidates = memory.next_items(query, RANKED)
    chosen = candidates.items[:RANKED] == rows.items[row]
    if not chosen.any():
        return None
    others = random.permutation(np.flatnonzero(~chosen))[:NEGATIVES]
    return candidates.rows[np.append(others, np.flatnonzero(chosen))]


def _next_readings(rows: HistoryRows) -> npt.NDArray[np.int64]:
    """The rows that go on with their user's session by another item than the one before."""
    order = np.argsort(rows.users, kind="stable")
    before, after = order[:-1], order[1:]
    same_user = rows.users[before] == rows.users[after]
    unnamed = (rows.keys[before] == NO_KEY) | (rows.keys[after] == NO_KEY)
    close = rows.times[after] - rows.times[before] <= SESSION_GAP
    same_session = np.where(unnamed, close, rows.keys[before] == rows.keys[after])
    return np.sort(after[same_user & same_session & (rows.items[before] != rows.items[after])])


def softmax(scores: Sequence[float] | npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Positive scores that sum to 1."""
    exponents = np.exp(np.asarray(scores) - np.max(scores))
    return exponents / exponents.sum()
