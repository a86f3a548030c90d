"""Reasons that hold whoever reads: what editors ordered, what the newsroom knows, and which source it was."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from newsrec.model import Candidate, Source
from newsrec.serving.reasons.grounds import Cause, Grounds, PlacedBy, Proven

BREAKING_FOR: Final = timedelta(hours=3)
JUST_PUBLISHED: Final = timedelta(minutes=60)
TODAY: Final = timedelta(hours=24)
IMPORTANT: Final = 4
"""The editors' news value from which on a story is one of the most important."""
MUCH_READ: Final = 5
"""Clicks within an hour from which on an article is much read."""


def ordered(candidate: Candidate, placed_by: Sequence[PlacedBy], grounds: Grounds) -> Iterator[Proven]:
    """By an editor's order: a pin, or breaking news."""
    rules = {one.cause: one.rule_id for one in reversed(placed_by)}
    if Cause.EDITORS_CHOICE in rules:
        yield Proven(code="editors_choice", evidence={"rule": rules[Cause.EDITORS_CHOICE]})
    article = candidate.article
    if Cause.BREAKING in rules and "breaking" in article.editorial_flags and article.age(grounds.now) < BREAKING_FOR:
        evidence: dict[str, object] = {"rule": rules[Cause.BREAKING], "published_at": article.published_at}
        yield Proven(code="breaking", evidence=evidence)


def important(candidate: Candidate, placed_by: Sequence[PlacedBy], grounds: Grounds) -> Iterator[Proven]:
    """A rule that asks for news value lifted one of today's stories that has much of it."""
    article, rule = candidate.article, _rule(placed_by, Cause.IMPORTANCE)
    if rule and (article.news_value or 0) >= IMPORTANT and article.age(grounds.now) < TODAY:
        yield Proven(code="important_today", evidence={"rule": rule, "news_value": article.news_value})


def by_source(candidate: Candidate, grounds: Grounds) -> Iterator[Proven]:
    """What the sources that brought the article say of it."""
    article, sources = candidate.article, grounds.sources_of(candidate)
    clicks = None if grounds.clicks is None else grounds.clicks.get(article.article_id, 0)
    much_read = clicks is None or clicks >= MUCH_READ
    evidence: dict[str, object] = {} if clicks is None else {"clicks": clicks}
    if Source.TRENDING in sources and much_read:
        yield Proven(code="trending", evidence=evidence)
    if Source.JUST_PUBLISHED in sources and article.age(grounds.now) <= JUST_PUBLISHED:
        yield Proven(code="just_published", evidence={"published_at": article.published_at})
    if Source.POPULAR in sources and much_read:
        yield Proven(code="popular", evidence=evidence)


def local(candidate: Candidate, placed_by: Sequence[PlacedBy], grounds: Grounds) -> Iterator[Proven]:
    """A rule for the reader's region lifted the article; the region is the one that the reader set."""
    region, rule = grounds.profile.preferences.home_region, _rule(placed_by, Cause.REGION)
    if rule and region and region in candidate.article.places:
        yield Proven(code="local", names={"region": region}, evidence={"rule": rule, "region": region})


def _rule(placed_by: Sequence[PlacedBy], cause: Cause) -> str | None:
    return next((one.rule_id for one in placed_by if one.cause is cause), None)
