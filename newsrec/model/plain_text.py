"""Text that others wrote, fit for one line."""

import re
from typing import Final

# Line and paragraph ends, controls and half characters: none may reach a header, and none says anything to a reader.
_UNPRINTED: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def plain(text: str) -> str:
    """On one line, with single spaces, without control characters."""
    return " ".join(_UNPRINTED.sub(" ", text).split())
