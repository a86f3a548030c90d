"""The outside systems that ingestion needs, as it needs them."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
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
        """Sends at most 10 interactions of one reader and session. Raises `Unavailable` and `Unacceptable`."""
        ...

    def put_articles(self, articles: Sequence[Article]) -> None:
        """Sends at most 10 articles. Raises `Unavailable` and `Unacceptable`."""
        ...


class DeadLetterQueue(Protocol):
    def park(self, letter: DeadLetter) -> None:
        """Keeps the letter for a human or a replay. Raises `Unavailable`."""
        ...


class ForgottenReaders(Protocol):
    def among(self, reader_ids: Iterable[str], now: datetime) -> Set[str]:
        """Those of the readers who had themselves forgotten. Raises `Unavailable`."""
        ...


class ArticleReader(Protocol):
    def get_many(self, article_ids: Iterable[str], *, consistent: bool = False) -> Mapping[str, Article]:
        """The known ones among these articles; `consistent` sees whatever was written before. Raises `Unavailable`."""
        ...


class ArticleStore(ArticleReader, Protocol):
    def put(self, article: Article) -> bool:
        """Keeps the article unless a greater version of it is known already; says whether it was kept.

        Raises `Unavailable` and `Unacceptable`.
        """
        ...


class JustPublishedStore(Protocol):
    def offer(self, article: Article) -> None:
        """Makes the article a just-published candidate, keeping the counters it may have."""
        ...

    def take_back(self, article_id: str) -> None: ...


class Counting(Enum):
    """What became of an interaction that was to be counted."""

    NOW = auto()
    EARLIER = auto()
    """It was delivered before."""
    TOO_FAST = auto()
    """It counts for nothing: the reader clicks faster than a human can."""


class InteractionCounters(Protocol):
    def count(self, interaction: Interaction, article: Article | None, *, now: datetime) -> Counting:
        """Adds one interaction to every counter it concerns, once however often it is delivered.

        Of an article that is not known yet, what depends on it waits. Raises `Unavailable` and `Unacceptable`.
        """
        ...

    def join(self, interaction: Interaction, article: Article) -> None:
        """Counts what had to wait for the article, once. Raises `Unavailable` and `Unacceptable`."""
        ...


class AwaitingInteractions(Protocol):
    """Interactions whose article is not known yet. Reads see whatever was written before, and raise `Unavailable`."""

    def among(self, interactions: Sequence[Interaction]) -> Sequence[Interaction]:
        """Those that still wait."""
        ...

    def of_article(self, article_id: str) -> Iterable[Interaction]: ...
