"""What callers send, parsed and checked; every mistake is named, none is corrected silently."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from lambdas.api.problems import InvalidRequest, ParameterError, TooLarge
from newsrec.serving.signing import BadSignature, Cursor, read_cursor
from newsrec.surfaces import Surface, UnknownSurface, load

KNOWN = frozenset({"surface", "limit", "cursor", "topics", "exclude", "article_id", "personalised", "explain"})
MOST_TOPICS = 10
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")
MOST_EXCLUDED = 100
ID_LENGTH = 256
MOST_EVENTS = 50
MOST_EVENTS_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ListParameters:
    surface: Surface
    limit: int
    cursor: Cursor | None
    topics: frozenset[str]
    exclude: frozenset[str]
    personalised: bool
    explain: bool


class _Query:
    """Reads one parameter after another and remembers what was wrong."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values
        self.errors: list[ParameterError] = []

    def refuse(self, parameter: str, code: str, message: str) -> None:
        self.errors.append(ParameterError(parameter, code, message))

    def one(self, name: str) -> str | None:
        values = self._values.get(name, ())
        if len(values) > 1:
            self.refuse(name, "repeated", "may be given once")
        return values[0] if values else None

    def whole_number(self, name: str, otherwise: int, least: int, most: int) -> int:
        text = self.one(name)
        if text is None:
            return otherwise
        if not _WHOLE_NUMBER.fullmatch(text):
            self.refuse(name, "not_a_number", f"must be a whole number from {least} to {most}")
            return otherwise
        if not least <= int(text) <= most:
            self.refuse(name, "out_of_range", f"must be from {least} to {most}")
        return int(text)

    def flag(self, name: str, otherwise: bool) -> bool:
        text = self.one(name)
        if text not in (None, "true", "false"):
            self.refuse(name, "not_a_boolean", "must be `true` or `false`")
        return otherwise if text is None else text == "true"

    def names(self, name: str, most: int) -> frozenset[str]:
        names = [part for text in self._values.get(name, ()) for part in text.split(",")]
        if len(names) > most:
            self.refuse(name, "too_many", f"takes at most {most} values")
        if not all(0 < len(part) <= ID_LENGTH for part in names):
            self.refuse(name, "length", f"each value must have 1 to {ID_LENGTH} characters")
        return frozenset(names)


def list_parameters(values: Mapping[str, Sequence[str]], *, now: datetime, key: str) -> ListParameters:
    """Raises `InvalidRequest` with everything that is wrong."""
    query = _Query(values)
    for name in values.keys() - KNOWN:
        if not name.startswith("utm_"):
            query.refuse(name, "unknown_parameter", "is not a parameter of this address")
    surface = _surface(query)
    parameters = ListParameters(
        surface=surface,
        limit=query.whole_number("limit", surface.default_limit, 1, surface.max_limit),
        cursor=_cursor(query, now, key),
        topics=query.names("topics", MOST_TOPICS),
        exclude=query.names("exclude", MOST_EXCLUDED) | _host_article(query, surface),
        personalised=query.flag("personalised", True),
        explain=query.flag("explain", False),
    )
    if query.errors:
        raise InvalidRequest(query.errors)
    return parameters


def _surface(query: _Query) -> Surface:
    name = query.one("surface")
    try:
        return load("home" if name is None else name)
    except UnknownSurface as error:
        query.refuse("surface", "unknown_surface", str(error))
        return load("home")


def _host_article(query: _Query, surface: Surface) -> frozenset[str]:
    """The article that a read-next box stands under, which must not recommend itself."""
    article_id = query.one("article_id")
    if article_id is None and surface.name == "read_next":
        query.refuse("article_id", "missing", "is required on the surface read_next")
    return frozenset({article_id} if article_id else ())


def _cursor(query: _Query, now: datetime, key: str) -> Cursor | None:
    text = query.one("cursor")
    if text is None:
        return None
    try:
        return read_cursor(text, now=now, key=key)
    except BadSignature as error:
        query.refuse("cursor", "malformed", str(error))
        return None


def events_of(body: str | None) -> Sequence[object]:
    """The events in the body of `POST /events`, whatever its content type: a beacon of a page that is left says
    `text/plain`. Raises `InvalidRequest`, and `TooLarge`."""
    if len((body or "").encode(errors="replace")) > MOST_EVENTS_BYTES:
        raise TooLarge([ParameterError("body", "too_large", f"takes at most {MOST_EVENTS_BYTES} bytes")])
    try:
        sent: object = json.loads(body or "")
    except (ValueError, RecursionError) as error:
        raise InvalidRequest([ParameterError("body", "json", f"must be JSON: {error}")]) from None
    fields = cast(Mapping[str, object], sent) if isinstance(sent, dict) else None
    if fields is None or set(fields) != {"events"} or not isinstance(fields["events"], list):
        raise InvalidRequest([ParameterError("body", "object", 'must be `{"events": [...]}`')])
    events = cast(Sequence[object], fields["events"])
    if not 1 <= len(events) <= MOST_EVENTS:
        raise InvalidRequest([ParameterError("events", "out_of_range", f"takes 1 to {MOST_EVENTS} events")])
    return events
