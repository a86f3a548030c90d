"""What was recommended lately, so that an event can name the answer it comes from."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from local_personalize.identifiers import unique_id

MOST_ANSWERS = 100_000
MOST_ITEMS = 5_000_000


class Answer(NamedTuple):
    """The ARN of the campaign that answered, and the ids of its items."""

    campaign: str | None
    items: tuple[str, ...]


UNKNOWN = Answer(None, ())


class RecommendationLog:
    """The newest answers: at most 100,000, and 5 million items in all."""

    def __init__(self, most_answers: int = MOST_ANSWERS, most_items: int = MOST_ITEMS) -> None:
        self.most_answers = most_answers
        self.most_items = most_items
        self.answers: OrderedDict[tuple[str, str], Answer] = OrderedDict()
        self.size = 0

    def add(self, dataset_group: str, campaign: str, items: Sequence[str]) -> str:
        """Remember an answer and return its recommendationId."""
        recommendation_id = f"RID-{unique_id()}"
        self.answers[dataset_group, recommendation_id] = Answer(campaign, tuple(items))
        self.size += len(items)
        while len(self.answers) > self.most_answers or self.size > self.most_items:
            self.size -= len(self.answers.popitem(last=False)[1].items)
        return recommendation_id

    def find(self, dataset_group: str, recommendation_id: str) -> Answer:
        """The answer with that id to a request of the dataset group; an empty one if it is not remembered."""
        return self.answers.get((dataset_group, recommendation_id), UNKNOWN)
