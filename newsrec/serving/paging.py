"""Pages of one list: what a first page leaves is stored, and a cursor says what later pages took of it.

So no article comes twice, a page that is loaded again is the same, and no model is asked a second time.
"""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from newsrec.serving.asking import Outage
from newsrec.serving.merge import Offered
from newsrec.serving.recommend import ServedList, recommend, recommend_from
from newsrec.serving.request import ListRequest, Sources
from newsrec.serving.signing import CURSOR_LIVES, BadSignature, SigningKey, sign, unsign
from newsrec.unavailable import Unavailable

MOST_PAGED: Final = 200
"""Articles that are left for later pages; a list is not paged beyond them."""


class NoSuchList(LookupError):
    """The list that a cursor leads to is not stored any more, or is one of another address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredList:
    """What the first page of a list showed, and the candidates that it left, best first."""

    list_id: str
    surface: str
    host_article_id: str | None
    shown: tuple[str, ...]
    rest: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page of a list starts: `taken` are the places in its rest that pages have shown."""

    list_id: str
    taken: frozenset[int] = frozenset()


class ServedLists(Protocol):
    """Lists that can be gone on with. Both raise `Unavailable`."""

    def keep(self, stored: StoredList, until: datetime) -> None: ...

    def find(self, list_id: str, now: datetime) -> StoredList | None: ...


def stored_list(served: ServedList) -> StoredList:
    """What is to be stored after a first page."""
    request = served.request
    return StoredList(
        list_id=request.list_id,
        surface=request.surface.name,
        host_article_id=request.host_article_id,
        shown=tuple(item.article.article_id for item in served.items),
        rest=served.rest[:MOST_PAGED],
    )


def next_page(request: ListRequest, cursor: Cursor, lists: ServedLists, sources: Sources) -> tuple[ServedList, Cursor]:
    """The page that the cursor leads to, and the cursor after it.

    Raises `NoSuchList`, and `Unavailable` when the article store is away.
    """
    stored, away = _stored(request, cursor, lists, sources)
    if stored is None:
        raise NoSuchList("the list is not kept any more; ask for the first page again")
    if (stored.surface, stored.host_article_id) != (request.surface.name, request.host_article_id):
        raise NoSuchList("the cursor is of another list; ask for it as for its first page")
    earlier = (*stored.shown, *(stored.rest[place].article_id for place in sorted(cursor.taken)))
    left = [one for place, one in enumerate(stored.rest) if place not in cursor.taken]
    served = recommend_from(replace(request, list_id=stored.list_id, page_ids=earlier), left, sources)
    shown = {item.article.article_id for item in served.items}
    taken = {place for place, one in enumerate(stored.rest) if one.article_id in shown}
    return replace(served, outages=(*served.outages, *away)), Cursor(stored.list_id, cursor.taken | taken)


def _stored(
    request: ListRequest, cursor: Cursor, lists: ServedLists, sources: Sources
) -> tuple[StoredList | None, tuple[Outage, ...]]:
    """The list as it was stored; while none can be read, as its first page leaves it now, which is much the same."""
    try:
        return lists.find(cursor.list_id, request.now), ()
    except Unavailable as error:
        made_again = recommend(replace(request, list_id=cursor.list_id), sources)
        return stored_list(made_again), (lists_away(error, sources),)


def lists_away(error: Unavailable, sources: Sources) -> Outage:
    """What a list says of the store of lists being away."""
    return Outage("served_lists", sources.asking.kind_of(error))


def cursor_text(cursor: Cursor, *, reader_id: str | None, now: datetime, key: SigningKey) -> str:
    """The cursor signed for one reader, or for nobody in particular; it expires."""
    expires = int((now + CURSOR_LIVES).timestamp())
    body = json.dumps([cursor.list_id, expires, f"{_as_bits(cursor.taken):x}"], separators=(",", ":"))
    return sign(base64.urlsafe_b64encode(body.encode()).decode(), purpose=_purpose(reader_id), key=key)


def read_cursor(text: str, *, reader_id: str | None, now: datetime, key: SigningKey) -> Cursor:
    """Raises `BadSignature`, also for a cursor of another reader and for one that has expired."""
    try:
        body = unsign(text, purpose=_purpose(reader_id), key=key)
    except BadSignature:
        raise BadSignature("is not a cursor that this reader got") from None
    list_id, expires, taken = json.loads(base64.urlsafe_b64decode(body))
    if now.timestamp() > expires:
        raise BadSignature("has expired; ask for the first page again")
    return Cursor(list_id, frozenset(_from_bits(int(taken, 16))))


def _purpose(reader_id: str | None) -> str:
    return f"cursor\0{reader_id or ''}"


def _as_bits(places: Iterable[int]) -> int:
    return sum(1 << place for place in places)


def _from_bits(bits: int) -> Iterable[int]:
    return (place for place in range(bits.bit_length()) if bits >> place & 1)
