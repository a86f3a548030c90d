"""Whether a reason holds, judged from the raw clicks and articles and not from what serving kept of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from newsrec.model import Article, Interaction

WITHIN = timedelta(days=30)


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
    opened = {
        interaction.article_id: articles[interaction.article_id]
        for interaction in history
        if interaction.article_id in articles and now - interaction.occurred_at <= WITHIN
    }
    fresh = {
        article.article_id for article in articles.values() if timedelta(0) <= article.age(now) <= timedelta(hours=2)
    } | set(published)
    return [
        f"{item['article']['id']}: {item['reasons'][0]['text']}"
        for item in answer["items"]
        if not _holds(item, opened, fresh)
    ]


def _holds(item: Mapping[str, Any], opened: Mapping[str, Article], fresh: set[str]) -> bool:
    article, source = item["article"], item["source"]
    match item["reasons"][0]["code"]:
        case "reads_company":
            main = article["companies"][0]
            return source == "personalised" and sum(main in read.companies for read in opened.values()) >= 3
        case "reads_topic":
            main = article["topics"][0]
            return source == "personalised" and sum(main in read.topics for read in opened.values()) >= 5
        case "similar_readers":
            return source == "personalised" and bool(opened)
        case "just_published":
            return source == "just_published" and article["id"] in fresh
        case "trending":
            return source == "trending"
        case "popular":
            return source == "popular" or (source == "personalised" and not opened)
        case "sponsored":
            return article["sponsored"] is not None
        case _:
            return False
