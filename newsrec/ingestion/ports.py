"""The outside systems that ingestion needs, as it needs them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from newsrec.model import Article, Interaction


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A record that can never succeed: its payload, where it lay in the stream, and why it failed."""

    payload: bytes
    position: str
    reason: str


class EventSink(Protocol):
    """Amazon Personalize's event side."""

    def put_interactions(self, interactions: Sequence[Interaction]) -> None:
        """Sends at most 10 interactions of one reader and session. Raises `Unavailable`."""
        ...

    def put_articles(self, articles: Sequence[Article]) -> None:
        """Sends at most 10 articles. Raises `Unavailable`."""
        ...


class DeadLetterQueue(Protocol):
    def park(self, letter: DeadLetter) -> None:
        """Keeps the letter for a human or a replay. Raises `Unavailable`."""
        ...


class ArticleReader(Protocol):
    def get_many(self, article_ids: Iterable[str]) -> Mapping[str, Article]:
        """The known ones among these articles."""
        ...


class ArticleStore(ArticleReader, Protocol):
    def put(self, article: Article) -> bool:
        """Keeps the article unless a later description of it is known already; says whether it was kept."""
        ...


class JustPublishedStore(Protocol):
    def offer(self, article: Article) -> None:
        """Makes the article a just-published candidate, keeping the counters it may have."""
        ...

    def take_back(self, article_id: str) -> None: ...


class InteractionCounters(Protocol):
    def count(self, interaction: Interaction, article: Article | None) -> None:
        """Adds one interaction to every counter it concerns, once however often it is delivered."""
        ...
