"""The nouns of the digest, all frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from newsrec.model import Article, Reason, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A reader who subscribed to a digest, as the newsroom's subscriber system knows them."""

    reader_id: str
    email: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One issue of a digest; `date` is that of the digest's own time zone, as `YYYY-MM-DD`.

    `key` names the edition wherever a reader may get it once only. Nothing is sent after `deadline`.
    """

    digest_id: str
    date: str
    deadline: datetime

    @property
    def key(self) -> str:
        return f"{self.digest_id}#{self.date}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestItem:
    """An article in its place in a mail, with where it came from and the reason that the reader is given, if any."""

    article: Article
    source: Source
    reason: Reason | None
    title_variant: Literal["full", "short"] = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One composed mail; `headers` are those beside From, To and Subject, in the order they are sent.

    `article_ids` are those shown, first place first.
    """

    recipient: Recipient
    subject: str
    preheader: str
    html: str
    text: str
    article_ids: tuple[str, ...]
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the validation layer found in a mail: a code such as `E03`, a sentence, whether it holds the mail back."""

    code: str
    message: str
    hard: bool = True
