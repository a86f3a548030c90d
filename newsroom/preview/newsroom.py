"""What the preview needs of the newsroom it shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from newsrec.digest.model import Finding, Mail
from newsrec.serving.request import Sources
from newsrec.surfaces.saved import DocumentStore
from newsroom.preview.tokens import WebsiteKey

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


class NoMail(Exception):
    """A reader would get no mail now; `reason` is a sentence for editors."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPreview:
    """The mail that a reader would get now, as it would be sent, with what the validation layer found in it.

    `from_` and `to` are addresses with their display names, `headers` those beside From, To and Subject, in the order
    they are sent.
    """

    from_: str
    to: str
    subject: str
    preheader: str
    html: str
    text: str
    headers: Mapping[str, str]
    findings: Sequence[Finding]

    @classmethod
    def of(cls, mail: Mail, findings: Sequence[Finding], *, from_: str) -> "MailPreview":
        """The preview of a composed mail; `from_` is the sender's address with its display name."""
        recipient = mail.recipient
        return cls(
            from_=from_,
            to=f"{recipient.name} <{recipient.email}>" if recipient.name else recipient.email,
            subject=mail.subject,
            preheader=mail.preheader,
            html=mail.html,
            text=mail.text,
            headers=mail.headers,
            findings=findings,
        )

    @property
    def size_bytes(self) -> int:
        """The length of the HTML part, which mail clients cut off where it is too long."""
        return len(self.html.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """A newsroom as the preview sees it.

    `api_url` is the stage's URL, to which `/recommendations` is appended. The callables may block: the server calls
    them in worker threads. `find_article` gives None for an id it does not know, `draft` a whole article record with
    an id of its own that could be published as it is, and `clicks` a reader's latest clicks, newest first.
    `search_articles` finds articles by every word of their titles, or by id, the newest first. `documents` are the
    surfaces that editors save, and `sources` those that lists are made from to show what a document does.
    `preview_mail` composes a reader's mail and sends nothing; it raises `NoMail` where none would be sent.
    """

    name: str
    api_url: str
    website_key: WebsiteKey
    readers: Sequence[Reader]
    articles_stream: ArticlesStream
    articles_stream_name: str
    find_article: Callable[[str], ArticleRecord | None]
    search_articles: Callable[[str], Sequence[ArticleRecord]]
    documents: DocumentStore
    sources: Sources
    clicks: Callable[[str], Sequence[Click]]
    preview_mail: Callable[[str], MailPreview]
    draft: Callable[[], ArticleRecord]
    illustration: Callable[[ArticleRecord], str]
    clock: Callable[[], datetime]
