"""Gradient-boosted trees scored row by row in compiled code, as LightGBM scores them, to the last bit."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

MOST_LEAVES = 32
EVERY_LEAF = 0xFFFFFFFF
DE_BRUIJN = 0x077CB531
"""Its product with a power of two has the exponent's own pattern in the five highest bits."""
EXPONENTS = np.argsort([(DE_BRUIJN << exponent & EVERY_LEAF) >> 27 for exponent in range(MOST_LEAVES)])


class Trees(NamedTuple):
    """All splits of all trees, tree by tree (`starts`), and the values of each tree's leaves, from left to right.

    A row whose `features` value is above the `thresholds` keeps only the leaves whose bits are in `kept`.
    """

    features: npt.NDArray[np.int32]
    thresholds: npt.NDArray[np.float32]
    kept: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.int64]
    leaves: npt.NDArray[np.float64]


def compiled(model: Mapping[str, Any]) -> Trees:
    """The trees of what LightGBM dumps of a model; each has at most 32 leaves, and no value is ever missing."""
    features, thresholds, kept, starts = list[int](), list[np.float32](), list[int](), [0]
    leaves = np.zeros((len(model["tree_info"]), MOST_LEAVES))

    def visit(node: Mapping[str, Any], values: list[float]) -> None:
        if "leaf_value" in node:
            values.append(node["leaf_value"])
            return
        place, first = len(kept), len(values)
        features.append(node["split_feature"])
        thresholds.append(_rounded_down(node["threshold"]))
        kept.append(EVERY_LEAF)
        visit(node["left_child"], values)
        kept[place] ^= (1 << len(values)) - (1 << first)
        visit(node["right_child"], values)

    for tree, described in enumerate(model["tree_info"]):
        values = list[float]()
        visit(described["tree_structure"], values)
        leaves[tree, : len(values)] = values
        starts.append(len(kept))
    return Trees(
        np.array(features, np.int32),
        np.array(thresholds, np.float32),
        np.array(kept, np.uint32),
        np.array(starts, np.int64),
        leaves,
    )


def scores(trees: Trees, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The sum of all trees' leaves for each row."""
    return _scores(trees, np.ascontiguousarray(rows.T), EXPONENTS)


@numba.njit(cache=True)
def _scores(
    trees: Trees, columns: npt.NDArray[np.float32], exponents: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """QuickScorer: a row's leaf is the leftmost one that no split of the tree takes away."""
    count = columns.shape[1]
    found = np.zeros(count)
    left = np.empty(count, np.uint32)
    for tree in range(len(trees.leaves)):
        left[:] = np.uint32(EVERY_LEAF)
        for split in range(trees.starts[tree], trees.starts[tree + 1]):
            values, threshold, kept = columns[trees.features[split]], trees.thresholds[split], trees.kept[split]
            for row in range(count):  # one instruction for eight rows, without a branch
                left[row] &= kept if values[row] > threshold else np.uint32(EVERY_LEAF)
        for row in range(count):
            lowest = left[row] & (~left[row] + np.uint32(1))
            pattern = (lowest * np.uint32(DE_BRUIJN) & np.uint32(EVERY_LEAF)) >> np.uint32(27)
            found[row] += trees.leaves[tree, exponents[pattern]]
    return found


def _rounded_down(threshold: float) -> np.float32:
    """The largest 32-bit number that is not above; the same 32-bit numbers are above both."""
    rounded = np.float32(threshold)
    return rounded if float(rounded) <= threshold else np.nextafter(rounded, np.float32(-np.inf))
