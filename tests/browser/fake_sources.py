"""The newsroom in memory as the product's own list maker asks it."""

import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from newsrec.interests import ReaderProfile
from newsrec.interests.profile import ReadArticle
from newsrec.model import Article
from newsrec.serving.asking import Asking
from newsrec.serving.just_published import ColdArticle
from newsrec.serving.ports import Question, Ranking
from newsrec.serving.refusals import Refusals
from newsrec.serving.request import Sources
from newsrec.transform import to_article
from tests.browser.fake_newsroom import YOUNG, FakeNewsroom
from tests.unit.newsrec.serving.fakes import PATIENT


@dataclass
class FakeSources:
    """Both models rank as the newsroom does, but for young articles, which they don't know yet."""

    newsroom: FakeNewsroom

    def sources(self, executor: Executor) -> Sources:
        return Sources(
            personalised=self,
            trending=self,
            readers=self,
            popular=self,
            shelf=self,
            articles=self,
            asking=Asking(
                executor, clock=time.monotonic, pause=lambda: None, kind_of=lambda _: "error", budget=PATIENT
            ),
            refusals=Refusals(),
        )

    def ask(self, question: Question) -> Ranking:
        now = datetime.now(UTC)
        ranked = (record["article_id"] for record in self.newsroom.ranked(question.reader_id, now))
        young = {cold.article_id for cold in self.published_after(now - YOUNG)}
        return Ranking(tuple(article_id for article_id in ranked if article_id not in young)[: question.most])

    def profile(self, reader_id: str, now: datetime) -> ReaderProfile:
        clicks = self.newsroom.clicks[reader_id]
        return ReaderProfile(reads=tuple(ReadArticle(click.article_id, click.occurred_at) for click in clicks))

    def most_clicked(self, now: datetime, *, most: int) -> Mapping[str, float]:
        return {}

    def published_after(self, time: datetime) -> Sequence[ColdArticle]:
        cold = (
            ColdArticle(article_id=article.article_id, published_at=article.published_at)
            for article in self.get_many(self.newsroom.articles).values()
        )
        return [article for article in cold if article.published_at > time]

    def get_many(self, article_ids: Iterable[str]) -> Mapping[str, Article]:
        known = (self.newsroom.articles[id] for id in article_ids if id in self.newsroom.articles)
        return {article.article_id: article for article in map(_read, known)}


def _read(record: Mapping[str, Any]) -> Article:
    article = to_article(dict(record), "generic" if "title" in record else "bare")
    assert isinstance(article, Article), article
    return replace(article, title=record.get("title"))  # as it stands: the page must not rely on a cleaned title
