"""Articles from the stream: into the article store, to the models' items, and onto the just-published shelf."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newsrec.ingestion.batch import MOST_PER_CALL, Batch, at_most, deliver_each, transformed
from newsrec.ingestion.ports import ArticleStore, DeadLetterQueue, EventSink, JustPublishedStore
from newsrec.model import Article, ArticleStatus
from newsrec.model.article import JUST_PUBLISHED_FOR
from newsrec.transform import Reject, to_article
from newsrec.unavailable import Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleIngestion:
    events: EventSink
    articles: ArticleStore
    just_published: JustPublishedStore
    dead_letters: DeadLetterQueue

    def begin(self, payloads: Mapping[str, bytes], *, now: datetime) -> Batch[Article]:
        """Transforms the payloads, stores each article, and tells the models of those that are news to the store."""
        outcomes = {position: transformed(payload, to_article) for position, payload in payloads.items()}
        latest: dict[str, tuple[str, Article]] = {}
        failed: dict[str, Unavailable] = {}
        for position, article in outcomes.items():
            if isinstance(article, Reject):
                continue
            try:
                if self.articles.put(article):
                    latest[article.article_id] = (position, article)
            except Unavailable as failure:
                failed[position] = failure
        failed |= deliver_each(at_most(MOST_PER_CALL, list(latest.values())), self.events.put_articles)
        news = {position for position, _ in latest.values()}

        def finish(position: str, article: Article) -> None:
            if position in news:
                self._shelve(article, now)

        return Batch(payloads, outcomes, failed, finish, self.dead_letters)

    def _shelve(self, article: Article, now: datetime) -> None:
        cold = article.status is ArticleStatus.PUBLISHED and article.age(now) < JUST_PUBLISHED_FOR
        if cold:
            self.just_published.offer(article)
        else:
            self.just_published.take_back(article.article_id)
