"""Both handlers as they run here: one thing after the other, and without waiting."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from typing import Any, TypeVar

import pytest

from tests.integration.ingestion.kinesis_event_source import Handler

R = TypeVar("R")

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "ARTICLES_TABLE": "articles",
    "JUST_PUBLISHED_TABLE": "just-published",
    "READER_INTERESTS_TABLE": "reader-interests",
    "ARTICLE_CLICKS_TABLE": "article-clicks",
    "AWAITING_ARTICLE_TABLE": "awaiting-article",
    "POWERTOOLS_SERVICE_NAME": "consumer",
    "POWERTOOLS_METRICS_NAMESPACE": "NewsRecommender",
    "TRACKING_ID": "tracking",
    "ITEMS_DATASET_ARN": "arn:aws:personalize:eu-west-1:123456789012:dataset/news/ITEMS",
}


class OneByOne(Executor):
    """The consumers' threads, in an order that a failing example can be run again in."""

    def map(self, fn: Callable[..., R], *iterables: Iterable[Any], **_: object) -> Iterator[R]:  # type: ignore[override]
        return iter([fn(*values) for values in zip(*iterables, strict=True)])


def open_doors(patched: pytest.MonkeyPatch) -> Mapping[str, Handler]:
    """The handlers by their stream."""
    for name, value in ENVIRONMENT.items():
        patched.setenv(name, value)
    for name in ("AWS_ENDPOINT_URL", "AWS_REGION"):
        patched.delenv(name, raising=False)
    from lambdas.ingest_articles import handler as articles
    from lambdas.ingest_interactions import handler as interactions

    for door in (articles, interactions):
        patched.setattr(door, "SIDE_BY_SIDE", OneByOne())
    patched.setattr("newsrec.aws.counters._WAIT_SECONDS", (0.0, 0.0))
    return {"articles": articles.handler, "interactions": interactions.handler}
