"""One list for one reader, from first question to last reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from newsrec.interests import NOBODY, ReaderProfile
from newsrec.model import Article, Candidate, Reason, Source
from newsrec.rules import RankedArticle, Reranking, rerank
from newsrec.rules.rule import ReaderFacts, Rule
from newsrec.serving.asking import Outage, Round
from newsrec.serving.attributes import just_published_quota, page_facts, reader_facts, rule_attributes
from newsrec.serving.gather import Gathered, ListRequest, Sources, as_agreed, gather, look_up
from newsrec.serving.just_published import ColdArticle, insert, picks, places_for
from newsrec.serving.merge import Offered, merge
from newsrec.serving.models import ModelAnswers, profile_of
from newsrec.serving.reasons import Grounds, Reasoning, reasons_for
from newsrec.serving.reasons.causes import placed_by
from newsrec.serving.reasons.wording import language_of
from newsrec.serving.refusals import Refusals
from newsrec.serving.related import nearest_kin_first
from newsrec.serving.showable import why_not


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedItem:
    """An article in its place (1 is the first), with where it came from and what the rules did to it.

    `reasons` is everything that can be proven to have brought it there; readers are given the first.
    """

    position: int
    article: Article
    source: Source
    reasons: tuple[Reason, ...]
    title_variant: str
    was: int
    fell: int
    lifted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedList:
    """What one reader is shown, what the rules moved, and which sources did not answer.

    `rest` are the candidates that another page can be made of, in order; `ranked` are all of them before the rules.
    `host` is the article that the list stands under, if it may be read now.
    """

    request: ListRequest
    items: tuple[ServedItem, ...]
    reranking: Reranking
    outages: tuple[Outage, ...] = ()
    rest: tuple[Offered, ...] = ()
    ranked: tuple[str, ...] = field(default=(), compare=False)
    host: Article | None = None

    @property
    def degraded(self) -> tuple[str, ...]:
        """The names of the sources that did not answer."""
        return tuple(dict.fromkeys(outage.source for outage in self.outages))

    @property
    def more(self) -> bool:
        """Whether another page could be filled."""
        return bool(self.items and self.rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Material:
    """What a list is put in order from; `quota` is what holds for this list beside the surface's rules."""

    request: ListRequest
    candidates: Sequence[Candidate]
    profile: ReaderProfile
    facts: ReaderFacts
    articles: Mapping[str, Article]
    outages: tuple[Outage, ...]
    shelf: Mapping[str, ColdArticle] = field(default_factory=dict[str, ColdArticle])
    quota: tuple[Rule, ...] = ()
    clicks: Mapping[str, float] | None = None


def recommend(
    request: ListRequest, sources: Sources, answers: ModelAnswers | None = None, asked: Round | None = None
) -> ServedList:
    """Raises `Unavailable` when the article store is away.

    The models are asked unless their `answers` are there already, all within the time that `asked` has left.
    """
    gathered = gather(request, sources, answers, asked)
    candidates, spare = _candidates(gathered)
    quota = just_published_quota(gathered.request, candidates)
    if host := _host(gathered.request, gathered.articles):
        candidates, spare = nearest_kin_first(host, (*candidates, *spare)), ()
    served = _arranged(
        _Material(
            request=gathered.request,
            candidates=candidates,
            profile=gathered.profile,
            facts=gathered.facts,
            articles=gathered.articles,
            outages=gathered.outages,
            shelf={cold.article_id: cold for cold in gathered.shelf},
            quota=quota,
            clicks=gathered.clicks,
        ),
        sources.reasoning,
    )
    _learn(sources.refusals, served, gathered.refused)
    return replace(served, rest=(*served.rest, *map(_offered, spare)))


def recommend_from(request: ListRequest, offered: Sequence[Offered], sources: Sources) -> ServedList:
    """A list of what an earlier page left, in its order: no model is asked, all else is checked anew.

    Raises `Unavailable` when the article store is away.
    """
    asked = Round(sources.asking)
    history = profile_of(request, sources, asked)
    host = (request.host_article_id,) if request.host_article_id else ()
    articles = look_up([*host, *(one.article_id for one in offered)], sources, asked)
    request, profile = as_agreed(request, asked.answer(history, NOBODY) if history else NOBODY)
    read_ids = profile.read_ids
    showable = (one for one in offered if why_not(articles.get(one.article_id), request, read_ids) is None)
    material = _Material(
        request=request,
        candidates=_of_articles(showable, articles),
        profile=profile,
        facts=reader_facts(request, profile),
        articles=articles,
        outages=tuple(asked.outages),
    )
    return _arranged(material, sources.reasoning)


def _candidates(gathered: Gathered) -> tuple[Sequence[Candidate], Sequence[Candidate]]:
    """The merged sources with just-published articles among them, and those of the latter that are left.

    Where nothing else is there, just-published articles take all places.
    """
    request, surface = gathered.request, gathered.request.surface
    mix = {Source(name): share for name, share in surface.mix.items()}
    offered = (
        replace(one, followed=one.source is Source.PERSONALISED and one.article_id in gathered.followed)
        for one in merge(gathered.ranked, mix, surface.merge)
    )
    merged = _of_articles(offered, gathered.articles)
    places = places_for(surface.just_published.share, request.limit, request.randomness)
    missing = max(0, request.limit - places - len(merged))
    chosen = picks(
        gathered.shelf,
        places + missing,
        now=request.now,
        seed=request.randomness,
        by_model=gathered.ranked.get(Source.PERSONALISED, ()),
        listed={candidate.article.article_id for candidate in merged[: request.limit - places]},
    )
    candidates = insert(
        merged,
        [gathered.articles[cold.article_id] for cold in chosen],
        limit=request.limit,
        first_slot=surface.just_published.first_slot,
        seed=request.randomness,
    )
    taken = {candidate.article.article_id for candidate in candidates}
    pinned = (Offered(article_id, Source.EDITORS) for article_id in gathered.pinned if article_id not in taken)
    candidates = (*candidates, *_of_articles(pinned, gathered.articles))
    taken.update(gathered.pinned)
    left = (Offered(cold.article_id, Source.JUST_PUBLISHED) for cold in gathered.shelf if cold.article_id not in taken)
    return candidates, _of_articles(left, gathered.articles)


def _of_articles(offered: Iterable[Offered], articles: Mapping[str, Article]) -> Sequence[Candidate]:
    return [
        Candidate(article=articles[one.article_id], source=one.source, also_from=one.also_from, followed=one.followed)
        for one in offered
    ]


def _arranged(material: _Material, reasoning: Reasoning) -> ServedList:
    """The candidates as the rules order them, each with its reasons."""
    request, profile = material.request, material.profile
    by_id = {candidate.article.article_id: candidate for candidate in material.candidates}
    rules_in_force = (*material.quota, *request.surface.rules)
    reranking = rerank(
        [
            RankedArticle(article_id, rule_attributes(candidate, material.shelf.get(article_id)))
            for article_id, candidate in by_id.items()
        ],
        rules_in_force,
        limit=request.limit,
        now=request.now,
        surface=request.surface.name,
        reader=material.facts,
        page=page_facts(request, material.articles),
    )
    grounds = Grounds(
        now=request.now,
        profile=profile,
        profiled=request.profiled_reader is not None,
        fused=request.surface.merge == "reciprocal_rank",
        clicks=material.clicks,
        reasoning=reasoning,
    )
    rules, language = placed_by(reranking, rules_in_force), language_of(request.locale)
    items = tuple(
        ServedItem(
            position=placed.position,
            article=(candidate := by_id[placed.article_id]).article,
            source=candidate.source,
            reasons=reasons_for(candidate, grounds, rules.get(placed.article_id, ()), language=language),
            title_variant=placed.title_variant,
            was=placed.was,
            fell=placed.fell,
            lifted=placed.lifted,
        )
        for placed in reranking.items
    )
    gone = {item.article.article_id for item in items} | {refusal.article_id for refusal in reranking.refused}
    return ServedList(
        request=request,
        items=items,
        reranking=reranking,
        outages=material.outages,
        rest=tuple(_offered(candidate) for article_id, candidate in by_id.items() if article_id not in gone),
        ranked=tuple(by_id),
        host=_host(request, material.articles),
    )


def _offered(candidate: Candidate) -> Offered:
    return Offered(candidate.article.article_id, candidate.source, candidate.also_from, candidate.followed)


def _host(request: ListRequest, articles: Mapping[str, Article]) -> Article | None:
    host = articles.get(request.host_article_id) if request.host_article_id else None
    return host if host and host.may_be_shown(request.now) else None


def _learn(refusals: Refusals, served: ServedList, not_shown: int) -> None:
    """What was left out on the way to the last place: what may not be shown, and what the rules passed over."""
    reached = max((item.was for item in served.items), default=0)
    passed_over = reached - len(served.items)
    refusals.learn(served.request.surface, offered=not_shown + reached, refused=not_shown + passed_over)
