"""Whether the reasons in a list are true, judged from the raw history alone and not from what the product keeps of it.

Nothing here uses the product's own code for reasons; thresholds, windows and sensitive words are written down anew.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from statistics import fmean
from typing import Any

from newsrec.model import Article, Interaction, Preferences, Reason
from newsrec.serving.recommend import ServedItem, ServedList

DAYS = timedelta(days=1)
SENSITIVE_WORDS = {"health", "religion", "politics", "crime", "sexuality", "faith", "unions"}
SENSITIVE_FLAGS = {"tragedy", "sensitive", "crime_victims"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OF_THE_READER = {
    *("reads_company", "reads_industry", "reads_topic", "reads_author", "continues_story"),
    *("follows_company", "follows_topic", "new_for_you", "similar_readers"),
}
"""Codes that say something of what this one reader does. (The region is one that the reader set.)"""


@dataclass(frozen=True, kw_only=True)
class Truth:
    """Everything that really happened: raw interactions by reader, all articles, and what each source answered."""

    articles: Mapping[str, Article]
    interactions: Mapping[str, Sequence[Interaction]]
    preferences: Preferences
    rules: Mapping[str, Mapping[str, Any]]
    """The surface's rules as written, by id."""
    answers: Mapping[str, Collection[str]]
    """By source the ids that it named."""
    followed: Collection[str] = ()
    clicks: Mapping[str, float] | None = None
    profiled: bool = True
    opened: Mapping[str, datetime] = field(init=False)
    """When the reader first opened each article; empty for a reader who may not be profiled."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "opened", first_opened(self.interactions.get("r1", ())) if self.profiled else {})

    def opened_within(self, days: int, now: datetime) -> dict[str, datetime]:
        return {id: at for id, at in self.opened.items() if now - at <= days * DAYS}


def first_opened(interactions: Iterable[Interaction]) -> dict[str, datetime]:
    times: dict[str, datetime] = {}
    for one in interactions:
        if one.type.value in {"click", "read", "share"} and not one.aggregate_only:
            times[one.article_id] = min(one.occurred_at, times.get(one.article_id, one.occurred_at))
    return times


def untrue(served: ServedList, truth: Truth) -> list[str]:
    """A line for every reason in the list that does not hold, shown or not."""
    return [
        f"{item.article.article_id} at {item.position}: {reason.code} {reason.text!r} {dict(reason.evidence)}"
        for item in served.items
        for reason in item.reasons
        if not _holds(reason, item, served, truth)
    ]


def _holds(reason: Reason, item: ServedItem, served: ServedList, truth: Truth) -> bool:
    codes = [one.code for one in item.reasons]
    if item.article.sponsored:
        return codes == ["sponsored"] and item.article.sponsored.sponsor in reason.text
    if reason.code in OF_THE_READER and not truth.profiled:
        return False
    if reason.code in OF_THE_READER - {"similar_readers"} and is_sensitive(item.article):
        return False
    check = _CHECKS.get(reason.code)
    return check is not None and check(reason, item, served.request.now, truth)


def is_sensitive(article: Article) -> bool:
    named = chain(article.topics, article.industries, article.companies)
    return bool(SENSITIVE_FLAGS & set(article.editorial_flags)) or any(map(is_sensitive_name, named))


def is_sensitive_name(name: str) -> bool:
    return not SENSITIVE_WORDS.isdisjoint(name.lower().split())


def _from_model(item: ServedItem, truth: Truth) -> bool:
    return item.source.value == "personalised" and item.article.article_id in truth.answers["personalised"]


def _telling(truth: Truth, days: int, now: datetime) -> Iterator[Article]:
    """What the reader opened, without what is too sensitive to conclude anything from."""
    for article_id in truth.opened_within(days, now):
        article = truth.articles.get(article_id)
        if article and not any(map(is_sensitive_name, (*article.topics, *article.industries, *article.companies))):
            yield article


def _reads_company(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    main = next(iter(item.article.companies), None)
    about = sum(main in article.companies for article in _telling(truth, 30, now))
    average = fmean(
        sum(main in truth.articles[id].companies for id in ids) / len(ids)
        for reader, interactions in truth.interactions.items()
        if reader != "r1" and (ids := first_opened(interactions))
    )
    share = about / len(truth.opened_within(30, now)) if about else 0
    often = about >= 3 and share >= 2 * average
    return _from_model(item, truth) and often and reason.text == f"Because you often read about {main}"


def _reads_industry(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    main = next(iter(item.article.industries), None)
    often = sum(main in article.industries for article in _telling(truth, 30, now)) >= 5
    return _from_model(item, truth) and often and reason.text == f"More on {main}, which you read often"


def _reads_topic(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    main = next(iter(item.article.topics), None)
    often = sum(main in article.topics for article in _telling(truth, 30, now)) >= 5
    return _from_model(item, truth) and often and reason.text == f"More on {main}, which you read often"


def _reads_author(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    named = reason.text.removeprefix("New from ").removesuffix(", whom you often read")
    often = sum(named in article.authors for article in _telling(truth, 60, now)) >= 3
    return _from_model(item, truth) and often and named in item.article.authors


def _continues_story(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    story, published = item.article.story_cluster_id, item.article.published_at
    earlier = [
        at
        for article in _telling(truth, 30, now)
        if story and article.story_cluster_id == story and (at := truth.opened[article.article_id]) < published
    ]
    day = reason.text.removeprefix("Update to a story you read").strip()
    days = {""} | {"today" for at in earlier if at.date() == now.date()}
    days |= {f"on {WEEKDAYS[at.weekday()]}" for at in earlier if now - at < 6 * DAYS and at.date() != now.date()}
    return _from_model(item, truth) and bool(earlier) and day in days


def _follows(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    kind = reason.code.removeprefix("follows_")
    names, follows = (
        (item.article.companies, truth.preferences.follows_companies)
        if kind == "company"
        else (item.article.topics, truth.preferences.follows_topics)
    )
    named = reason.text.removeprefix("You follow ")
    return item.article.article_id in truth.followed and named in names and named in follows


def _lifted_by(reason: Reason, item: ServedItem, truth: Truth, *names: str) -> bool:
    rule = truth.rules.get(str(reason.evidence.get("rule")))
    return item.lifted > 0 and rule is not None and rule["rule"] in names


def _new_for_you(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    known = {topic for id in truth.opened if id in truth.articles for topic in truth.articles[id].topics}
    usual = len(truth.opened_within(30, now)) >= 5
    new = bool(item.article.topics) and known.isdisjoint(item.article.topics)
    return usual and new and _lifted_by(reason, item, truth, "max_per_attribute", "no_adjacent_same", "min_distinct")


def _important(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    important = (item.article.news_value or 0) >= 4 and now - item.article.published_at < DAYS
    return important and _lifted_by(reason, item, truth, "min_matching")


def _local(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    home = truth.preferences.home_region
    here = home in item.article.places and reason.text == f"From {home}"
    return here and _lifted_by(reason, item, truth, "local_share")


def _editors_choice(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    rule = truth.rules.get(str(reason.evidence.get("rule")))
    wanted = {"article_id": item.article.article_id, "slot": item.position}
    return rule is not None and rule["rule"] == "pin_article" and wanted.items() <= rule["params"].items()


def _breaking(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    rule = truth.rules.get(str(reason.evidence.get("rule")))
    young = now - item.article.published_at < timedelta(hours=3)
    slot = rule is not None and rule["rule"] == "breaking_override" and rule["params"]["slot"] == item.position
    return slot and young and "breaking" in item.article.editorial_flags


def _much_read(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    enough = truth.clicks is None or truth.clicks.get(item.article.article_id, 0) >= 5
    return item.source.value == reason.code and item.article.article_id in truth.answers[reason.code] and enough


def _just_published(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    young = timedelta(0) <= now - item.article.published_at <= timedelta(hours=1)
    return (
        item.source.value == "just_published" and item.article.article_id in truth.answers["just_published"] and young
    )


def _similar_readers(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    alone = len(item.reasons) == 1
    return _from_model(item, truth) and alone and bool(truth.opened_within(30, now))


def _not_personalised(reason: Reason, item: ServedItem, now: datetime, truth: Truth) -> bool:
    return not truth.profiled and item.source.value != "personalised"


_CHECKS = {
    "reads_company": _reads_company,
    "reads_industry": _reads_industry,
    "reads_topic": _reads_topic,
    "reads_author": _reads_author,
    "continues_story": _continues_story,
    "follows_company": _follows,
    "follows_topic": _follows,
    "new_for_you": _new_for_you,
    "important_today": _important,
    "local": _local,
    "editors_choice": _editors_choice,
    "breaking": _breaking,
    "trending": _much_read,
    "popular": _much_read,
    "just_published": _just_published,
    "similar_readers": _similar_readers,
    "not_personalised": _not_personalised,
}
