"""One list for one reader, from first question to last reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsrec.model import Article, Candidate, Reason, Source
from newsrec.rules import RankedArticle, Reranking, rerank
from newsrec.serving.gather import Gathered, ListRequest, Sources, gather
from newsrec.serving.just_published import insert, picks, places_for
from newsrec.serving.merge import merge
from newsrec.serving.reasons import reason_for


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedItem:
    """An article in its place (1 is the first), with where it came from and what the rules did to it."""

    position: int
    article: Article
    source: Source
    reason: Reason
    title_variant: str
    was: int
    fell: int
    lifted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedList:
    """What one reader is shown, what the rules moved, and which sources did not answer."""

    request: ListRequest
    items: tuple[ServedItem, ...]
    reranking: Reranking
    degraded: tuple[str, ...]
    more: bool
    """Whether another page could be filled."""


def recommend(request: ListRequest, sources: Sources) -> ServedList:
    """Raises `Unavailable` when the article store is away."""
    gathered = gather(request, sources)
    candidates = {candidate.article.article_id: candidate for candidate in _candidates(request, gathered)}
    reranking = rerank(
        [RankedArticle(article_id, rule_attributes(candidate)) for article_id, candidate in candidates.items()],
        request.surface.rules,
        limit=request.limit,
        now=request.now,
        surface=request.surface.name,
    )
    items = tuple(
        ServedItem(
            position=placed.position,
            article=(candidate := candidates[placed.article_id]).article,
            source=candidate.source,
            reason=reason_for(candidate, gathered.profile, request.now),
            title_variant=placed.title_variant,
            was=placed.was,
            fell=placed.fell,
            lifted=placed.lifted,
        )
        for placed in reranking.items
    )
    return ServedList(
        request=request,
        items=items,
        reranking=reranking,
        degraded=gathered.degraded,
        more=len(candidates.keys() | {cold.article_id for cold in gathered.shelf}) > len(items) > 0,
    )


def _candidates(request: ListRequest, gathered: Gathered) -> Sequence[Candidate]:
    """The merged models with just-published articles among them; more of those where nothing else is left."""
    just_published = request.surface.just_published
    mix = {Source(name): share for name, share in request.surface.mix.items()}
    merged = merge(gathered.ranked, mix)
    places = places_for(just_published.share, request.limit)
    missing = max(0, request.limit - places - len(merged))
    chosen = picks(gathered.shelf, places + missing, now=request.now)
    return insert(
        merged,
        [gathered.articles[cold.article_id] for cold in chosen],
        limit=request.limit,
        first_slot=just_published.first_slot,
        seed=request.list_id,
    )


def rule_attributes(candidate: Candidate) -> Mapping[str, str | float | bool | tuple[str, ...] | None]:
    """An article as the rules see it: flat, under the names that rule documents use."""
    article = candidate.article
    image = article.image
    return {
        "title": article.title,
        "short_title": article.short_title,
        "topic": article.topics[0] if article.topics else None,
        "topics": article.topics,
        "author": article.authors[0] if article.authors else None,
        "company": article.companies[0] if article.companies else None,
        "companies": article.companies,
        "media_type": article.media_type,
        "news_value": article.news_value,
        "story_cluster_id": article.story_cluster_id,
        "sponsored": article.sponsored is not None,
        "source": candidate.source.value,
        "image_width": image.width if image else None,
        "image_height": image.height if image else None,
        "image_alt": image.alt if image else None,
    }
