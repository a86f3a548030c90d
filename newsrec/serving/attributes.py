"""Articles, readers and pages as the rules see them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from newsrec.interests import ReaderProfile
from newsrec.model import Article, Candidate, Source
from newsrec.rules.catalogue.quotas import JustPublishedQuota
from newsrec.rules.predicates import Predicate
from newsrec.rules.preparation import pinned_ids
from newsrec.rules.primitives import Attribute
from newsrec.rules.rule import Page, ReaderFacts, Rule, Situation
from newsrec.serving.just_published import ColdArticle
from newsrec.serving.request import ListRequest

QUOTA_RULE: Final = "just-published-share"
"""How reports call the share of just-published articles, which is no rule of a document."""

MOST_IMPRESSIONS: Final = 1_000_000_000
"""More than any article has: how often one was shown is weighed when it is chosen."""

_AS_THEY_ARE: Final = (
    *("title", "url", "short_title", "abstract", "topics", "authors", "companies", "industries", "places"),
    *("language", "word_count", "media_type", "news_value", "lifetime", "access", "story_cluster_id"),
    *("editorial_flags", "allowed_countries"),
)
_TIMES: Final = ("published_at", "embargo_until", "expires_at", "updated_at")


def rule_attributes(candidate: Candidate, cold: ColdArticle | None = None) -> Mapping[str, Attribute]:
    """A candidate flat, under the names that rule documents use; a cold one with what readers made of it."""
    counted = {"impressions": cold.impressions, "clicks": cold.clicks} if cold else {}
    return {**article_attributes(candidate.article), "source": candidate.source.value, **counted}


def article_attributes(article: Article) -> Mapping[str, Attribute]:
    image = article.image
    return {
        **{name: getattr(article, name) for name in _AS_THEY_ARE},
        **{name: time.isoformat() if (time := getattr(article, name)) else None for name in _TIMES},
        "status": article.status.value,
        "topic": _main(article.topics),
        "author": _main(article.authors),
        "company": _main(article.companies),
        "industry": _main(article.industries),
        "sponsored": article.sponsored is not None,
        "image_width": image.width if image else None,
        "image_height": image.height if image else None,
        "image_alt": image.alt if image else None,
    }


def _main(names: tuple[str, ...]) -> str | None:
    return names[0] if names else None


def just_published_quota(request: ListRequest, candidates: Sequence[Candidate]) -> tuple[Rule, ...]:
    """The just-published articles that were chosen for the list stay in it, whatever else the rules want.

    Where there are too few others to stand before them, they may stand at the top.
    """
    shown = candidates[: request.limit]
    chosen = sum(candidate.source is Source.JUST_PUBLISHED for candidate in shown)
    if not chosen:
        return ()
    just_published = request.surface.just_published
    above = min(just_published.first_slot, len(shown) - chosen + 1)
    quota = JustPublishedQuota(
        min=chosen,
        max=chosen,
        max_age=timedelta(minutes=just_published.max_age_minutes),
        max_impressions=MOST_IMPRESSIONS,
        first_slot=above,
        spread=0,
        eligible=Predicate("eq", "source", Source.JUST_PUBLISHED.value),
    )
    return (Rule(id=QUOTA_RULE, params=quota, mode="soft", priority=0, on_unmet="drop_rule"),)


def pinned_for(request: ListRequest, reader: ReaderFacts) -> Sequence[str]:
    """The articles that an editor's order holds in a slot for this reader now."""
    situation = Situation(now=request.now, surface=request.surface.name, reader=reader)
    return pinned_ids(request.surface.rules, situation)


def reader_facts(request: ListRequest, profile: ReaderProfile) -> ReaderFacts:
    preferences = profile.preferences
    return ReaderFacts(
        country=request.country,
        segments=request.segments,
        entitlements=request.entitlements,
        languages=preferences.languages,
        home_region=preferences.home_region,
        muted_topics=preferences.muted_topics,
        muted_authors=preferences.muted_authors,
        muted_sources=preferences.muted_sources,
        read={read.article_id: read.read_at for read in profile.reads},
        read_clusters={read.story_cluster_id: read.read_at for read in profile.reads if read.story_cluster_id},
    )


def page_facts(request: ListRequest, articles: Mapping[str, Article]) -> Page:
    host = articles.get(request.host_article_id) if request.host_article_id else None
    return Page(page_ids=request.page_ids, host_attributes=article_attributes(host) if host else {})
