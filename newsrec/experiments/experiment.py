"""An experiment's document, read and checked."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Annotated, Final, NamedTuple

from newsrec.rules.decoding import InvalidDocument, JsonObject, Length, Name, Problem, Range, decode, within
from newsrec.rules.rule import SurfaceName
from newsrec.surfaces import Surface, read_surface

_LABEL: Final = re.compile("[a-z0-9][a-z0-9-]{0,31}")


class _Label(NamedTuple):
    """A constraint: a text that can stand in an id of a list."""

    def complaint(self, value: str) -> str | None:
        return None if _LABEL.fullmatch(value) else "must be lower-case letters, digits and hyphens, at most 32"


Label = Annotated[str, _Label()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way to make the lists, and the share of the readers that get it."""

    name: str
    share: float
    surface: Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """Variants of one surface, each for its share of the readers; `from_` is included, `until` is not.

    The first variant is what the others are compared with. Readers are dealt out by `salt`, the experiment's id if the
    document has none; two experiments with one salt deal them out alike.
    """

    id: str
    surface: SurfaceName
    salt: str
    from_: datetime
    until: datetime
    variants: tuple[Variant, ...]

    def runs(self, now: datetime) -> bool:
        return self.from_ <= now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class _VariantDocument:
    name: Label
    share: Annotated[float, Range(0.001, 0.999)]
    document: object


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """An experiment as editors write it."""

    id: Label
    surface: SurfaceName
    salt: Name | None = None
    from_: datetime
    until: datetime
    variants: Annotated[tuple[_VariantDocument, ...], Length(2, 5)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """The experiments of one surface that have not ended, as they are saved."""

    experiments: tuple[object, ...]


def read_experiments(document: object) -> tuple[Experiment, ...]:
    """The experiments of one surface; raises `InvalidDocument` with all that is wrong, overlaps included."""
    problems: list[Problem] = []
    experiments: list[Experiment] = []
    for index, one in enumerate(decode(_Listed, document).experiments):
        try:
            experiments.append(read_experiment(one, f"experiments[{index}]"))
        except InvalidDocument as invalid:
            problems += invalid.problems
    if problems := problems or list(_conflicts(experiments)):
        raise InvalidDocument(problems)
    return tuple(experiments)


def read_experiment(document: object, path: str = "") -> Experiment:
    """Raises `InvalidDocument` with everything that is wrong, in the variants' surface documents too."""
    written = decode(_Document, document, path)
    problems = list(_contradictions(written, path))
    variants: list[Variant] = []
    for index, variant in enumerate(written.variants):
        try:
            surface = _variant_surface(variant.document, written.surface)
            variants.append(Variant(name=variant.name, share=variant.share, surface=surface))
        except InvalidDocument as invalid:
            inside = within(path, f"variants[{index}].document")
            problems += [Problem(_under(inside, problem.path), problem.message) for problem in invalid.problems]
    if problems:
        raise InvalidDocument(problems)
    return Experiment(
        id=written.id,
        surface=written.surface,
        salt=written.salt or written.id,
        from_=written.from_,
        until=written.until,
        variants=tuple(variants),
    )


def _variant_surface(document: object, name: str) -> Surface:
    surface = read_surface(document)
    if surface.name != name:
        raise InvalidDocument([Problem("name", f"must be {name}, the surface of the experiment")])
    return surface


def _under(path: str, inner: str) -> str:
    return path if inner == "$" else f"{path}.{inner}"


def _contradictions(written: _Document, path: str) -> Iterator[Problem]:
    if written.until <= written.from_:
        yield Problem(within(path, "until"), "must be after from")
    names = [variant.name for variant in written.variants]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Problem(within(path, f"variants[{index}].name"), f"{name} is the name of another variant")
    if not math.isclose(sum(variant.share for variant in written.variants), 1):
        yield Problem(within(path, "variants"), "must have shares that add up to 1")


def _conflicts(experiments: Sequence[Experiment]) -> Iterator[Problem]:
    for (_, one), (index, other) in combinations(enumerate(experiments), 2):
        path = f"experiments[{index}]"
        if other.id == one.id:
            yield Problem(f"{path}.id", f"{other.id} is the id of another experiment")
        if other.surface != one.surface:
            yield Problem(f"{path}.surface", f"must be {one.surface}, as of the others")
        if one.from_ < other.until and other.from_ < one.until:
            yield Problem(path, f"would run on {other.surface} at the same time as {one.id}")


def listed(experiments: Sequence[JsonObject]) -> JsonObject:
    """The document that holds these experiments of one surface."""
    return {"experiments": list(experiments)}
