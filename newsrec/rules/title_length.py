"""How long a title is for its reader."""

import re
import unicodedata
from typing import Final, Literal

Measure = Literal["graphemes", "pixels"]

# Letters, digits and punctuation of which each is one grapheme whatever its neighbours from this set are; they spare
# nearly every title the import of `regex`. The soft hyphen and all combining and joining marks are not among them.
_ONE_EACH = re.compile(
    "[ -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]*"
)


def graphemes(text: str) -> int:
    """The number of characters as a reader counts them: grapheme clusters after normalisation to NFC."""
    composed = unicodedata.normalize("NFC", text)
    if _ONE_EACH.fullmatch(composed):
        return len(composed)
    import regex  # noqa: PLC0415 - slow to import and seldom needed

    return len(regex.findall(r"\X", composed))


_FONT_PIXELS: Final = 16
_WIDTHS: Final = (("ijl.,:;'|!`", 0.25), ("ftrI()[]{}/- ", 0.32), ("mwMW%@", 0.85))
"""Widths in ems of common sans-serif fonts; all other letters are about as wide as half an em, capitals two thirds."""


def pixels(text: str) -> int:
    """How wide a line of the text is about, in a common sans-serif font 16 pixels high."""
    return round(_FONT_PIXELS * sum(_ems(character) for character in unicodedata.normalize("NFC", text)))


def _ems(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1
    return next(
        (width for characters, width in _WIDTHS if character in characters), 0.66 if character.isupper() else 0.54
    )


def measured(text: str, measure: Measure) -> int:
    """The length of the text in what is named."""
    return graphemes(text) if measure == "graphemes" else pixels(text)
