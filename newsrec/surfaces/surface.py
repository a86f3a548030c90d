"""A surface document, read and checked."""

import functools
import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final, Literal

from newsrec.rules.checking import contradictions, warnings
from newsrec.rules.decoding import InvalidDocument, Length, Name, Positive, Problem, Range, decode
from newsrec.rules.documents import read_rules
from newsrec.rules.rule import Rule, SurfaceName
from newsrec.surfaces.layout import NO_LAYOUT, Layout, written

Share = Annotated[float, Range(0, 1)]

MIXED_SOURCES: Final = ("personalised", "trending", "popular")
_FOLDER: Final = Path(__file__).parent


class UnknownSurface(LookupError):
    """A surface that has no document."""

    def __init__(self, name: str) -> None:
        super().__init__(f"must be one of {', '.join(surface_names())}")
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class JustPublished:
    """The share of a list that goes to articles younger than `max_age_minutes`, none of them above `first_slot`.

    Where `topics` are named, only to articles on one of them.
    """

    share: Share
    max_age_minutes: Positive
    first_slot: Positive
    topics: Annotated[tuple[Name, ...], Length(0, 10)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The share of the personalised candidates that is about what the reader engages with most.

    `most_values` is how many companies, industries or topics of the reader's that may be.
    """

    share: Share = 0
    most_values: Annotated[int, Range(1, 10)] = 5


Merge = Literal["mix", "reciprocal_rank"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """How the lists of one surface are made.

    `mix` is the share of each source, which `merge` keeps or, as reciprocal rank, weighs the ranks with; `overfetch` is
    how many candidates a model is asked for per place of the list; `max_age_hours` is the age above which an article is
    no candidate. `rules` holds the layout's demands too, and `version` changes with the document.
    """

    name: SurfaceName
    version: str
    default_limit: int
    max_limit: int
    mix: Mapping[str, float]
    merge: Merge
    overfetch: int
    max_age_hours: int
    followed: Followed
    just_published: JustPublished
    layout: Layout
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceDocument:
    """A surface as editors write it."""

    name: SurfaceName
    default_limit: Annotated[int, Range(1, 50)] = 10
    max_limit: Annotated[int, Range(1, 50)] = 50
    mix: Mapping[str, Share]
    merge: Merge = "mix"
    overfetch: Annotated[int, Range(1, 20)]
    max_age_hours: Positive
    followed: Followed = Followed()
    just_published: JustPublished
    layout: Layout = NO_LAYOUT
    rules: object = field(default_factory=list[object])


def surface_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


@functools.cache
def load(name: str) -> Surface:
    """The surface of that name; raises `UnknownSurface`."""
    return read_surface(packaged_document(name))


def packaged_document(name: str) -> object:
    """The document of that name as it came with the product; raises `UnknownSurface`."""
    if name not in surface_names():
        raise UnknownSurface(name)
    return json.loads((_FOLDER / f"{name}.json").read_bytes())


def read_surface(document: object) -> Surface:
    """Raises `InvalidDocument` with everything that is wrong, contradictions between the rules included."""
    surface = decode(SurfaceDocument, document)
    rules = read_rules(surface.rules)
    if problems := [*_contradictions(surface), *contradictions(written(surface.layout, rules), surface.max_limit)]:
        raise InvalidDocument(problems)
    text = json.dumps(document, sort_keys=True)
    return Surface(
        name=surface.name,
        version=f"{surface.name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}",
        default_limit=surface.default_limit,
        max_limit=surface.max_limit,
        mix=surface.mix,
        merge=surface.merge,
        overfetch=surface.overfetch,
        max_age_hours=surface.max_age_hours,
        followed=surface.followed,
        just_published=surface.just_published,
        layout=surface.layout,
        rules=(*surface.layout.rules(), *rules),
    )


def doubts(surface: Surface) -> Iterator[Problem]:
    """What its document allows itself but hardly means."""
    own = surface.rules[len(surface.layout.rules()) :]
    return warnings(written(surface.layout, own), surface.max_limit, surface.name)


def _contradictions(surface: SurfaceDocument) -> Iterator[Problem]:
    unknown = [name for name in surface.mix if name not in MIXED_SOURCES]
    for name in unknown:
        yield Problem(f"mix.{name}", f"is not a source that is mixed; these are {', '.join(MIXED_SOURCES)}")
    if not unknown and not math.isclose(sum(surface.mix.values()), 1):
        yield Problem("mix", "must add up to 1")
    if surface.default_limit > surface.max_limit:
        yield Problem("default_limit", f"must not be above max_limit, {surface.max_limit}")
    just_published = surface.just_published
    if just_published.first_slot > surface.default_limit:
        yield Problem("just_published.first_slot", f"is beyond the list, which has {surface.default_limit}")
    if just_published.max_age_minutes > surface.max_age_hours * 60:
        yield Problem("just_published.max_age_minutes", f"must not be above max_age_hours, {surface.max_age_hours}")
