"""What the preview needs of the newsroom it shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

ArticleRecord: TypeAlias = Mapping[str, object]
"""A generic article record as JSON has it: times as ISO 8601 text, no field without a value."""


class ArticlesStream(Protocol):
    """The one call of a boto3 Kinesis client that publishing needs."""

    def put_record(self, *, StreamName: str, Data: bytes, PartitionKey: str) -> object: ...  # noqa: N803


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reader an editor can pick, with a line on what they like to read."""

    reader_id: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """An article that a reader opened."""

    article_id: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """A newsroom as the preview sees it.

    `api_url` is the stage's URL, to which `/recommendations` is appended. The callables may block: the server calls
    them in worker threads. `find_article` gives None for an id it does not know, `draft` a whole article record with
    an id of its own that could be published as it is, and `clicks` a reader's latest clicks, newest first.
    """

    name: str
    api_url: str
    reader_token_secret: str
    readers: Sequence[Reader]
    articles_stream: ArticlesStream
    articles_stream_name: str
    find_article: Callable[[str], ArticleRecord | None]
    clicks: Callable[[str], Sequence[Click]]
    draft: Callable[[], ArticleRecord]
    illustration: Callable[[ArticleRecord], str]
    clock: Callable[[], datetime]
