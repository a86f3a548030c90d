"""aws-user-personalization: what this reader will read next, and what nobody has had a chance to read."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from local_personalize.recipes.cold_items import ColdItems
from local_personalize.recipes.exploration import Exploration, Explored
from local_personalize.recipes.fading import best
from local_personalize.recipes.items import Items
from local_personalize.recipes.model import DAY, Interaction, Query, Ranking
from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2
from local_personalize.store.events import Events

HOUR = 3600.0
MOST_EXPLORED = 500
CHANCE = 0.1


class UserPersonalization(UserPersonalizationV2):
    """Ranks as User-Personalization-v2 does, with cold items explored in between.

    Of the places of a ranking, a share as large as the exploration weight goes to items with few events that are young
    enough; which places and, among items alike, which items is drawn by lot, the same for a user throughout an hour.
    Those come first that are most like what the user read, and an item comes the later the more often it was shown and
    something else was clicked. The hyperparameters of the service's recipe do not shape this model.
    """

    def __init__(self, items: Items) -> None:
        super().__init__()
        self.items = items
        self.cold = ColdItems(items)

    def train(self, events: Events, weights: npt.NDArray[np.float64]) -> None:
        """Learn a history, and anew what items are like."""
        super().train(events, weights)
        self.cold = ColdItems(self.items)
        self.cold.count(events.items)
        self.cold.look(0.0)

    def observe(self, *interactions: Interaction) -> None:
        """Learn more events."""
        super().observe(*interactions)
        for interaction in interactions:
            self.cold.count_one(interaction.item)

    def observe_impression(self, items: Sequence[int], clicked: int) -> None:
        """Explore less what was shown when something else was clicked."""
        for item in items:
            if item != clicked:
                self.cold.ignore(item)

    def rank_exploring(self, query: Query, exploration: Exploration, now: float) -> list[Explored]:
        """Items for a query at `now`, in epoch seconds, best first; explored ones score as the next one that is not."""
        ranking = self.rank(query)
        if exploration.weight <= 0.0:
            return [Explored(item, score, explored=False) for item, score in ranking]
        lot = np.random.default_rng([0 if query.user is None else query.user + 1, int(now // HOUR)])
        return _mixed(ranking, self._to_explore(query, exploration, now, lot), exploration.weight, lot)

    def _to_explore(
        self, query: Query, exploration: Exploration, now: float, lot: np.random.Generator
    ) -> npt.NDArray[np.int64]:
        """The cold items that the user has not read, the ones to try first at the beginning."""
        oldest = self.memory.now - exploration.age_cutoff_days * DAY
        items, liking = self.cold.since(oldest, now, query.read)
        worth = (liking + CHANCE * (1.0 + lot.random(len(items)))) / (1.0 + self.cold.ignored[items])
        worth[np.isin(items, np.asarray(query.read, np.int64))] = 0.0
        return items[best(worth, MOST_EXPLORED)]


def _mixed(
    ranking: Ranking, to_explore: npt.NDArray[np.int64], weight: float, lot: np.random.Generator
) -> list[Explored]:
    """The ranking with items to explore put in, each place with that probability."""
    explored = to_explore[::-1].tolist()
    mixed: dict[int, Explored] = {}
    for item, score in ranking:
        while explored and lot.random() < weight:
            first = explored.pop()
            mixed.setdefault(first, Explored(first, score, explored=True))
        mixed.setdefault(item, Explored(item, score, explored=False))
    return list(mixed.values())
