"""What stands in a mail, in the order it is read: the one source of its HTML and of its text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

from newsrec.digest.definition import Digest
from newsrec.digest.model import DigestItem, Edition, Recipient
from newsrec.digest.publisher import Publisher, secure_host
from newsrec.digest.wording import plain, reason_text, shortened, time_text
from newsrec.model import Image, Source

LEAD_BOX: Final = (536, 402)
THUMBNAIL_BOX: Final = (128, 128)
"""Pixels that a picture may take, width and height."""

_NAME_GRAPHEMES: Final = 40
_SUMMARY_GRAPHEMES: Final = 220


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image in the size it is shown, in pixels."""

    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article as a mail shows it; `facts` is its topic and time, `label` what must stand with paid content."""

    headline: str
    url: str
    facts: str
    summary: str
    reason: str
    label: str | None
    picture: Picture | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A whole mail; `why` says why the reader gets it and how its articles were chosen."""

    language: str
    title: str
    date: str
    greeting: str
    subject: str
    preheader: str
    stories: tuple[Story, ...]
    why: str
    publisher: Publisher
    unsubscribe_url: str


def letter(
    digest: Digest,
    edition: Edition,
    recipient: Recipient,
    items: Sequence[DigestItem],
    *,
    publisher: Publisher,
    unsubscribe_url: str,
    now: datetime,
) -> Letter:
    name = shortened(plain(recipient.name or ""), _NAME_GRAPHEMES)
    day = date.fromisoformat(edition.date)
    day_text = f"{day:%A} {day.day} {day:%B %Y}"
    subject = _subject(digest, items)
    return Letter(
        language=digest.language,
        title=digest.title,
        date=day_text,
        greeting=f"{digest.greeting}, {name}." if name else f"{digest.greeting}.",
        subject=subject,
        preheader=_preheader(digest, items, (f"{digest.title}, {day_text}", publisher.name, "All of it in this mail")),
        stories=tuple(
            _story(item, digest, publisher, now, box=THUMBNAIL_BOX if place else LEAD_BOX)
            for place, item in enumerate(items)
        ),
        why=_why(digest, items, publisher),
        publisher=publisher,
        unsubscribe_url=unsubscribe_url,
    )


def headline(item: DigestItem) -> str:
    """The title in the length that the rules chose for its place; empty where the article has none."""
    article = item.article
    short = article.short_title if item.title_variant == "short" else None
    return plain(short or article.title or article.short_title or "")


def link(item: DigestItem, publisher: Publisher) -> str:
    """The article's absolute address; empty where it has none, and as it stands where it is not one."""
    url = item.article.url or ""
    try:
        return urljoin(publisher.site_url, url) if url else ""
    except ValueError:
        return url


def _why(digest: Digest, items: Sequence[DigestItem], publisher: Publisher) -> str:
    personalised = any(item.source is Source.PERSONALISED for item in items)
    chosen = (
        "Some of its articles were chosen by what you read with us"
        if personalised
        else "Its articles are not chosen by what you read"
    )
    return f"You get this mail because you subscribed to {digest.title}, from {publisher.name}. {chosen}."


def _story(item: DigestItem, digest: Digest, publisher: Publisher, now: datetime, *, box: tuple[int, int]) -> Story:
    article, zone = item.article, digest.zone
    topic = plain(article.topics[0]) if article.topics else ""
    time = time_text(article.published_at.astimezone(zone), now.astimezone(zone))
    return Story(
        headline=headline(item),
        url=link(item, publisher),
        facts=" · ".join(filter(None, (topic[:1].upper() + topic[1:], time))),
        summary=shortened(plain(article.abstract or ""), _SUMMARY_GRAPHEMES),
        reason=reason_text(item.reason, digest.language) if item.reason else "",
        label=plain(article.sponsored.label) if article.sponsored else None,
        picture=_picture(article.image, box) if article.image else None,
        language=article.language if article.language != digest.language else None,
    )


def _picture(image: Image, box: tuple[int, int]) -> Picture | None:
    """The image fitted into the box; None where mail clients could not show it, or its size is not known."""
    vector = re.search(r"\.svgz?$", urlsplit(image.url).path, re.IGNORECASE) if secure_host(image.url) else True
    if vector or not image.width or not image.height:
        return None
    scale = min(1, box[0] / image.width, box[1] / image.height)
    width, height = (max(1, round(length * scale)) for length in (image.width, image.height))
    return Picture(url=image.url, alt=plain(image.alt), width=width, height=height)


def _unpaid(items: Sequence[DigestItem]) -> Sequence[DigestItem]:
    """Nobody pays for the subject of a mail."""
    return [item for item in items if not item.article.sponsored]


def _subject(digest: Digest, items: Sequence[DigestItem]) -> str:
    titles = (plain(item.article.short_title or "") or headline(item) for item in _unpaid(items))
    return shortened(next(filter(None, titles), digest.title), digest.subject.maximum)


def _preheader(digest: Digest, items: Sequence[DigestItem], otherwise: Sequence[str]) -> str:
    """The second title, with those after it where it is too short to fill the line."""
    titles = [headline(item) for item in _unpaid(items)[1:]]
    text = ""
    for part in filter(None, (*titles, *otherwise)):
        text = f"{text} · {part}" if text else part
        if len(text) >= digest.preheader.minimum:
            break
    return shortened(text, digest.preheader.maximum)
