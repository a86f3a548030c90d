"""A document while it is written: what is wrong with it, and what is hardly meant, each with its line."""

import json
from collections.abc import Iterable, Mapping, Sequence

from newsrec.experiments.current import surface_named
from newsrec.rules.decoding import InvalidDocument, Problem, parsed
from newsrec.surfaces import doubts
from newsroom.preview.json_lines import JsonLines

Told = Mapping[str, object]


def checked(surface: str, text: str) -> Told:
    """`errors`, and where there are none `warnings`: each with its `path`, `message` and `line`."""
    try:
        read = surface_named(surface, parsed(text))
    except InvalidDocument as invalid:
        if isinstance(broken := invalid.__cause__, json.JSONDecodeError):
            message = f"{broken.msg}: this is not JSON"
            return {"errors": [{"path": "$", "message": message, "line": broken.lineno}], "warnings": []}
        return {"errors": _with_lines(invalid.problems, text), "warnings": []}
    return {"errors": [], "warnings": _with_lines(doubts(read), text)}


def _with_lines(problems: Iterable[Problem], text: str) -> Sequence[Told]:
    lines = JsonLines(text)
    return [{"path": path, "message": message, "line": lines.line_of(path)} for path, message in problems]
