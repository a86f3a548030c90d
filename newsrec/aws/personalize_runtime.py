"""Amazon Personalize's runtime side: a deployed model is asked for a list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.aws.dynamodb import epoch
from newsrec.serving.ports import Follows, Question, Ranking
from newsrec.unavailable import Unavailable

ANSWER_SECONDS: Final = 0.5
"""How long a connection waits for a model that a reader waits for; the list itself waits for less."""

LONGEST_VALUE: Final = 1000
"""Characters that all the names of one placeholder may have, quotes and commas included."""

PROMOTION: Final = "followed"
NOTHING: Final = "(none)"
"""Stands for no names, since an including filter needs some for every placeholder; it is the name of nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One deployed model, asked through the filter that leaves out what may not or need not be shown.

    `topics_filter_arn` is the filter for certain topics, `followed_filter_arn` the one for what readers follow. A
    question that needs a filter that there is none of is asked without: such filters only save asking for more.
    """

    campaign_arn: str
    filter_arn: str
    topics_filter_arn: str | None = None
    followed_filter_arn: str | None = None
    answer_seconds: float = ANSWER_SECONDS
    attempts: int = 1

    def connect(self) -> None:
        """Makes the client, which takes longer than an answer, before anyone waits for one."""
        self._runtime()

    def recommend(self, reader_id: str, *, published_after: datetime, most: int) -> Sequence[str]:
        """Article ids, best first. Raises `Unavailable` when the model is slow, throttled or absent."""
        return self.ask(Question(reader_id=reader_id, published_after=published_after, most=most)).article_ids

    def ask(self, question: Question) -> Ranking:
        """Raises `Unavailable` when the model is slow, throttled or absent."""
        published_after = {"PUBLISHED_AFTER": str(epoch(question.published_after))}
        try:
            answer = self._runtime().get_recommendations(
                campaignArn=self.campaign_arn,
                userId=question.reader_id,
                numResults=question.most,
                **self._filtered(question, published_after),
                **self._promoted(question, published_after),
            )
        except OutsideError as error:
            raise Unavailable(error_code(error)) from error
        items = answer["itemList"]
        return Ranking(
            tuple(item["itemId"] for item in items),
            frozenset(item["itemId"] for item in items if item.get("promotionName") == PROMOTION),
        )

    def _filtered(self, question: Question, values: Mapping[str, str]) -> Mapping[str, Any]:
        topics = quoted(sorted(question.topics))
        if not topics or not self.topics_filter_arn:
            return {"filterArn": self.filter_arn, "filterValues": values}
        return {"filterArn": self.topics_filter_arn, "filterValues": {**values, "TOPICS": topics}}

    def _promoted(self, question: Question, values: Mapping[str, str]) -> Mapping[str, Any]:
        follows = question.follows
        if not follows or not self.followed_filter_arn or not (named := followed_values(follows)):
            return {}
        promotion = {
            "name": PROMOTION,
            "percentPromotedItems": max(1, round(100 * follows.share)),
            "filterArn": self.followed_filter_arn,
            "filterValues": {**values, **named},
        }
        return {"promotions": [promotion]}

    def _runtime(self) -> Any:
        return client(
            "personalize-runtime",
            connect_seconds=self.answer_seconds,
            read_seconds=self.answer_seconds,
            attempts=self.attempts,
        )


def followed_values(follows: Follows) -> Mapping[str, str]:
    """A value for each placeholder; none at all where no name can be given to a filter."""
    values = {
        "COMPANIES": quoted(follows.companies),
        "INDUSTRIES": quoted(follows.industries),
        "TOPICS": quoted(follows.topics),
    }
    if not any(values.values()):
        return {}
    return {name: value or f'"{NOTHING}"' for name, value in values.items()}


def quoted(names: Iterable[str]) -> str:
    """Names as the value of a placeholder, as many as it takes; one with a quote in it can't be said and is missing."""
    value = ""
    for name in names:
        longer = f'{value},"{name}"' if value else f'"{name}"'
        if '"' not in name and len(longer) <= LONGEST_VALUE:
            value = longer
    return value
