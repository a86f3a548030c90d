"""How texts that others wrote, and times, are put into a mail."""

import unicodedata
from datetime import datetime, timedelta
from typing import Final

import regex

from newsrec.model import Reason
from newsrec.model.plain_text import plain
from newsrec.rules.title_length import graphemes
from newsrec.serving.reasons.wording import language_of, lasting_text

__all__ = ["plain", "reason_text", "shortened", "time_text"]

_ELLIPSIS: Final = "…"


def shortened(text: str, most: int) -> str:
    """At most `most` graphemes; cut at a word's end, which an ellipsis marks, unless the first word is too long."""
    if graphemes(text) <= most:
        return text
    clusters = regex.findall(r"\X", unicodedata.normalize("NFC", text))
    room = clusters[: most - 1]
    if not clusters[len(room)].isspace() and " " in room:
        room = room[: len(room) - 1 - room[::-1].index(" ")]
    return "".join(room).rstrip(" ,;:.-\u2013\u2014") + _ELLIPSIS


def reason_text(reason: Reason, language: str) -> str:
    """The reason's sentence as a mail may keep it."""
    return lasting_text(reason, language_of(language))


def time_text(at: datetime, now: datetime) -> str:
    """A time of day; with the weekday where that was not today, with the date where it was long ago.

    Both times are in the reader's zone.
    """
    if at.date() == now.date():
        return f"{at:%H:%M}"
    return f"{at:%A %H:%M}" if now - at < timedelta(days=6) else f"{at.day} {at:%B %Y}"
