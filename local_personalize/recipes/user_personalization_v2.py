"""aws-user-personalization-v2: what this reader will read next."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from local_personalize.recipes.explanation import Contribution
from local_personalize.recipes.model import Interaction, Query, Ranking
from local_personalize.recipes.next_item.explaining import explain
from local_personalize.recipes.next_item.memory import Candidates, HistoryRows, Memory
from local_personalize.recipes.next_item.ranker import RANKED, Ranker, fit, learn_with_examples, softmax
from local_personalize.store.events import Events

LEARNED_ONE_BY_ONE = 1_000_000
MOST_RESULTS = 500
LEAST_SCORE = 1e-6


class UserPersonalizationV2:
    """Ranks for one reader what others read next in such a session, and what is read now.

    Candidates come from neighbouring sessions, from followers of the newest items and from the hottest items, and an
    unlearned mixture of their rankings orders them. With enough history to learn from, a ranker fitted on it reorders
    the best 200; until then the mixture stands. All of it moves with every event; only the ranker waits for the
    next training.
    """

    def __init__(self, columns: int = 0) -> None:
        self.memory = Memory(columns)
        self.ranker: Ranker | None = None

    def train(self, events: Events, weights: npt.NDArray[np.float64]) -> None:
        """Learn a history: its newest million events."""
        newest = slice(max(0, len(events) - LEARNED_ONE_BY_ONE), None)
        self.memory = Memory(len(events.contexts))
        examples = learn_with_examples(self.memory, HistoryRows.of(events.taking(newest), weights[newest]))
        self.ranker = fit(examples) if examples else None

    def observe(self, *interactions: Interaction) -> None:
        """Learn more events."""
        self.memory.observe(*interactions)

    def rank(self, query: Query) -> Ranking:
        """Items for a user's session under way, or by the user's history when there is none."""
        candidates = self.memory.next_items(query, RANKED if self.ranker else 0)
        scores = self._scores(candidates)
        order = np.argsort(-scores, kind="stable")[:MOST_RESULTS]
        order = order[scores[order] > 0.0]
        return list(zip(candidates.items[order].tolist(), scores[order].tolist(), strict=True))

    def score(self, query: Query, items: Sequence[int]) -> Mapping[int, float]:
        """Positive scores of those of the items that have been read by anybody."""
        if not items:
            return {}
        candidates = self.memory.next_items(query, RANKED, given=items)
        scores = self._scores(candidates) + LEAST_SCORE
        known = zip(items, scores.tolist(), self.memory.known(candidates.items), strict=True)
        return {item: score for item, score, is_known in known if is_known}

    def explain(self, query: Query, item: int) -> list[Contribution]:
        """The events that speak for an item, as the unlearned mixture weighs them; the ranker weighs the same."""
        return explain(self.memory, query, item)

    def _scores(self, candidates: Candidates) -> npt.NDArray[np.float64]:
        """The ranker's shares for the rows it was given, and below them the mixture's order for the rest."""
        mixed = candidates.mixed
        if self.ranker is None or not len(candidates.rows):
            return mixed
        ranked = softmax(self.ranker.scores(candidates.rows))
        rest = mixed[len(ranked) :]
        return np.append(ranked, rest / max(float(mixed.max()), 1e-9) * ranked.min())
