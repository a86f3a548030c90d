"""Asking every source at the same time, and keeping what may be shown to this reader now."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from newsrec.interests import NOBODY, ReaderProfile
from newsrec.model import Article, Source
from newsrec.serving.just_published import ColdArticle
from newsrec.serving.ports import Articles, Model, Popular, Readers, Shelf
from newsrec.surfaces import Surface
from newsrec.unavailable import Unavailable

T = TypeVar("T")

NOBODY_ID = "nobody"
"""Whom the trending model is asked for when nobody is known; its filter wants some reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """Which list is wanted, by whom and when; `list_id` also seeds what is random in it."""

    list_id: str
    surface: Surface
    limit: int
    now: datetime
    reader_id: str | None = None
    personalised: bool = True
    topics: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()
    page_ids: tuple[str, ...] = ()
    """What earlier pages of the same list showed."""

    @property
    def profiled_reader(self) -> str | None:
        """The reader whose history may be used, if any."""
        return self.reader_id if self.personalised else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    personalised: Model
    trending: Model
    readers: Readers
    popular: Popular
    shelf: Shelf
    articles: Articles
    executor: Executor


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the sources gave, down to what may be shown; `degraded` names those that did not answer."""

    ranked: Mapping[Source, Sequence[Article]]
    shelf: Sequence[ColdArticle]
    articles: Mapping[str, Article]
    profile: ReaderProfile
    degraded: tuple[str, ...]


def gather(request: ListRequest, sources: Sources) -> Gathered:
    """Raises `Unavailable` only when the article store is away: then nothing is known to be published."""
    surface, now, reader = request.surface, request.now, request.profiled_reader
    published_after = now - timedelta(hours=surface.max_age_hours)
    wanted = surface.overfetch * request.limit
    asked: dict[str, Future[Sequence[str]]] = {}
    if reader:
        asked[Source.PERSONALISED] = sources.executor.submit(
            sources.personalised.recommend, reader, published_after=published_after, most=wanted
        )
    asked[Source.TRENDING] = sources.executor.submit(
        sources.trending.recommend, reader or NOBODY_ID, published_after=published_after, most=wanted
    )
    profile = sources.executor.submit(sources.readers.profile, reader, now) if reader else None
    shelf = sources.executor.submit(
        sources.shelf.published_after, now - timedelta(minutes=surface.just_published.max_age_minutes)
    )

    degraded: list[str] = []

    def answer(name: str, future: Future[T], otherwise: T) -> T:
        try:
            return future.result()
        except Unavailable:
            degraded.append(name)
            return otherwise

    ids = {Source(name): answer(name, future, ()) for name, future in asked.items()}
    known = answer("history", profile, NOBODY) if profile else NOBODY
    cold = answer("just_published", shelf, ())
    articles = dict(
        sources.articles.get_many({*(id for named in ids.values() for id in named), *(c.article_id for c in cold)})
    )
    may_show = _may_show(request, articles, known, published_after)
    ranked = {source: [articles[id] for id in named if may_show(id)] for source, named in ids.items()}
    if len({article.article_id for named in ranked.values() for article in named}) < request.limit:
        popular = answer(Source.POPULAR, sources.executor.submit(sources.popular.most_clicked, now, most=wanted), ())
        articles |= sources.articles.get_many(set(popular) - articles.keys())
        ranked[Source.POPULAR] = [articles[id] for id in popular if may_show(id)]
    return Gathered(
        ranked=ranked,
        shelf=[c for c in cold if may_show(c.article_id)],
        articles=articles,
        profile=known,
        degraded=tuple(degraded),
    )


def _may_show(
    request: ListRequest, articles: Mapping[str, Article], profile: ReaderProfile, published_after: datetime
) -> Callable[[str], bool]:
    """Published now, young enough, on a wanted topic, not on the page already and not read by this reader."""
    refused = request.exclude | profile.read_ids | frozenset(request.page_ids)

    def may_show(article_id: str) -> bool:
        article = articles.get(article_id)
        return (
            article is not None
            and article_id not in refused
            and article.may_be_shown(request.now)
            and article.published_at > published_after
            and (not request.topics or not request.topics.isdisjoint(article.topics))
        )

    return may_show
