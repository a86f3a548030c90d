"""Which language a list is worded in: what the page asks for, else what the browser likes, else the site's own."""

import re
from typing import Final

LANGUAGE_TAG: Final = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}"
"""BCP 47 tags as websites use them: a language, then script, region and variants."""

_TAG: Final = re.compile(LANGUAGE_TAG)
_ACCEPTED: Final = re.compile(rf"\s*({LANGUAGE_TAG}|\*)\s*(?:;\s*q=([01](?:\.[0-9]{{0,3}})?)\s*)?")


def is_language_tag(text: str) -> bool:
    return _TAG.fullmatch(text) is not None


def best_accepted(header: str) -> str | None:
    """The tag that an `Accept-Language` header likes best, the first of equals; None where it names none."""
    accepted = [match for part in header.split(",") if (match := _ACCEPTED.fullmatch(part))]
    liked = [(float(match[3] or 1), match[1]) for match in accepted if match[1] != "*"]
    best = max(liked, key=lambda one: one[0], default=(0, ""))
    return best[1] if best[0] > 0 else None
