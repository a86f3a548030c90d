"""Articles from the stream: into the article store, to the models' items, and onto the just-published shelf."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime

from newsrec.ingestion.batch import MOST_PER_CALL, Batch, at_most, deliver_each, good, grouped
from newsrec.ingestion.ports import ArticleStore, DeadLetterQueue, EventSink, JustPublishedStore
from newsrec.model import Article, ArticleStatus
from newsrec.model.article import JUST_PUBLISHED_FOR
from newsrec.transform import to_article, transformed


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleIngestion:
    events: EventSink
    articles: ArticleStore
    just_published: JustPublishedStore
    dead_letters: DeadLetterQueue
    executor: Executor
    """Articles are dealt with side by side, the descriptions of one article in order."""

    def ingest(self, payloads: Mapping[str, bytes], *, now: datetime) -> Batch[Article]:
        """Stores each article, tells the models of those that are news to the store, and fills the shelf."""
        outcomes = {position: transformed(payload, to_article) for position, payload in payloads.items()}
        news: dict[str, Article] = {}

        def store(descriptions: Sequence[Article]) -> None:
            for article in descriptions:
                if self.articles.put(article):
                    news[article.article_id] = article

        of_article = grouped(good(outcomes), lambda article: article.article_id)
        failed = deliver_each(of_article, store, self.executor)
        latest = [
            (position, news[article.article_id])
            for position, article in (group[-1] for group in of_article)
            if article.article_id in news
        ]
        failed |= deliver_each(at_most(MOST_PER_CALL, latest), self.events.put_articles, self.executor)

        def shelve(articles: Sequence[Article]) -> None:
            for article in articles:
                self._shelve(article, now)

        told = [[(position, article)] for position, article in latest if position not in failed]
        failed |= deliver_each(told, shelve, self.executor)
        return Batch(payloads, outcomes, failed, self.dead_letters)

    def _shelve(self, article: Article, now: datetime) -> None:
        cold = article.status is ArticleStatus.PUBLISHED and article.age(now) < JUST_PUBLISHED_FOR
        if cold:
            self.just_published.offer(article)
        else:
            self.just_published.take_back(article.article_id)
