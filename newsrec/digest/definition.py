"""A digest as editors define it: which list, how many articles, until when, and what its mails may be like."""

import functools
import json
import re
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, NamedTuple

from newsrec.rules.decoding import Count, InvalidDocument, Length, Positive, Problem, Range, decode
from newsrec.rules.rule import SurfaceName
from newsrec.surfaces import UnknownSurface
from newsrec.surfaces import load as load_surface

_FOLDER: Final = Path(__file__).parent / "definitions"


class UnknownDigest(LookupError):
    """A digest that has no document."""

    def __init__(self, digest_id: str) -> None:
        super().__init__(f"must be one of {', '.join(digest_ids())}")
        self.digest_id = digest_id


class _Pattern(NamedTuple):
    """A constraint: the whole text matches."""

    pattern: str
    described: str

    def complaint(self, value: str) -> str | None:
        return None if re.fullmatch(self.pattern, value) else f"must be {self.described}"


class _TimeZone(NamedTuple):
    """A constraint: a zone of the IANA database."""

    def complaint(self, value: str) -> str | None:
        try:
            zoneinfo.ZoneInfo(value)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            return "must be a time zone of the IANA database such as Europe/Zurich"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """How long a text may be, in graphemes; both ends may be reached."""

    minimum: Positive
    maximum: Positive


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A digest's document.

    `items` is how many articles a mail shows, fewer than `minimum_items` are not sent; an article that was in a mail
    of the last `look_back_days` is left out. Dates and times of day are those of `time_zone`; an edition's mails are
    sent within `deadline_minutes` of its start. `language` is that of the mail's own words.
    """

    id: Annotated[str, _Pattern("[a-z][a-z0-9-]{0,31}", "lower-case letters, digits and hyphens, at most 32")]
    title: Annotated[str, Length(1, 80)]
    greeting: Annotated[str, Length(1, 40)]
    surface: SurfaceName
    items: Annotated[int, Range(1, 50)]
    minimum_items: Positive
    time_zone: Annotated[str, _TimeZone()]
    deadline_minutes: Annotated[int, Range(1, 24 * 60)]
    look_back_days: Count
    language: Annotated[str, _Pattern("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as en or de-CH")]
    max_html_bytes: Positive
    subject: Lengths
    preheader: Lengths

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)


def digest_ids() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


@functools.cache
def load(digest_id: str) -> Digest:
    """The digest of that id; raises `UnknownDigest`."""
    if digest_id not in digest_ids():
        raise UnknownDigest(digest_id)
    return read_digest(json.loads((_FOLDER / f"{digest_id}.json").read_bytes()))


def read_digest(document: object) -> Digest:
    """Raises `InvalidDocument` with everything that is wrong."""
    digest = decode(Digest, document)
    if problems := list(_contradictions(digest)):
        raise InvalidDocument(problems)
    return digest


def _contradictions(digest: Digest) -> Iterator[Problem]:
    if digest.minimum_items > digest.items:
        yield Problem("minimum_items", f"must not be above items, {digest.items}")
    for name, lengths in (("subject", digest.subject), ("preheader", digest.preheader)):
        if lengths.minimum > lengths.maximum:
            yield Problem(f"{name}.minimum", f"must not be above maximum, {lengths.maximum}")
    try:
        surface = load_surface(digest.surface)
    except UnknownSurface as error:
        yield Problem("surface", str(error))
        return
    if digest.items > surface.max_limit:
        yield Problem("items", f"must not be above the surface's max_limit, {surface.max_limit}")
