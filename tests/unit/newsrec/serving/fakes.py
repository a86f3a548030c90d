"""The sources of a list, each answering what a test says, or not answering."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from newsrec.interests import NOBODY, ReaderProfile
from newsrec.model import Article
from newsrec.serving.asking import MOST_CALLS, Asking, TimeBudget
from newsrec.serving.just_published import ColdArticle
from newsrec.serving.ports import Question, Ranking
from newsrec.serving.refusals import Refusals
from newsrec.serving.request import ListRequest, Sources
from newsrec.surfaces import Followed, JustPublished, load
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.records import NOW

PATIENT = TimeBudget(personalised=20, trending=20, history=20, just_published=20, popular=20, articles=20, whole=40)
"""More than a busy machine takes, so that only a test that wants it meets a slow source."""

HOME = replace(
    load("home"),
    mix={"personalised": 0.7, "trending": 0.3},
    merge="mix",
    followed=Followed(),
    just_published=JustPublished(share=0.2, max_age_minutes=120, first_slot=3),
)
"""The front page with figures that stay as they are when editors change theirs."""


@dataclass
class Newsroom:
    """What every source would answer; those named in `away` do not."""

    articles: Sequence[Article]
    personalised: Sequence[str] = ()
    trending: Sequence[str] = ()
    popular: Sequence[str] = ()
    clicks: Mapping[str, float] = field(default_factory=dict)
    """Of popular articles, where they are not nine."""
    shelf: Sequence[ColdArticle] = ()
    profile: ReaderProfile = NOBODY
    followed: frozenset[str] = frozenset()
    """What the reader's own model would put into the places kept for what the reader follows."""
    away: set[str] = field(default_factory=set)
    asked: list[tuple[str, object]] = field(default_factory=list)

    @contextmanager
    def sources(self) -> Iterator[Sources]:
        with ThreadPoolExecutor(MOST_CALLS) as executor:
            yield Sources(
                personalised=Model(self, "personalised"),
                trending=Model(self, "trending"),
                readers=Readers(self),
                popular=self,
                shelf=self,
                articles=self,
                asking=Asking(
                    executor,
                    clock=time.monotonic,
                    pause=lambda: None,
                    kind_of=lambda _: "error",
                    budget=PATIENT,
                ),
                refusals=Refusals(),
            )

    def answer(self, source: str, value: Any, question: object) -> Any:
        self.asked.append((source, question))
        if source in self.away:
            raise Unavailable(source)
        return value

    def get_many(self, article_ids: Iterable[str]) -> Mapping[str, Article]:
        wanted = set(article_ids)
        return self.answer(
            "articles", {one.article_id: one for one in self.articles if one.article_id in wanted}, wanted
        )

    def most_clicked(self, now: datetime, *, most: int) -> Mapping[str, float]:
        return self.answer("popular", {id: self.clicks.get(id, 9) for id in self.popular}, most)

    def published_after(self, time: datetime) -> Sequence[ColdArticle]:
        return self.answer("just_published", [cold for cold in self.shelf if cold.published_at > time], time)


@dataclass
class Readers:
    newsroom: Newsroom

    def profile(self, reader_id: str, now: datetime) -> ReaderProfile:
        return self.newsroom.answer("history", self.newsroom.profile, reader_id)


@dataclass
class Model:
    newsroom: Newsroom
    name: str

    def ask(self, question: Question) -> Ranking:
        ids = tuple(getattr(self.newsroom, self.name)[: question.most])
        followed = self.newsroom.followed.intersection(ids) if question.follows else frozenset[str]()
        return self.newsroom.answer(self.name, Ranking(ids, followed), question)


def request(**changed: Any) -> ListRequest:
    return ListRequest(**{"list_id": "l_1", "surface": HOME, "limit": 5, "now": NOW, "reader_id": "r1"} | changed)
