"""Text as a reader sees it: no markup, no invisible characters, no surplus blanks. Done here for every source."""

import html
import re
import unicodedata
from typing import Final

import nh3
from pydantic_core import PydanticCustomError

# Markup escaped more often than feeds do by mistake is an attack on whoever unescapes it.
_MOST_PASSES: Final = 5
_APART: Final = re.compile(
    r"<(?=/?(?:address|article|aside|blockquote|br|caption|d[dlt]|div|fig(?:caption|ure)|footer|h[1-6r]|header|li|main|nav"
    r"|ol|option|p|pre|section|t[dhr]|table|ul)\b)",
    re.IGNORECASE,
)
_NO_TAGS: Final = nh3.Cleaner(tags=set())
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs"})
_JOINERS: Final = "\u200c\u200d"


def cleaned(text: str) -> str:
    """`text` without tags, scripts, entities, invisible characters and surplus blanks, composed by Unicode's NFC.

    Cleaned text stays as it is when it is cleaned again, so what once was escaped never turns into markup later. Raises
    `PydanticCustomError` for what is escaped over and over.
    """
    if _is_clean(text):
        return text
    for _ in range(_MOST_PASSES):
        before, text = text, _once_cleaned(text)
        if text == before or _is_clean(text):
            return text
    raise PydanticCustomError("markup", "Input should be text that is not escaped over and over")


def without_markup(text: str) -> str:
    """What a browser shows of `text` as HTML; elements that stand below or beside each other are a blank apart."""
    if "<" not in text:
        return html.unescape(text)
    unwrapped = text.replace("<![CDATA[", "").replace("]]>", "") if "<![CDATA[" in text else text
    return html.unescape(_NO_TAGS.clean(_APART.sub(" <", unwrapped)))


def _is_clean(text: str) -> bool:
    """Cheap, and true of nearly all texts."""
    return (
        text.isprintable()
        and "<" not in text
        and "&" not in text
        and "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
        and (text.isascii() or unicodedata.is_normalized("NFC", text))
    )


def _once_cleaned(text: str) -> str:
    shown = without_markup(text) if "<" in text or "&" in text else text
    if not shown.isprintable():
        shown = "".join(sign for place, sign in enumerate(shown) if _is_visible(sign, shown, place))
    return " ".join(unicodedata.normalize("NFC", shown).split())


def _is_visible(sign: str, text: str, place: int) -> bool:
    """Blanks of any kind count as visible; a joiner does inside a script or an emoji that needs it."""
    if sign in _JOINERS:
        beside = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        return len(beside) == 2 and all(ord(other) > 127 and other not in _JOINERS for other in beside)
    return sign.isspace() or unicodedata.category(sign) not in _INVISIBLE
