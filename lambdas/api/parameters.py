"""What callers send, parsed and checked; every mistake is named, none is corrected silently."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, cast

from lambdas.api.problems import InvalidRequest, ParameterError, TooLarge
from newsrec.experiments.assignment import Assignment, Exposure, marked
from newsrec.model import Preferences
from newsrec.rules.decoding import InvalidDocument
from newsrec.serving.identity import Identity
from newsrec.serving.languages import best_accepted, is_language_tag
from newsrec.serving.paging import Cursor, read_cursor
from newsrec.serving.preferences import read_preferences
from newsrec.serving.request import ListRequest
from newsrec.serving.signing import BadSignature, SigningKey
from newsrec.surfaces import Surface, UnknownSurface

DEFAULT_SURFACE: Final = "home"
RELATED_SURFACE: Final = "read_next"
RELATED: Final = frozenset({"limit", "cursor", "topics", "exclude", "locale", "personalised", "explain"})
"""The parameters of related articles."""
KNOWN: Final = RELATED | {"surface", "article_id"}
"""The parameters of recommendations."""
MOST_TOPICS: Final = 10
MOST_EXCLUDED: Final = 100
ID_LENGTH: Final = 256
MOST_EVENTS: Final = 50
MOST_BODY_BYTES: Final = 256 * 1024

_WHOLE_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")


class Surfaces(Protocol):
    """The surfaces in force, and the variants of them that readers get."""

    def current(self, name: str) -> Surface:
        """Raises `UnknownSurface`."""
        ...

    def assigned(self, surface: str, reader_id: str | None, now: datetime) -> Assignment | None: ...


@dataclass(frozen=True, slots=True)
class Site:
    """What the newsroom says of its website: its language, and all its topics; none means that any may be asked for."""

    language: str
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks for a list, when, in which words; `host_article_id` is the article that the address names, if any."""

    identity: Identity
    list_id: str
    now: datetime
    accept_language: str = ""
    country: str | None = None
    host_article_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """The list that is asked for: from its beginning, or from the cursor on."""

    request: ListRequest
    cursor: Cursor | None
    explain: bool


class _Query:
    """Reads one parameter after another and remembers what was wrong."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values
        self.errors: list[ParameterError] = []

    def refuse(self, parameter: str, code: str, message: str) -> None:
        self.errors.append(ParameterError(parameter, code, message))

    def refuse_all_but(self, known: frozenset[str]) -> None:
        for name in sorted(self._values.keys() - known):
            if not name.startswith("utm_"):
                self.refuse(name, "unknown_parameter", "is not a parameter of this address")

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


def list_query(
    values: Mapping[str, Sequence[str]], asked: Asked, *, surfaces: Surfaces, site: Site, key: SigningKey
) -> ListQuery:
    """Raises `InvalidRequest` with everything that is wrong."""
    query, now, reader_id = _Query(values), asked.now, asked.identity.reader_id
    query.refuse_all_but(RELATED if asked.host_article_id else KNOWN)
    personalised = query.flag("personalised", True) and asked.identity.profiling
    surface, exposure = _surface(query, asked, surfaces, reader_id if personalised else None)
    host_article_id = asked.host_article_id or _host_article(query, surface)
    request = ListRequest(
        list_id=marked(asked.list_id, exposure),
        surface=surface,
        limit=query.whole_number("limit", surface.default_limit, 1, surface.max_limit),
        now=now,
        reader_id=reader_id,
        personalised=personalised,
        topics=_topics(query, site),
        exclude=query.names("exclude", MOST_EXCLUDED) | frozenset([host_article_id] if host_article_id else []),
        host_article_id=host_article_id,
        experiment=exposure,
        locale=_locale(query, asked.accept_language, site),
        country=asked.country,
        segments=asked.identity.segments,
        entitlements=asked.identity.entitlements,
    )
    cursor = _cursor(query, reader_id, now, key)
    explain = query.flag("explain", False)
    if query.errors:
        raise InvalidRequest(query.errors)
    return ListQuery(request=request, cursor=cursor, explain=explain)


def _surface(
    query: _Query, asked: Asked, surfaces: Surfaces, profiled_reader: str | None
) -> tuple[Surface, Exposure | None]:
    """The surface in force, or the variant of it that the reader gets."""
    name = RELATED_SURFACE if asked.host_article_id else query.one("surface")
    try:
        surface = surfaces.current(DEFAULT_SURFACE if name is None else name)
    except UnknownSurface as error:
        query.refuse("surface", "unknown_surface", str(error))
        surface = surfaces.current(DEFAULT_SURFACE)
    if assignment := surfaces.assigned(surface.name, profiled_reader, asked.now):
        return assignment.surface, Exposure(assignment.experiment_id, assignment.variant)
    return surface, None


def _host_article(query: _Query, surface: Surface) -> str | None:
    """The article that a read-next box stands under."""
    article_id = query.one("article_id")
    if article_id is None and surface.name == RELATED_SURFACE:
        query.refuse("article_id", "missing", f"is required on the surface {RELATED_SURFACE}")
    if article_id is not None and not 0 < len(article_id) <= ID_LENGTH:
        query.refuse("article_id", "length", f"must have 1 to {ID_LENGTH} characters")
    return article_id


def _topics(query: _Query, site: Site) -> frozenset[str]:
    topics = query.names("topics", MOST_TOPICS)
    for topic in sorted(topics - site.topics) if site.topics else ():
        query.refuse("topics", "unknown_topic", f"{topic} is not a topic of this website")
    return topics


def _locale(query: _Query, accept_language: str, site: Site) -> str:
    tag = query.one("locale")
    if tag is not None and not is_language_tag(tag):
        query.refuse("locale", "not_a_language_tag", "must be a BCP 47 tag such as `de-CH`")
    return tag or best_accepted(accept_language) or site.language


def _cursor(query: _Query, reader_id: str | None, now: datetime, key: SigningKey) -> Cursor | None:
    text = query.one("cursor")
    if text is None:
        return None
    try:
        return read_cursor(text, reader_id=reader_id, now=now, key=key)
    except BadSignature as error:
        query.refuse("cursor", "malformed", str(error))
        return None


def json_body(body: str | None) -> object:
    """The body of a request as JSON, whatever its content type says. Raises `InvalidRequest`, and `TooLarge`."""
    if len((body or "").encode(errors="replace")) > MOST_BODY_BYTES:
        raise TooLarge([ParameterError("body", "too_large", f"takes at most {MOST_BODY_BYTES} bytes")])
    try:
        return json.loads(body or "")
    except (ValueError, RecursionError) as error:
        raise InvalidRequest([ParameterError("body", "json", f"must be JSON: {error}")]) from None


def events_of(body: str | None) -> Sequence[object]:
    """The events in the body of `POST /events`: a beacon of a page that is left says `text/plain`.

    Raises `InvalidRequest`, and `TooLarge`.
    """
    sent = json_body(body)
    fields = cast(Mapping[str, object], sent) if isinstance(sent, dict) else None
    if fields is None or set(fields) != {"events"} or not isinstance(fields["events"], list):
        raise InvalidRequest([ParameterError("body", "object", 'must be `{"events": [...]}`')])
    events = cast(Sequence[object], fields["events"])
    if not 1 <= len(events) <= MOST_EVENTS:
        raise InvalidRequest([ParameterError("events", "out_of_range", f"takes 1 to {MOST_EVENTS} events")])
    return events


def preferences_of(body: str | None) -> Preferences:
    """The preferences in the body of `PUT /me/preferences`. Raises `InvalidRequest`, and `TooLarge`."""
    try:
        return read_preferences(json_body(body))
    except InvalidDocument as invalid:
        raise InvalidRequest(
            [ParameterError(problem.path, "invalid", problem.message) for problem in invalid.problems]
        ) from None
