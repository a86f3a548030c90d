"""Outside systems of ingestion that remember what they were told and can be made to fail."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from newsrec.ingestion.ports import Counting, DeadLetter
from newsrec.model import Article, Interaction
from newsrec.unavailable import Unacceptable, Unavailable


@dataclass
class Personalize:
    interactions: list[Sequence[Interaction]] = field(default_factory=list)
    articles: list[Sequence[Article]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Readers, and articles, for which calls fail."""
    unacceptable: set[str] = field(default_factory=set)
    """Events, and articles, that are refused for good."""

    def put_interactions(self, interactions: Sequence[Interaction]) -> None:
        if interactions[0].reader_key in self.refused:
            raise Unavailable("throttled")
        if self.unacceptable & {interaction.event_id for interaction in interactions}:
            raise Unacceptable("PutEvents: invalid")
        self.interactions.append(interactions)

    def put_articles(self, articles: Sequence[Article]) -> None:
        if self.refused & {article.article_id for article in articles}:
            raise Unavailable("throttled")
        if self.unacceptable & {article.article_id for article in articles}:
            raise Unacceptable("PutItems: invalid")
        self.articles.append(articles)


@dataclass
class Forgotten:
    reader_ids: Set[str] = frozenset()

    def among(self, reader_ids: Iterable[str], now: datetime) -> Set[str]:
        return self.reader_ids & set(reader_ids)


@dataclass
class Articles:
    stored: dict[str, Article] = field(default_factory=dict)

    def get_many(self, article_ids: Iterable[str], *, consistent: bool = False) -> Mapping[str, Article]:
        return {article_id: self.stored[article_id] for article_id in article_ids if article_id in self.stored}

    def put(self, article: Article) -> bool:
        known = self.stored.get(article.article_id)
        if known and known.version > article.version:
            return False
        self.stored[article.article_id] = article
        return True


@dataclass
class Counters:
    counted: list[tuple[Interaction, Article | None]] = field(default_factory=list)
    joined: list[tuple[Interaction, Article]] = field(default_factory=list)
    waiting: list[Interaction] = field(default_factory=list)
    uncountable: dict[str, Exception] = field(default_factory=dict)
    """What counting these events meets."""
    too_fast: set[str] = field(default_factory=set)

    def count(self, interaction: Interaction, article: Article | None, *, now: datetime) -> Counting:
        if interaction.event_id in self.uncountable:
            raise self.uncountable[interaction.event_id]
        if interaction.event_id in self.too_fast:
            return Counting.TOO_FAST
        if interaction.event_id in {counted.event_id for counted, _ in self.counted}:
            return Counting.EARLIER
        self.counted.append((interaction, article))
        if article is None:
            self.waiting.append(interaction)
        return Counting.NOW

    def join(self, interaction: Interaction, article: Article) -> None:
        self.waiting.remove(interaction)
        self.joined.append((interaction, article))

    def among(self, interactions: Sequence[Interaction]) -> Sequence[Interaction]:
        return [interaction for interaction in interactions if interaction in self.waiting]

    def of_article(self, article_id: str) -> Sequence[Interaction]:
        return [interaction for interaction in self.waiting if interaction.article_id == article_id]


@dataclass
class Shelf:
    on_it: set[str] = field(default_factory=set)

    def offer(self, article: Article) -> None:
        self.on_it.add(article.article_id)

    def take_back(self, article_id: str) -> None:
        self.on_it.discard(article_id)


@dataclass
class DeadLetters:
    parked: list[DeadLetter] = field(default_factory=list)

    def park(self, letter: DeadLetter) -> None:
        self.parked.append(letter)
