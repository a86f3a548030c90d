"""Why a reader sees an article: only what really placed it there, and only what can be proven from stored data."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsrec.interests import Interest, InterestKind, ReaderProfile
from newsrec.model import Article, Candidate, Reason, Source

WITHIN = timedelta(days=30)
COMPANY_READS = 3
TOPIC_READS = 5
SENSITIVE_TOPICS = frozenset({"politics", "health", "religion", "crime", "sexuality", "trade unions"})
"""Topics from which a reader's convictions or condition could be inferred: never given as a reason."""


@dataclass(frozen=True, slots=True)
class _History:
    """A reason from what a reader opened: `least` different articles with the same main company or topic."""

    code: str
    kind: InterestKind
    least: int
    text: str

    def reason(self, article: Article, profile: ReaderProfile, now: datetime) -> Reason | None:
        names = article.companies if self.kind is InterestKind.COMPANY else article.topics
        if not names or not SENSITIVE_TOPICS.isdisjoint(topic.lower() for topic in article.topics):
            return None
        reads = profile.articles_about(Interest(self.kind, names[0]), within=WITHIN, now=now)
        if reads < self.least:
            return None
        evidence = {self.kind.value: names[0], "articles_read": reads}
        return Reason(code=self.code, text=self.text.format(names[0]), evidence=evidence)


_COMPANY = _History("reads_company", InterestKind.COMPANY, COMPANY_READS, "Because you often read about {}")
_TOPIC = _History("reads_topic", InterestKind.TOPIC, TOPIC_READS, "More on {}, which you read often")


def reason_for(candidate: Candidate, profile: ReaderProfile, now: datetime) -> Reason:
    """The one reason that is shown; history counts only where the reader's own model placed the article."""
    if candidate.article.sponsored:
        sponsor = candidate.article.sponsored.sponsor
        return Reason(code="sponsored", text=f"Paid content by {sponsor}", evidence={"sponsor": sponsor})
    match candidate.source:
        case Source.PERSONALISED:
            article = candidate.article
            return _COMPANY.reason(article, profile, now) or _TOPIC.reason(article, profile, now) or _model(profile)
        case Source.TRENDING:
            return Reason(code="trending", text="Much read right now")
        case Source.JUST_PUBLISHED:
            published_at = candidate.article.published_at
            minutes = int((now - published_at).total_seconds() // 60)
            text = f"{'Just published' if minutes <= 60 else 'New'} ({minutes} min ago)"
            return Reason(code="just_published", text=text, evidence={"published_at": published_at})
        case Source.POPULAR:
            return Reason(code="popular", text="Much read in the last hours")


def _model(profile: ReaderProfile) -> Reason:
    if profile.reads:
        return Reason(code="similar_readers", text="Read by people with similar interests")
    return Reason(code="popular", text="Popular with our readers")
