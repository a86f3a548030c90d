"""What everything ends in when each record is delivered once, in order, and every article is known from the start."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from newsrec.aws.counters import attribute_of
from newsrec.interests.engagement import engagement_of, interests_of
from newsrec.model import Article, ArticleStatus, Interaction
from newsrec.model.article import JUST_PUBLISHED_FOR
from newsrec.transform import article_row, streamed_properties
from tests.integration.ingestion.outside import REFUSED_BY_MODELS

OPENED = ("click", "read", "share")


@dataclass
class State:
    articles: dict[str, str] = field(default_factory=dict)
    """Versions by article."""
    items: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """What the models know of articles."""
    shelf: set[str] = field(default_factory=set)
    events: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What the models know of readers, by event."""
    reads: dict[tuple[str, str], tuple[str, frozenset[str], frozenset[str], str | None]] = field(default_factory=dict)
    """By reader and article: when it was first read, what it is about, who wrote it, and its story."""
    interests: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    just_published: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    """By article and counter."""
    clicks_now: dict[tuple[str, str], int] = field(default_factory=dict)
    exposures: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """By reader and variant: impressions, clicks, and when the first of them was."""
    waiting: set[str] = field(default_factory=set)


def expected(interactions: Iterable[Interaction], articles: Iterable[Article], shelved_until: Any) -> State:
    """`interactions` are all that count, each once; `shelved_until` is when an article leaves the shelf."""
    state = State()
    known: dict[str, Article] = {}
    for article in sorted(articles, key=lambda one: one.version):
        known[article.article_id] = article
    for name, article in known.items():
        state.articles[name] = article.version
        state.items[name] = streamed_properties(article_row(article))
        if article.status is ArticleStatus.PUBLISHED and shelved_until - article.published_at < JUST_PUBLISHED_FOR:
            state.shelf.add(name)
    ordered = sorted(interactions, key=lambda one: one.occurred_at)
    for one in ordered:
        _models(state, one)
        _reader(state, one, known.get(one.article_id))
        _experiment(state, one)
        if one.type == "click":
            quarter = one.occurred_at.replace(minute=one.occurred_at.minute // 15 * 15).strftime("%Y-%m-%dT%H:%M")
            state.clicks_now[quarter, one.article_id] = state.clicks_now.get((quarter, one.article_id), 0) + 1
        if one.article_id not in known and one.type in (*OPENED, "impression"):
            state.waiting.add(one.event_id)
    state.just_published = _just_published(ordered, known)
    return state


def surplus(clicks: Collection[Interaction]) -> list[Collection[Interaction]]:
    """The clicks of each reader and ten seconds, where there are more than ten."""
    windows: defaultdict[tuple[str, int], list[Interaction]] = defaultdict(list)
    for one in clicks:
        if one.type == "click" and not one.aggregate_only:
            windows[one.reader_key, int(one.occurred_at.timestamp()) // 10].append(one)
    return [window for window in windows.values() if len(window) > 10]


def _models(state: State, one: Interaction) -> None:
    if one.type in (*OPENED, "hide") and not one.aggregate_only and one.article_id != REFUSED_BY_MODELS:
        state.events[one.event_id] = (one.reader_key, one.session_id, one.article_id, one.type.value)


def _reader(state: State, one: Interaction, article: Article | None) -> None:
    if one.type not in OPENED or one.aggregate_only:
        return
    about = interests_of(article) if article else ()
    read_at = one.occurred_at.isoformat(timespec="microseconds")
    authors, story = (article.authors, article.story_cluster_id) if article else ((), None)
    read = (read_at, frozenset(map(attribute_of, about)), frozenset(authors), story)
    state.reads.setdefault((one.reader_key, one.article_id), read)
    for interest, weight in (engagement_of(one, article) if article else {}).items():
        counts = state.interests.setdefault(one.reader_key, {})
        counts[attribute_of(interest)] = counts.get(attribute_of(interest), Decimal()) + weight


def _experiment(state: State, one: Interaction) -> None:
    _, *variant = (one.list_id or "").split("~")
    if variant and one.type in ("click", "impression") and not one.aggregate_only:
        first = {"first_exposed_at": one.occurred_at.isoformat(timespec="microseconds")}
        counts = state.exposures.setdefault((one.reader_key, "#".join(variant)), first)
        counts[f"{one.type}s"] = counts.get(f"{one.type}s", 0) + 1


def _just_published(
    interactions: Iterable[Interaction], known: Mapping[str, Article]
) -> dict[tuple[str, str], Decimal]:
    counters: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    readers: defaultdict[str, set[str]] = defaultdict(set)
    for one in interactions:
        article = known.get(one.article_id)
        if article is None or one.occurred_at - article.published_at >= JUST_PUBLISHED_FOR:
            continue
        if one.type in ("click", "impression"):
            doublings = (one.occurred_at - article.published_at) / timedelta(minutes=10)
            counters[one.article_id, f"{one.type}s"] += 1
            counters[one.article_id, f"fading_{one.type}s"] += round(Decimal(2**doublings), 6)
        if one.type in OPENED and not one.aggregate_only:
            readers[one.article_id].add(one.reader_key)
    return dict(counters) | {(article, "unique_readers"): Decimal(len(who)) for article, who in readers.items()}
