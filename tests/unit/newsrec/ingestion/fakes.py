"""Outside systems of ingestion that remember what they were told and can be made to fail."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsrec.ingestion.ports import DeadLetter
from newsrec.model import Article, Interaction
from newsrec.unavailable import Unavailable


@dataclass
class Personalize:
    interactions: list[Sequence[Interaction]] = field(default_factory=list)
    articles: list[Sequence[Article]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Readers, and articles, for which calls fail."""

    def put_interactions(self, interactions: Sequence[Interaction]) -> None:
        if interactions[0].reader_key in self.refused:
            raise Unavailable("throttled")
        self.interactions.append(interactions)

    def put_articles(self, articles: Sequence[Article]) -> None:
        if self.refused & {article.article_id for article in articles}:
            raise Unavailable("throttled")
        self.articles.append(articles)


@dataclass
class Articles:
    stored: dict[str, Article] = field(default_factory=dict)

    def get_many(self, article_ids: Iterable[str]) -> Mapping[str, Article]:
        return {article_id: self.stored[article_id] for article_id in article_ids if article_id in self.stored}

    def put(self, article: Article) -> bool:
        known = self.stored.get(article.article_id)
        if known and known.version_time > article.version_time:
            return False
        self.stored[article.article_id] = article
        return True


@dataclass
class Counters:
    counted: list[tuple[Interaction, Article | None]] = field(default_factory=list)

    def count(self, interaction: Interaction, article: Article | None) -> None:
        self.counted.append((interaction, article))


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
