"""aws-popularity-count: what most users touched."""

import numpy as np
import numpy.typing as npt

from local_personalize.recipes.explanation import Contribution
from local_personalize.recipes.model import Interaction, Query, Ranking
from local_personalize.store.events import Events


class PopularityCount:
    """Ranks items by their number of different users, equal ones by index, the same for everybody.

    Only training changes the counts; weights of events do not matter.
    """

    def __init__(self) -> None:
        self.ranking: Ranking = []
        self.time = 0.0

    def train(self, events: Events, weights: npt.NDArray[np.float64]) -> None:
        """Count the users of every item."""
        del weights
        most_users = int(events.users.max(initial=0)) + 1
        pairs = np.sort(events.items * most_users + events.users)
        different = pairs[np.diff(pairs, prepend=-1) > 0]
        items, users = np.unique(different // most_users, return_counts=True)
        order = np.argsort(-users, kind="stable")
        self.ranking = list(zip(items[order].tolist(), users[order].astype(float).tolist(), strict=True))
        self.time = float(events.times[-1]) if len(events) else 0.0

    def observe(self, *interactions: Interaction) -> None:
        """Learn nothing: the next training will."""

    def rank(self, query: Query) -> Ranking:
        """All items that anybody touched."""
        del query
        return self.ranking

    def explain(self, query: Query, item: int) -> list[Contribution]:
        """The users of the item, up to the newest event of the training."""
        del query
        is_counted = any(counted == item for counted, _ in self.ranking)
        return [Contribution("users of the item", item, None, self.time, 1.0)] if is_counted else []
