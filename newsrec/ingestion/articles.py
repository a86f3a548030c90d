"""Articles from the stream: into the article store, to the models' items, and onto the just-published shelf.

Of two descriptions of one article the greater version counts, in whatever order and how often they come: only what the
store keeps is told and shelved. A description that is kept already is told and shelved once more, since the delivery
that kept it may have been cut off there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from newsrec.ingestion.batch import (
    MOST_PER_CALL,
    Batch,
    Group,
    Problems,
    at_most,
    good,
    grouped,
    in_order,
    settled,
    told,
)
from newsrec.ingestion.deadline import UNHURRIED, Deadline
from newsrec.ingestion.ports import (
    ArticleStore,
    AwaitingInteractions,
    DeadLetterQueue,
    EventSink,
    InteractionCounters,
    JustPublishedStore,
)
from newsrec.ingestion.rejects import refused
from newsrec.model import Article, ArticleStatus
from newsrec.model.article import JUST_PUBLISHED_FOR
from newsrec.transform import Reject, article_record, to_article, transformed
from newsrec.unavailable import Unacceptable, Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleIngestion:
    events: EventSink
    articles: ArticleStore
    just_published: JustPublishedStore
    awaiting: AwaitingInteractions
    counters: InteractionCounters
    dead_letters: DeadLetterQueue
    executor: Executor
    """Articles are dealt with side by side, the descriptions of one article in order."""
    deadline: Deadline = UNHURRIED

    def ingest(self, payloads: Mapping[str, bytes], *, now: datetime) -> Batch[Article]:
        """Stores each article, tells the models of what is news, fills the shelf, and counts what waited for it."""
        outcomes = {position: transformed(payload, to_article) for position, payload in payloads.items()}
        of_article = grouped(good(outcomes), lambda article: article.article_id)
        news: dict[str, Article] = {}

        def store(article: Article) -> Reject | None:
            self.deadline.allow_call()
            try:
                if self.articles.put(article):
                    news[article.article_id] = article
            except Unacceptable as refusal:
                return refused(article_record(article), refusal)
            return None

        def tell(articles: Sequence[Article]) -> None:
            self.deadline.allow_call()
            self.events.put_articles(articles)

        problems = self._side_by_side(lambda group: in_order(group, store), of_article)
        calls = at_most(MOST_PER_CALL, list(news.items()))
        untold = self._side_by_side(lambda call: told(call, tell, article_record), calls)

        def finish(group: Group[Article]) -> Problems:
            article = news[group[0][1].article_id]
            problem = self._finish(article, untold.get(article.article_id), now)
            concerned = [position for position, one in group if isinstance(problem, Unavailable) or one is article]
            return dict.fromkeys(concerned, problem) if problem else {}

        problems |= self._side_by_side(finish, [group for group in of_article if group[0][1].article_id in news])
        return settled(payloads, outcomes, problems, self.dead_letters, self.deadline)

    def _side_by_side(
        self, deal_with: Callable[[Group[Article]], Problems], groups: Iterable[Group[Article]]
    ) -> Problems:
        return dict(chain.from_iterable(found.items() for found in self.executor.map(deal_with, groups)))

    def _finish(
        self, article: Article, untold: Reject | Unavailable | None, now: datetime
    ) -> Reject | Unavailable | None:
        """What the models refuse for now waits with the shelf; what they refuse for good can be shown all the same."""
        try:
            if not isinstance(untold, Unavailable):
                self.deadline.allow_call()
                self._shelve(article, now)
            for interaction in self.awaiting.of_article(article.article_id):
                self.deadline.allow_call()
                self.counters.join(interaction, article)
        except Unavailable as failure:
            return failure
        except Unacceptable as refusal:
            return refused(article_record(article), refusal)
        return untold

    def _shelve(self, article: Article, now: datetime) -> None:
        cold = article.status is ArticleStatus.PUBLISHED and article.age(now) < JUST_PUBLISHED_FOR
        if cold:
            self.just_published.offer(article)
        else:
            self.just_published.take_back(article.article_id)
