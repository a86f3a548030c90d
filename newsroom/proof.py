"""Whether a reason holds, judged from the raw clicks and articles and not from what serving kept of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from newsrec.model import Article, Interaction


def untrue_reasons(
    answer: Mapping[str, Any],
    history: Iterable[Interaction],
    articles: Mapping[str, Article],
    *,
    now: datetime,
    published: Iterable[str] = (),
) -> list[str]:
    """A line for every reason in the list that the reader's own history does not bear out.

    `history` holds the reader's clicks and reads, `published` what was published since `articles` were gathered.
    """
    opened: dict[str, datetime] = {}
    for one in history:
        if one.article_id in articles:
            opened[one.article_id] = min(one.occurred_at, opened.get(one.article_id, one.occurred_at))
    past = _Past(opened, articles, now)
    fresh = {
        article.article_id for article in articles.values() if timedelta(0) <= article.age(now) <= timedelta(hours=1)
    } | set(published)
    return [
        f"{item['article']['id']}: {reason['text']}"
        for item in answer["items"]
        for reason in item["reasons"]
        if not _holds(reason["code"], item, past, fresh)
    ]


@dataclass(frozen=True, slots=True)
class _Past:
    """What a reader opened, and when for the first time."""

    opened: Mapping[str, datetime]
    articles: Mapping[str, Article]
    now: datetime

    def read(self, days: int = 30) -> list[Article]:
        return [self.articles[id] for id, at in self.opened.items() if self.now - at <= timedelta(days=days)]

    def follows_story(self, article: Article) -> bool:
        story, published = article.story_cluster_id, article.published_at
        return any(read.story_cluster_id == story and self.opened[read.article_id] < published for read in self.read())


def _holds(code: str, item: Mapping[str, Any], past: _Past, fresh: set[str]) -> bool:
    source, article_id = item["source"], item["article"]["id"]
    if code == "just_published":
        return source == code and article_id in fresh
    if code in {"trending", "popular"}:
        return source == code
    article = past.articles[article_id]
    if code == "new_for_you":
        return not any(set(article.topics) & set(read.topics) for read in past.read())
    if code == "sponsored":
        return article.sponsored is not None
    return source == "personalised" and _is_due_to_reading(code, article, past)


def _is_due_to_reading(code: str, article: Article, past: _Past) -> bool:
    match code:
        case "reads_company":
            return sum(article.companies[0] in read.companies for read in past.read()) >= 3
        case "reads_industry":
            return sum(article.industries[0] in read.industries for read in past.read()) >= 5
        case "reads_topic":
            return sum(article.topics[0] in read.topics for read in past.read()) >= 5
        case "reads_author":
            return any(sum(author in read.authors for read in past.read(60)) >= 3 for author in article.authors)
        case "continues_story":
            return past.follows_story(article)
        case _:
            return code == "similar_readers" and bool(past.read())
