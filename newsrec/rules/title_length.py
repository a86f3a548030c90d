"""How long a title is for its reader."""

import re
import unicodedata

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
