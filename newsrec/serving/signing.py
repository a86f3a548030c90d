"""Signed values that travel through a reader's browser: page cursors, impression ids, anonymous ids."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

CURSOR_LIVES = timedelta(minutes=10)
MOST_PAGED = 200
"""Articles that a cursor remembers; a list is not paged beyond them."""
IMPRESSION_LIVES = timedelta(hours=24)
"""How long after its list was made an article can be seen and opened in it."""

_SIGNATURE_BYTES = 12


class BadSignature(ValueError):
    """A value was not signed here, was signed for another purpose, or has expired."""


def sign(value: str, *, purpose: str, key: str) -> str:
    """`value.signature`; the purpose keeps a value signed for one use out of another."""
    return f"{value}.{_signature(value, purpose, key)}"


def unsign(signed: str, *, purpose: str, key: str) -> str:
    """Raises `BadSignature`."""
    value, _, signature = signed.rpartition(".")
    if not value or not hmac.compare_digest(signature.encode(), _signature(value, purpose, key).encode()):
        raise BadSignature(f"not a valid {purpose}")
    return value


def _signature(value: str, purpose: str, key: str) -> str:
    digest = hmac.new(key.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:_SIGNATURE_BYTES]).decode()


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page of a list starts: everything the pages before it showed."""

    list_id: str
    shown: tuple[str, ...]


def cursor_text(cursor: Cursor, *, now: datetime, key: str) -> str:
    expires = int((now + CURSOR_LIVES).timestamp())
    body = json.dumps([cursor.list_id, expires, list(cursor.shown)], separators=(",", ":"))
    return sign(base64.urlsafe_b64encode(body.encode()).decode(), purpose="cursor", key=key)


def read_cursor(text: str, *, now: datetime, key: str) -> Cursor:
    """Raises `BadSignature`, also for a cursor that has expired."""
    list_id, expires, shown = json.loads(base64.urlsafe_b64decode(unsign(text, purpose="cursor", key=key)))
    if now.timestamp() > expires:
        raise BadSignature("the cursor has expired; ask for the first page again")
    return Cursor(list_id, tuple(shown))


def impression_id(
    list_id: str, position: int, article_id: str, *, reader_id: str | None, now: datetime, key: str
) -> str:
    """Names one article in one place of one list made at `now` for one reader, or for nobody in particular.

    A website can't make up places with it, nor take them from lists of other readers.
    """
    place = f"{list_id}.{position}.{int(now.timestamp())}"
    return f"i_{place}.{_impression_signature(place, article_id, reader_id, key)}"


def list_of_impression(impression: str, article_id: str, *, reader_id: str | None, at: datetime, key: str) -> str:
    """The list in which the reader saw the article at this time.

    Raises `BadSignature` unless it was a list for this reader or for nobody, made in the day before.
    """
    place, _, signature = impression.removeprefix("i_").rpartition(".")
    expected = (_impression_signature(place, article_id, whose, key) for whose in (reader_id, None))
    if not any(hmac.compare_digest(signature.encode(), one.encode()) for one in expected):
        raise BadSignature("the impression is not one of this article and reader")
    in_list, made = place.rsplit(".", 1)
    if at.timestamp() > int(made) + IMPRESSION_LIVES.total_seconds():
        raise BadSignature(f"the impression is older than {IMPRESSION_LIVES // timedelta(hours=1)} hours")
    return in_list.rpartition(".")[0]


def _impression_signature(place: str, article_id: str, reader_id: str | None, key: str) -> str:
    return _signature("\0".join((place, reader_id or "", article_id)), "impression", key)
