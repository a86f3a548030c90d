"""How texts that others wrote, and times, are put into a mail."""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Final

import regex

from newsrec.model import Reason
from newsrec.rules.title_length import graphemes

# Line and paragraph ends, controls and half characters: none may reach a header, and none says anything to a reader.
_UNPRINTED: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ELLIPSIS: Final = "…"
_LASTING_REASONS: Final = {"just_published": "Just published when this mail was made"}
"""Sentences for reasons whose own text is true for minutes only; a mail is opened hours later."""


def plain(text: str) -> str:
    """On one line, with single spaces, without control characters."""
    return " ".join(_UNPRINTED.sub(" ", text).split())


def shortened(text: str, most: int) -> str:
    """At most `most` graphemes; cut at a word's end, which an ellipsis marks, unless the first word is too long."""
    if graphemes(text) <= most:
        return text
    clusters = regex.findall(r"\X", unicodedata.normalize("NFC", text))
    room = clusters[: most - 1]
    if not clusters[len(room)].isspace() and " " in room:
        room = room[: len(room) - 1 - room[::-1].index(" ")]
    return "".join(room).rstrip(" ,;:.-\u2013\u2014") + _ELLIPSIS


def reason_text(reason: Reason) -> str:
    """The reason's sentence as a mail may keep it."""
    return plain(_LASTING_REASONS.get(reason.code, reason.text))


def time_text(at: datetime, now: datetime) -> str:
    """A time of day; with the weekday where that was not today, with the date where it was long ago.

    Both times are in the reader's zone.
    """
    if at.date() == now.date():
        return f"{at:%H:%M}"
    return f"{at:%A %H:%M}" if now - at < timedelta(days=6) else f"{at.day} {at:%B %Y}"
