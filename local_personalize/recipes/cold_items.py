"""Items of which little is known yet: the ones to explore."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, vstack

from local_personalize.filters.attribute_tests import Attributes
from local_personalize.recipes.content import Content
from local_personalize.recipes.items import Items

FEW_EVENTS = 10.0
LOOKED_AGAIN_AFTER = 3600.0
Likeness = npt.NDArray[np.float64]


class Looked(NamedTuple):
    """The items among the first `count` that were cold when they were looked at, at `time` the last time."""

    time: float
    count: int
    indexes: npt.NDArray[np.int64]
    created: npt.NDArray[np.float64]
    attributes: list[Attributes | None]
    vectors: csr_array


class ColdItems:
    """The items with fewer than ten events: their ages, what they are like and how often they were ignored.

    New items are among them at the next question; attributes that came later or changed, within an hour.
    """

    def __init__(self, items: Items) -> None:
        self.items = items
        self.content = Content(items)
        self.events: npt.NDArray[np.float64] = np.zeros(1024)
        self.ignored: npt.NDArray[np.float64] = np.zeros(1024)
        self.looked = self._nothing()

    def __getstate__(self) -> dict[str, Any]:
        """What a kept model needs; the items are looked at anew by the one that reads it."""
        return {**self.__dict__, "looked": self._nothing()}

    def count(self, items: npt.NDArray[np.int64]) -> None:
        """Take in an event of each of these items, which may be named more than once."""
        self._reach(int(items.max(initial=-1)) + 1)
        self.events += np.bincount(items, minlength=len(self.events))

    def count_one(self, item: int) -> None:
        """Take in one event."""
        self._reach(item + 1)
        self.events[item] += 1.0

    def ignore(self, item: int) -> None:
        """Take in that an item was shown for nothing."""
        self._reach(item + 1)
        self.ignored[item] += 1.0

    def since(self, oldest: float, now: float, read: Sequence[int]) -> tuple[npt.NDArray[np.int64], Likeness]:
        """The cold items created at `oldest` or later, and how much they are like what was read."""
        self.look(now)
        looked = self.looked
        rows = np.flatnonzero((looked.created >= oldest) & (self.events[looked.indexes] < FEW_EVENTS))
        taste = self.content.vectors(read).sum(axis=0)
        likeness = looked.vectors @ (taste / max(float(np.sqrt(taste @ taste)), 1e-12))
        return looked.indexes[rows], likeness[rows]

    def look(self, now: float) -> None:
        """Take in new items, and once an hour what has changed."""
        looked, count = self.looked, len(self.items)
        self._reach(count)
        changed = np.zeros(0, np.int64)
        if not looked.time <= now < looked.time + LOOKED_AGAIN_AFTER:
            looked, changed = self._unchanged(looked._replace(time=now))
        new = looked.count + np.flatnonzero(self.events[looked.count : count] < FEW_EVENTS)
        self.looked = self._with(looked._replace(count=count), np.append(changed, new))

    def _unchanged(self, looked: Looked) -> tuple[Looked, npt.NDArray[np.int64]]:
        """The items that are cold and as they were; and those that are cold and have changed."""
        cold = self.events[looked.indexes] < FEW_EVENTS
        of_items = zip(looked.indexes.tolist(), looked.attributes, strict=True)
        same = np.array([self.items.attributes(item) == seen for item, seen in of_items], np.bool_)
        rows = np.flatnonzero(cold & same)
        unchanged = looked._replace(
            indexes=looked.indexes[rows],
            created=looked.created[rows],
            attributes=[looked.attributes[row] for row in rows.tolist()],
            vectors=looked.vectors[rows],
        )
        return unchanged, looked.indexes[cold & ~same]

    def _with(self, looked: Looked, items: npt.NDArray[np.int64]) -> Looked:
        if not len(items):
            return looked
        chosen: list[int] = items.tolist()
        return looked._replace(
            indexes=np.append(looked.indexes, items),
            created=np.append(looked.created, [self.items.created(item) for item in chosen]),
            attributes=looked.attributes + [self.items.attributes(item) for item in chosen],
            vectors=csr_array(vstack([looked.vectors, self.content.vectors(chosen)])),
        )

    def _nothing(self) -> Looked:
        return Looked(0.0, 0, np.zeros(0, np.int64), np.zeros(0), [], self.content.vectors(()))

    def _reach(self, count: int) -> None:
        if count > len(self.events):
            more = max(count, 2 * len(self.events)) - len(self.events)
            self.events, self.ignored = np.pad(self.events, (0, more)), np.pad(self.ignored, (0, more))
