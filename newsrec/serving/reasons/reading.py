"""Reasons from what a reader read and asked for, each with the facts that prove it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from newsrec.interests import Interest, InterestKind
from newsrec.model import Article, Candidate, Source
from newsrec.serving.reasons.grounds import Cause, Grounds, PlacedBy, Proven
from newsrec.serving.reasons.history import AUTHOR_RECENTLY, RECENTLY

COMPANY_READS: Final = 3
COMPANY_LIFT: Final = 2.0
"""How many times the average reader's share of a company the reader's own must be."""
TOPIC_READS: Final = 5
AUTHOR_READS: Final = 3
USUAL_READS: Final = 5
"""Reads from which on a reader has usual topics."""
A_WEEKDAY_IS_CLEAR: Final = timedelta(days=6)
"""How long the name of a weekday says which day is meant."""


def from_reading(candidate: Candidate, placed_by: Sequence[PlacedBy], grounds: Grounds) -> Iterator[Proven]:
    """The strongest first. None without profiling, of a forgotten reader, and for a sensitive article.

    What was read counts where the reader's own model brought the article, what the reader follows where the article
    has a place that is kept for that.
    """
    article = candidate.article
    if not grounds.profiling or grounds.reasoning.sensitivity.about(article):
        return
    if candidate.followed:
        yield from _follows(article, grounds)
    if Source.PERSONALISED in grounds.sources_of(candidate):
        yield from _reads_company(article, grounds)
        yield from _continues_story(article, grounds)
        yield from _reads_subject(article, grounds)
        yield from _reads_author(article, grounds)
    yield from _new_for_reader(article, placed_by, grounds)


def _follows(article: Article, grounds: Grounds) -> Iterator[Proven]:
    preferences = grounds.profile.preferences
    for kind, names, follows in (
        ("company", article.companies, preferences.follows_companies),
        ("topic", article.topics, preferences.follows_topics),
    ):
        if followed := next((name for name in names if name in follows), None):
            yield Proven(code=f"follows_{kind}", names={kind: followed}, evidence={kind: followed, "followed": True})


def _reads_company(article: Article, grounds: Grounds) -> Iterator[Proven]:
    """The article's main company, where the reader reads of it often, and more often than readers do."""
    if not article.companies:
        return
    company, history = article.companies[0], grounds.history
    count = history.about.get(Interest(InterestKind.COMPANY, company), 0)
    average = grounds.reasoning.average() if count >= COMPANY_READS else None
    if average is None or average.lift(company, count / history.opened) < COMPANY_LIFT:
        return
    evidence: dict[str, object] = {
        "company": company,
        "articles_read": count,
        "days": RECENTLY.days,
        "share": round(count / history.opened, 4),
        "average_share": round(average.company_shares.get(company, 0.0), 4),
    }
    yield Proven(code="reads_company", names={"company": company}, evidence=evidence)


def _continues_story(article: Article, grounds: Grounds) -> Iterator[Proven]:
    """An article that was published after the reader read of its story; of several reads the latest is named."""
    story = article.story_cluster_id
    reads = grounds.history.stories.get(story, ()) if story else ()
    earlier = [read for read in reads if read.read_at < article.published_at]
    if not earlier:
        return
    read = max(earlier, key=lambda one: one.read_at)
    zone = grounds.reasoning.time_zone
    at, now = read.read_at.astimezone(zone), grounds.now.astimezone(zone)
    if at.date() == now.date():
        form = "today"
    else:
        form = f"weekday_{at.isoweekday()}" if now - at < A_WEEKDAY_IS_CLEAR else "earlier"
    evidence: dict[str, object] = {"story_cluster_id": story, "article_id": read.article_id, "read_at": read.read_at}
    yield Proven(code="continues_story", form=form, evidence=evidence)


def _reads_subject(article: Article, grounds: Grounds) -> Iterator[Proven]:
    """The article's main industry, then its main topic."""
    for kind, names in ((InterestKind.INDUSTRY, article.industries), (InterestKind.TOPIC, article.topics)):
        count = grounds.history.about.get(Interest(kind, names[0]), 0) if names else 0
        if count >= TOPIC_READS:
            evidence: dict[str, object] = {kind.value: names[0], "articles_read": count, "days": RECENTLY.days}
            yield Proven(code=f"reads_{kind}", names={kind.value: names[0]}, evidence=evidence)


def _reads_author(article: Article, grounds: Grounds) -> Iterator[Proven]:
    counts = {author: grounds.history.by.get(author, 0) for author in article.authors}
    author = next((author for author, count in counts.items() if count >= AUTHOR_READS), None)
    if author:
        evidence: dict[str, object] = {"author": author, "articles_read": counts[author], "days": AUTHOR_RECENTLY.days}
        yield Proven(code="reads_author", names={"author": author}, evidence=evidence)


def _new_for_reader(article: Article, placed_by: Sequence[PlacedBy], grounds: Grounds) -> Iterator[Proven]:
    """A rule for variety lifted the article, and the reader is not known to have read of any of its topics."""
    rule = next((one.rule_id for one in placed_by if one.cause is Cause.VARIETY), None)
    if rule is None:
        return
    profile = grounds.profile
    known = {interest for read in profile.reads for interest in read.interests} | profile.interests.keys()
    topics = {Interest(InterestKind.TOPIC, topic) for topic in article.topics}
    if topics and grounds.history.opened >= USUAL_READS and known.isdisjoint(topics):
        yield Proven(code="new_for_you", evidence={"rule": rule, "articles_read": grounds.history.opened})
