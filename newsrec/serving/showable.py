"""Whether an article may be in a list: the last word on status, embargo and age, and on what the reader has had."""

from collections.abc import Set
from typing import Literal

from newsrec.model import Article, ArticleStatus
from newsrec.serving.request import ListRequest

WhyNot = Literal[
    "unknown", "withdrawn", "draft", "not_yet", "embargo", "expired", "too_old", "off_topic",
    "excluded", "earlier_page", "read",
]  # fmt: skip
"""What keeps an article out of a list before any rule is asked."""

_UNPUBLISHED: dict[ArticleStatus, WhyNot] = {ArticleStatus.WITHDRAWN: "withdrawn", ArticleStatus.DRAFT: "draft"}


def why_not(article: Article | None, request: ListRequest, read_ids: Set[str]) -> WhyNot | None:
    """None for an article that may be shown: published now, young enough, on a wanted topic, not shown or read yet."""
    if article is None:
        return "unknown"
    return (
        (None if article.may_be_shown(request.now) else _unpublished(article, request))
        or ("too_old" if article.published_at <= request.published_after else None)
        or ("off_topic" if request.topics and request.topics.isdisjoint(article.topics) else None)
        or had_already(article.article_id, request, read_ids)
    )


def had_already(article_id: str, request: ListRequest, read_ids: Set[str]) -> WhyNot | None:
    """What speaks against an article of which no more than the id is known."""
    if article_id in request.exclude:
        return "excluded"
    if article_id in request.page_ids:
        return "earlier_page"
    return "read" if article_id in read_ids else None


def _unpublished(article: Article, request: ListRequest) -> WhyNot:
    if article.status in _UNPUBLISHED:
        return _UNPUBLISHED[article.status]
    if article.published_at > request.now:
        return "not_yet"
    return "embargo" if article.embargo_until and article.embargo_until > request.now else "expired"
