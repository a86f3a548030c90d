"""Signed values that travel through a reader's browser: impression ids, anonymous ids, page cursors."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

CURSOR_LIVES = timedelta(minutes=10)
IMPRESSION_LIVES = timedelta(hours=24)
"""How long after its list was made an article can be seen and opened in it."""

SECRET_SETTLES = timedelta(minutes=5)
"""How long a new secret is accepted before it signs: by then every process has read it."""
SECRET_RETIRES = timedelta(days=30)
"""How long the secret before it is still accepted."""

_SIGNATURE_BYTES = 12


class BadSignature(ValueError):
    """A value was not signed here, was signed for another purpose, or has expired."""


@dataclass(frozen=True, slots=True)
class SecretVersion:
    """One version of a secret, and since when it has been there."""

    secret: str = field(repr=False)
    since: datetime


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The secret that signs, and the others that are accepted beside it while secrets change."""

    secret: str = field(repr=False)
    others: tuple[str, ...] = field(default=(), repr=False)


def signing_key(versions: Sequence[SecretVersion], now: datetime) -> SigningKey:
    """The key that `versions`, the newest first, make at `now`; at most one before the newest is looked at."""
    newest, *before = versions
    if not before or now >= newest.since + SECRET_RETIRES:
        return SigningKey(newest.secret)
    if now < newest.since + SECRET_SETTLES:
        return SigningKey(before[0].secret, (newest.secret,))
    return SigningKey(newest.secret, (before[0].secret,))


def sign(value: str, *, purpose: str, key: SigningKey) -> str:
    """`value.signature`; the purpose keeps a value signed for one use out of another."""
    return f"{value}.{_signature(value, purpose, key.secret)}"


def unsign(signed: str, *, purpose: str, key: SigningKey) -> str:
    """Raises `BadSignature`."""
    value, _, signature = signed.rpartition(".")
    if not value or not _is_signed(signature, value, purpose, key):
        raise BadSignature(f"not a valid {purpose}")
    return value


def _is_signed(signature: str, value: str, purpose: str, key: SigningKey) -> bool:
    expected = (_signature(value, purpose, secret) for secret in (key.secret, *key.others))
    return any(hmac.compare_digest(signature.encode(errors="replace"), one.encode()) for one in expected)


def _signature(value: str, purpose: str, secret: str) -> str:
    # JSON from outside can hold half a surrogate pair, which is no UTF-8.
    signed = f"{purpose}\0{value}".encode(errors="surrogatepass")
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:_SIGNATURE_BYTES]).decode()


def impression_id(
    list_id: str, position: int, article_id: str, *, reader_id: str | None, now: datetime, key: SigningKey
) -> str:
    """Names one article in one place of one list made at `now` for one reader, or for nobody in particular.

    A website can't make up places with it, nor take them from lists of other readers.
    """
    place = f"{list_id}.{position}.{int(now.timestamp())}"
    return f"i_{place}.{_signature(_impression(place, article_id, reader_id), 'impression', key.secret)}"


def list_of_impression(
    impression: str, article_id: str, *, reader_id: str | None, at: datetime, key: SigningKey
) -> str:
    """The list in which the reader saw the article at this time.

    Raises `BadSignature` unless it was a list for this reader or for nobody, made in the day before.
    """
    place, _, signature = impression.removeprefix("i_").rpartition(".")
    signed = (_impression(place, article_id, whose) for whose in (reader_id, None))
    if not any(_is_signed(signature, one, "impression", key) for one in signed):
        raise BadSignature("the impression is not one of this article and reader")
    in_list, made = place.rsplit(".", 1)
    if at.timestamp() > int(made) + IMPRESSION_LIVES.total_seconds():
        raise BadSignature(f"the impression is older than {IMPRESSION_LIVES // timedelta(hours=1)} hours")
    return in_list.rpartition(".")[0]


def _impression(place: str, article_id: str, reader_id: str | None) -> str:
    return "\0".join((place, reader_id or "", article_id))
