"""Asking every source at the same time, and keeping what may be shown to this reader now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain
from math import ceil
from typing import Final

from newsrec.interests import NOBODY, ReaderProfile
from newsrec.model import Article, Source
from newsrec.model.article import JUST_PUBLISHED_FOR
from newsrec.rules.rule import ReaderFacts
from newsrec.serving.asking import Outage, Round
from newsrec.serving.attributes import pinned_for, reader_facts
from newsrec.serving.just_published import ColdArticle, picks
from newsrec.serving.merge import interleave, merge
from newsrec.serving.models import ModelAnswers, ask_models, profile_of
from newsrec.serving.ports import Ranking
from newsrec.serving.request import NOBODY_ID, ListRequest, Sources
from newsrec.serving.showable import had_already, why_not

__all__ = ["NOBODY_ID", "Gathered", "ListRequest", "Sources", "gather"]

MOST_POPULAR: Final = 100
"""The same for every list, since it is kept for all of them."""
MOST_SHELVED: Final = 20
"""Just-published articles that are looked up for one list, the best of them."""
LOOKED_UP_AT_ONCE: Final = 100
"""What the article store gives in one call; so many candidates cost no more than one."""
MOST_LOOKED_UP: Final = 500

_PASSED_OVER_BY_PINS: Final = (None, "too_old")
"""What does not keep a pinned article out; whether one that was read stays is its rule's to say."""

_ORDER: Final = ("personalised", "trending", "history", "just_published", "popular", "postprocess")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the sources gave, down to what may be shown; `outages` are of those that gave nothing.

    `request` is the one that was met: a reader who said no to profiling gets a list that is nobody's. `followed` came
    in places kept for what the reader follows. `clicks` are those of the articles that are clicked most right now, None
    where they are not known. `facts` is what rules may know of the reader,
    `pinned` the articles that editors hold in their places. `refused` articles were
    looked up and may not be shown.
    """

    request: ListRequest
    ranked: Mapping[Source, Sequence[str]]
    followed: frozenset[str]
    shelf: Sequence[ColdArticle]
    articles: Mapping[str, Article]
    profile: ReaderProfile
    clicks: Mapping[str, float] | None
    outages: tuple[Outage, ...]
    facts: ReaderFacts
    pinned: Sequence[str]
    refused: int


def gather(
    request: ListRequest, sources: Sources, answers: ModelAnswers | None = None, asked: Round | None = None
) -> Gathered:
    """Raises `Unavailable` only when the article store is away: then nothing is known to be published.

    The models are asked unless their `answers` are there already. All is asked within the time that `asked` has left.
    """
    asked = asked or Round(sources.asking)
    on_shelf = asked.ask("just_published", lambda: sources.shelf.published_after(request.now - JUST_PUBLISHED_FOR))
    most_clicked = asked.ask("popular", lambda: sources.popular.most_clicked(request.now, most=MOST_POPULAR))
    if answers is None:
        answers, profile = ask_models(request, sources, asked)
    else:
        history = profile_of(request, sources, asked)
        profile = asked.answer(history, NOBODY) if history else NOBODY
    agreed, profile = as_agreed(request, profile)
    if agreed.personalised != request.personalised:
        others = {source: one for source, one in answers.rankings.items() if source is not Source.PERSONALISED}
        request, answers = agreed, replace(answers, rankings=others)
    shelf, clicks = asked.answer(on_shelf, ()), asked.answer(most_clicked, None)
    named = _named(request, answers, clicks or (), profile)
    shelf = _on_shelf(request, shelf, profile, named.get(Source.PERSONALISED, ()))
    facts = reader_facts(request, profile)
    pinned = pinned_for(request, facts)
    articles = _looked_up(request, sources, asked, named, (*pinned, *(cold.article_id for cold in shelf)), profile)
    read_ids = profile.read_ids
    may_show = {id for id, article in articles.items() if why_not(article, request, read_ids) is None}
    return Gathered(
        request=request,
        ranked={source: [id for id in ids if id in may_show] for source, ids in named.items()},
        followed=frozenset(chain.from_iterable(ranking.followed for ranking in answers.rankings.values())),
        shelf=[
            cold
            for cold in shelf
            if cold.article_id in may_show
            and _on_topic(articles[cold.article_id], request.surface.just_published.topics)
        ],
        articles=articles,
        profile=profile,
        clicks=clicks,
        outages=tuple(sorted((*answers.outages, *asked.outages), key=lambda outage: _ORDER.index(outage.source))),
        facts=facts,
        pinned=[id for id in pinned if why_not(articles.get(id), request, frozenset()) in _PASSED_OVER_BY_PINS],
        refused=len(articles) - len(may_show),
    )


def as_agreed(request: ListRequest, profile: ReaderProfile) -> tuple[ListRequest, ReaderProfile]:
    """Without anything that comes from the reader's history, where the reader said no or had it forgotten."""
    if profile.preferences.personalised and not profile.forgotten:
        return request, profile
    return replace(request, personalised=False), ReaderProfile(preferences=profile.preferences)


def _named(
    request: ListRequest, answers: ModelAnswers, popular: Iterable[str], profile: ReaderProfile
) -> Mapping[Source, Sequence[str]]:
    """Each source's ranking, less what the reader has had; the share for what is followed is exact in every prefix."""
    share, read_ids = request.surface.followed.share, profile.read_ids
    rankings = {**answers.rankings, Source.POPULAR: Ranking(tuple(popular))}
    named: dict[Source, Sequence[str]] = {}
    for source in (Source.PERSONALISED, Source.TRENDING, Source.POPULAR):
        if source not in rankings:
            continue
        ids, followed = rankings[source].article_ids, rankings[source].followed
        ids = [id for id in dict.fromkeys(ids) if not had_already(id, request, read_ids)]
        if followed:
            apart = {True: [id for id in ids if id in followed], False: [id for id in ids if id not in followed]}
            ids = [id for id, _ in interleave(apart, {True: share, False: 1 - share})]
        named[source] = ids
    return named


def _on_shelf(
    request: ListRequest, shelf: Iterable[ColdArticle], profile: ReaderProfile, by_model: Sequence[str]
) -> Sequence[ColdArticle]:
    just_published, read_ids = request.surface.just_published, profile.read_ids
    oldest = request.now - timedelta(minutes=just_published.max_age_minutes)
    young = [
        cold for cold in shelf if cold.published_at > oldest and not had_already(cold.article_id, request, read_ids)
    ]
    return picks(young, MOST_SHELVED, now=request.now, seed=request.randomness, by_model=by_model)


def _on_topic(article: Article, topics: Sequence[str]) -> bool:
    return not topics or not set(topics).isdisjoint(article.topics)


def _looked_up(
    request: ListRequest,
    sources: Sources,
    asked: Round,
    named: Mapping[Source, Sequence[str]],
    besides: Iterable[str],
    profile: ReaderProfile,
) -> Mapping[str, Article]:
    """Those `besides` and the best candidates, and more of these while fewer than the list has places may be shown."""
    surface, read_ids = request.surface, profile.read_ids
    mix = {Source(name): share for name, share in surface.mix.items()}
    host = (request.host_article_id,) if request.host_article_id else ()
    merged = (offered.article_id for offered in merge(named, mix, surface.merge))
    waiting = list(dict.fromkeys((*host, *besides, *merged)))[:MOST_LOOKED_UP]
    most = LOOKED_UP_AT_ONCE * ceil(surface.overfetch * request.limit / LOOKED_UP_AT_ONCE)
    articles: dict[str, Article] = {}
    may_show = 0
    while waiting and may_show < request.limit:
        articles |= look_up(waiting[:most], sources, asked)
        waiting = waiting[most:]
        may_show = sum(why_not(article, request, read_ids) is None for article in articles.values())
    return articles


def look_up(article_ids: Sequence[str], sources: Sources, asked: Round) -> Mapping[str, Article]:
    """The articles of these ids, as many calls side by side as it takes. Raises `Unavailable`."""
    starts = range(0, len(article_ids), LOOKED_UP_AT_ONCE)
    batches = [article_ids[start : start + LOOKED_UP_AT_ONCE] for start in starts]
    calls = [asked.ask_anyway("articles", lambda ids=batch: sources.articles.get_many(ids)) for batch in batches]
    return {id: article for call in calls for id, article in asked.demand(call).items()}
