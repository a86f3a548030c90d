"""Readers and articles that tests of reasons vary in one thing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from newsrec.interests import Interest, InterestKind, ReadArticle, ReaderProfile
from newsrec.interests.audience import AverageReader
from newsrec.model import Article, Candidate, Preferences, Source
from newsrec.serving.reasons import Grounds, PlacedBy, Reasoning, reasons_for
from tests.unit.newsrec.records import NOW, article

ABOUT_ACME = article("new", companies=("Acme", "Bolt"), industries=("steel",), topics=("business", "sport"))
NOBODY_READS_ACME = AverageReader(readers=100, company_shares={})


def reads(count: int, *interests: Interest, days_ago: float = 1, **changed: Any) -> tuple[ReadArticle, ...]:
    """So many articles, each about all of the interests."""
    read_at = NOW - timedelta(days=days_ago)
    return tuple(
        ReadArticle(f"a{days_ago}-{number}-{len(interests)}", read_at, interests, **changed) for number in range(count)
    )


def company(name: str) -> Interest:
    return Interest(InterestKind.COMPANY, name)


def topic(name: str) -> Interest:
    return Interest(InterestKind.TOPIC, name)


def grounds(*read: ReadArticle, preferences: Preferences | None = None, **changed: Any) -> Grounds:
    """Of a profiled reader who opened these."""
    profile = ReaderProfile(
        reads=read, preferences=preferences or Preferences(), forgotten=changed.pop("forgotten", False)
    )
    average = changed.pop("average", NOBODY_READS_ACME)
    reasoning = Reasoning(average=lambda: average)
    return Grounds(**{"now": NOW, "profile": profile, "profiled": True, "reasoning": reasoning} | changed)


def codes(
    of: Article,
    at: Grounds,
    source: Source = Source.PERSONALISED,
    placed_by: Sequence[PlacedBy] = (),
    **candidate: Any,
) -> list[str]:
    """Of all reasons, the one that is shown first."""
    return [reason.code for reason in reasons_for(Candidate(article=of, source=source, **candidate), at, placed_by)]
