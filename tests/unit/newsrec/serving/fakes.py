"""The sources of a list, each answering what a test says, or not answering."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newsrec.interests import NOBODY, ReaderProfile
from newsrec.model import Article
from newsrec.serving.gather import ListRequest, Sources
from newsrec.serving.just_published import ColdArticle
from newsrec.surfaces import load
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.records import NOW


@dataclass
class Newsroom:
    """What every source would answer; those named in `away` do not."""

    articles: Sequence[Article]
    personalised: Sequence[str] = ()
    trending: Sequence[str] = ()
    popular: Sequence[str] = ()
    shelf: Sequence[ColdArticle] = ()
    profile: ReaderProfile = NOBODY
    away: set[str] = field(default_factory=set)
    asked: list[tuple[str, object]] = field(default_factory=list)

    @contextmanager
    def sources(self) -> Iterator[Sources]:
        with ThreadPoolExecutor(4) as executor:
            yield Sources(
                personalised=Model(self, "personalised"),
                trending=Model(self, "trending"),
                readers=Readers(self),
                popular=self,
                shelf=self,
                articles=self,
                executor=executor,
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

    def most_clicked(self, now: datetime, *, most: int) -> Sequence[str]:
        return self.answer("popular", self.popular, most)

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

    def recommend(self, reader_id: str, *, published_after: datetime, most: int) -> Sequence[str]:
        return self.newsroom.answer(self.name, getattr(self.newsroom, self.name)[:most], reader_id)


def request(**changed: Any) -> ListRequest:
    return ListRequest(
        **{"list_id": "l_1", "surface": load("home"), "limit": 5, "now": NOW, "reader_id": "r1"} | changed
    )
