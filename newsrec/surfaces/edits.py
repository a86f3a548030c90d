"""What editors change most often in a surface's document, each as a function from the document to the changed one."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from newsrec.rules.decoding import JsonObject
from newsrec.surfaces.surface import read_surface


def pinned(document: object, article_id: str, *, slot: int, until: datetime) -> JsonObject:
    """Puts an article in a slot for a time; it leaves the slot in which it was pinned before.

    Raises `newsrec.rules.decoding.InvalidDocument`, for a slot that is taken too.
    """
    before = unpinned(document, article_id)
    pin: JsonObject = {
        "id": _pin_id(article_id),
        "rule": "pin_article",
        "params": {"article_id": article_id, "slot": slot, "until": until.isoformat()},
    }
    return _valid({**before, "rules": [pin, *_rules(before)]})


def unpinned(document: object, article_id: str) -> JsonObject:
    """Takes the article's pin away, if it has one. Raises `newsrec.rules.decoding.InvalidDocument`."""
    before = _valid(document)
    return {**before, "rules": [rule for rule in _rules(before) if rule["id"] != _pin_id(article_id)]}


def with_just_published_share(document: object, share: float) -> JsonObject:
    """Gives just-published articles this share of each list. Raises `newsrec.rules.decoding.InvalidDocument`."""
    before = _valid(document)
    return _valid({**before, "just_published": {**cast(JsonObject, before["just_published"]), "share": share}})


def _pin_id(article_id: str) -> str:
    return f"pin-{article_id}"


def _rules(document: JsonObject) -> Sequence[JsonObject]:
    return cast(Sequence[JsonObject], document.get("rules", []))


def _valid(document: object) -> JsonObject:
    read_surface(document)
    return cast(JsonObject, document)
