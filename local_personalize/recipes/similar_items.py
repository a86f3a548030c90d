"""aws-similar-items: what is read by the same users, and what is like it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from local_personalize.recipes.content import Content
from local_personalize.recipes.explanation import Contribution
from local_personalize.recipes.fading import best
from local_personalize.recipes.items import Items
from local_personalize.recipes.model import Interaction, Query, Ranking
from local_personalize.store.events import Events

DEPTH = 1000
MOST_USERS = 2000
SHRINKAGE = 2.0
TRUSTED_AFTER = 5
LARGEST_TRUST = 0.9
SAME_USERS, ALIKE = "read by the same users", "alike by attributes"
Column = npt.NDArray[np.float64]


class Parts(NamedTuple):
    """By item, what its users and what its attributes speak for it."""

    same_users: Column
    alike: Column


class SimilarItems:
    """Ranks what the users of an item touched besides, mixed with what has the same attributes.

    Users count the less the more items they touched, and popular items are discounted as in a cosine; an item that few
    users have in common with the seed is shrunk. The seed's users weigh the more the more interactions it has: at
    fewer than five, attributes weigh more. Only training changes anything; an item that came later has no similar ones.
    """

    def __init__(self, items: Items) -> None:
        self.items = items
        self.by_user = csr_array((0, 0))
        self.by_item = csr_array((0, 0))
        self.vectors = csr_array((0, 0))
        self.interactions: Column = np.zeros(0)
        self.norms: Column = np.zeros(0)
        self.time = 0.0

    def train(self, events: Events, weights: npt.NDArray[np.float64]) -> None:
        """Learn who touched what, and what all items are like."""
        del weights
        size = max(len(self.items), int(events.items.max(initial=-1)) + 1)
        users = int(events.users.max(initial=-1)) + 1
        touched = csr_array((np.ones(len(events)), (events.users, events.items)), (users, size))
        touched.sum_duplicates()
        touched.data[:] = 1.0
        lengths = np.maximum(touched.sum(axis=1), 1.0)
        touched.data = np.repeat(1.0 / np.sqrt(lengths), np.diff(touched.indptr)).astype(np.float32)
        self.by_user, self.by_item = touched, csr_array(touched.T)
        self.norms = np.sqrt(np.bincount(touched.indices, touched.data, size))
        self.interactions = np.bincount(events.items, minlength=size).astype(np.float64)
        self.vectors = Content(self.items).vectors(range(size))
        self.time = float(events.times[-1]) if len(events) else 0.0

    def observe(self, *interactions: Interaction) -> None:
        """Learn nothing: the next training will."""

    def rank(self, query: Query) -> Ranking:
        """Items similar to the query's item, or to the newest one read if it has none."""
        seed = _seed(query)
        if seed is None or seed >= len(self.interactions):
            return []
        scores = np.add(*self._parts(seed))
        scores[seed] = 0.0
        return [(item, float(scores[item])) for item in best(scores, DEPTH)]

    def explain(self, query: Query, item: int) -> list[Contribution]:
        """How much the seed's users and how much its attributes speak for an item."""
        seed = _seed(query)
        if seed is None or max(seed, item) >= len(self.interactions) or item == seed:
            return []
        same_users, alike = (float(part[item]) for part in self._parts(seed))
        parts = {kind: part for kind, part in ((SAME_USERS, same_users), (ALIKE, alike)) if part > 0.0}
        shares = sorted(parts.items(), key=lambda kind: -kind[1])
        return [Contribution(kind, seed, None, self.time, part / sum(parts.values())) for kind, part in shares]

    def _parts(self, seed: int) -> Parts:
        trust = LARGEST_TRUST * self.interactions[seed] / (self.interactions[seed] + TRUSTED_AFTER)
        vector = self.vectors[[seed]].toarray()[0]
        return Parts(
            trust * _relative(self._by_same_users(seed), seed),
            (1.0 - trust) * _relative(np.asarray(self.vectors @ vector, np.float64), seed),
        )

    def _by_same_users(self, seed: int) -> Column:
        start, stop = self.by_item.indptr[seed : seed + 2]
        rows = self.by_user[self.by_item.indices[max(start, stop - MOST_USERS) : stop]]
        size = len(self.norms)
        common = np.bincount(rows.indices, minlength=size)
        together = np.bincount(rows.indices, rows.data, size) / np.maximum(self.norms * self.norms[seed], 1e-9)
        return np.asarray(together * common / (common + SHRINKAGE), np.float64)


def _seed(query: Query) -> int | None:
    if query.item is not None:
        return query.item
    return query.read[-1] if query.read else None


def _relative(scores: Column, seed: int) -> Column:
    """The scores as parts of the largest one besides the seed's."""
    scores[seed] = 0.0
    return scores / max(float(scores.max(initial=0.0)), 1e-12)
