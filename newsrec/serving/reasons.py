"""Why a reader sees an article: only what really placed it there, and only what can be proven from stored data."""

from datetime import datetime, timedelta

from newsrec.interests import Interest, InterestKind, ReaderProfile
from newsrec.model import Candidate, Reason, Source

WITHIN = timedelta(days=30)
COMPANY_READS = 3
TOPIC_READS = 5
SENSITIVE_TOPICS = frozenset({"politics", "health", "religion", "crime", "sexuality", "trade unions"})
"""Topics from which a reader's convictions or condition could be inferred: never given as a reason."""


def reason_for(candidate: Candidate, profile: ReaderProfile, now: datetime) -> Reason:
    """The one reason that is shown; history counts only where the reader's own model placed the article."""
    if candidate.article.sponsored:
        sponsor = candidate.article.sponsored.sponsor
        return Reason(code="sponsored", text=f"Paid content by {sponsor}", evidence={"sponsor": sponsor})
    match candidate.source:
        case Source.PERSONALISED:
            return _company(candidate, profile, now) or _topic(candidate, profile, now) or _model(profile)
        case Source.TRENDING:
            return Reason(code="trending", text="Much read right now")
        case Source.JUST_PUBLISHED:
            published_at = candidate.article.published_at
            minutes = int((now - published_at).total_seconds() // 60)
            text = f"Just published ({minutes} min ago)"
            return Reason(code="just_published", text=text, evidence={"published_at": published_at})
        case Source.POPULAR:
            return Reason(code="popular", text="Much read in the last hours")


def _company(candidate: Candidate, profile: ReaderProfile, now: datetime) -> Reason | None:
    for company in candidate.article.companies[:1]:
        reads = profile.articles_about(Interest(InterestKind.COMPANY, company), within=WITHIN, now=now)
        if reads >= COMPANY_READS and _explainable(candidate):
            return Reason(
                code="reads_company",
                text=f"Because you often read about {company}",
                evidence={"company": company, "articles_read": reads},
            )
    return None


def _topic(candidate: Candidate, profile: ReaderProfile, now: datetime) -> Reason | None:
    for topic in candidate.article.topics[:1]:
        reads = profile.articles_about(Interest(InterestKind.TOPIC, topic), within=WITHIN, now=now)
        if reads >= TOPIC_READS and _explainable(candidate):
            return Reason(
                code="reads_topic",
                text=f"More on {topic}, which you read often",
                evidence={"topic": topic, "articles_read": reads},
            )
    return None


def _model(profile: ReaderProfile) -> Reason:
    if profile.reads:
        return Reason(code="similar_readers", text="Read by people with similar interests")
    return Reason(code="popular", text="Popular with our readers")


def _explainable(candidate: Candidate) -> bool:
    return SENSITIVE_TOPICS.isdisjoint(topic.lower() for topic in candidate.article.topics)
