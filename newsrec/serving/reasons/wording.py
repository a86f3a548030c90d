"""Reasons in words: one catalogue of sentences per language, as JSON beside this.

A sentence is plain text without control characters; whoever shows it escapes it. Where a code has several
sentences, the reason says which form it takes; `in_mail` has what stays true when it is read hours later.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from newsrec.model import Reason
from newsrec.model.plain_text import plain

DEFAULT_LANGUAGE: Final = "en"
_FOLDER: Final = Path(__file__).parent / "sentences"


def language_of(*wanted: str | None) -> str:
    """The first wanted language that there are sentences in: of `de-CH` those in `de`, of none those in English."""
    for tag in filter(None, wanted):
        subtags = tag.lower().split("-")
        for length in range(len(subtags), 0, -1):
            if (name := "-".join(subtags[:length])) in languages():
                return name
    return DEFAULT_LANGUAGE


@cache
def languages() -> frozenset[str]:
    return frozenset(path.stem for path in _FOLDER.glob("*.json"))


def worded(
    code: str, names: Mapping[str, str], evidence: Mapping[str, object], *, form: str = "", language: str
) -> Reason:
    """`language` is one of `languages`."""
    sentences = _sentences(language)[code]
    sentence = sentences if isinstance(sentences, str) else sentences[form]
    return Reason(code=code, text=plain(sentence.format_map(names)), evidence=evidence)


def lasting_text(reason: Reason, language: str) -> str:
    """The reason's sentence as a mail may keep it."""
    lasting = _sentences(language)["in_mail"]
    return plain(lasting.get(reason.code, reason.text) if isinstance(lasting, Mapping) else reason.text)


@cache
def _sentences(language: str) -> Mapping[str, str | Mapping[str, str]]:
    return json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
