"""Asking every source at the same time, and keeping what may be shown to this reader now."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
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
    asked = _Questions(sources.executor)

    def ask_model(model: Model, reader_id: str) -> Future[Sequence[str]]:
        return asked.submit(lambda: model.recommend(reader_id, published_after=published_after, most=wanted))

    models = {Source.PERSONALISED: ask_model(sources.personalised, reader)} if reader else {}
    models[Source.TRENDING] = ask_model(sources.trending, reader or NOBODY_ID)
    history = asked.submit(lambda: sources.readers.profile(reader, now) if reader else NOBODY)
    shelved_after = now - timedelta(minutes=surface.just_published.max_age_minutes)
    on_shelf = asked.submit(lambda: sources.shelf.published_after(shelved_after))

    named = {source: asked.answer(source, answer, ()) for source, answer in models.items()}
    profile = asked.answer("history", history, NOBODY)
    shelf = asked.answer("just_published", on_shelf, ())
    wanted_ids = {*chain.from_iterable(named.values()), *(cold.article_id for cold in shelf)}
    articles = dict(sources.articles.get_many(wanted_ids))
    may_show = _may_show(request, articles, profile, published_after)
    ranked = {source: [articles[id] for id in ids if may_show(id)] for source, ids in named.items()}
    if len({article.article_id for ids in ranked.values() for article in ids}) < request.limit:
        popular = asked.answer(Source.POPULAR, asked.submit(lambda: sources.popular.most_clicked(now, most=wanted)), ())
        articles |= sources.articles.get_many(set(popular) - articles.keys())
        ranked[Source.POPULAR] = [articles[id] for id in popular if may_show(id)]
    return Gathered(
        ranked=ranked,
        shelf=[cold for cold in shelf if may_show(cold.article_id)],
        articles=articles,
        profile=profile,
        degraded=tuple(asked.unanswered),
    )


class _Questions:
    """Questions to several sources at once; one that is not answered is noted and replaced."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self.unanswered: list[str] = []

    def submit(self, question: Callable[[], T]) -> Future[T]:
        return self._executor.submit(question)

    def answer(self, source: str, future: Future[T], otherwise: T) -> T:
        try:
            return future.result()
        except Unavailable:
            self.unanswered.append(source)
            return otherwise


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
