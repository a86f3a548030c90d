"""Rules about the shares of a list."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

from newsrec.rules.claims import AtLeast, AtMost, Claim
from newsrec.rules.decoding import Name, Positive, Share
from newsrec.rules.predicates import Predicate
from newsrec.rules.primitives import PrefixMaximum, Primitive, SlotPredicate, groups_of, matching
from newsrec.rules.rule import Mode, Params, Pool, Situation
from newsrec.rules.shares import at_least, at_most


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The least and the most of a list, or of its first slots, that may be of one source."""

    min: Share = 0
    max: Share = 1
    first_n: Positive | None = None

    def over(self, group: int, pool: Pool) -> Iterable[Primitive]:
        places = pool.first(self.first_n)
        yield PrefixMaximum((group,), at_most(self.max, places), self.first_n)
        yield from pool.at_least(group, at_least(self.min, places), self.first_n)

    def claims(self, where: str, predicate: Predicate, length: int | None) -> Iterator[Claim]:
        """What it says of the articles that match; `where` are the fields around its own."""
        places = self.first_n or length
        if places:
            yield AtLeast(f"{where}min", predicate, at_least(self.min, places), places)
            yield AtMost(f"{where}max", at_most(self.max, places), predicate=predicate, first_n=self.first_n)


MixedSource = Literal["personalised", "trending", "just_published", "popular", "editors", "fallback"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMix(Params):
    """The share of each source, and in which order they follow one another; a source that ran dry is skipped.

    The pattern is repeated over the list.
    """

    name: ClassVar[str] = "source_mix"
    mode: ClassVar[Mode] = "soft"

    shares: Mapping[str, Bounds] = field(default_factory=dict[str, Bounds])
    pattern: tuple[MixedSource, ...] = ()

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        for source, bounds in self.shares.items():
            yield from bounds.over(pool.matching(Predicate("eq", "source", source)), pool)
        supply = {source: pool.matching(Predicate("eq", "source", source)) for source in set(self.pattern)}
        left = {source: group.bit_count() for source, group in supply.items()}
        for slot in range(1, pool.length + 1 if self.pattern else 1):
            source = self.pattern[(slot - 1) % len(self.pattern)]
            if left[source]:
                left[source] -= 1
                yield SlotPredicate((slot,), supply[source], supply[source])

    def claims(self, length: int | None) -> Iterator[Claim]:
        for source, bounds in self.shares.items():
            yield from bounds.claims(f"shares.{source}.", Predicate("eq", "source", source), length)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        for source, bounds in self.shares.items():
            if bounds.min > bounds.max:
                yield f"shares.{source}.min", f"must not be above max, {bounds.max:g}"
        if sum(bounds.min for bounds in self.shares.values()) > 1:
            yield "shares", "must not ask for more than the whole list"


_LOCKED: Final = Predicate("in", "access", ("subscriber", "paid", "premium", "locked"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PaywalledShare(Params):
    """The share of articles that only subscribers can read, for readers of these segments.

    A reader of no known segment counts as anonymous.
    """

    name: ClassVar[str] = "paywalled_share"
    mode: ClassVar[Mode] = "soft"

    min: Share = 0
    max: Share = 0.5
    first_n: Positive | None = None
    segments: tuple[Name, ...] = ("anonymous", "registered")
    never_first: bool = False

    def inactive(self, situation: Situation) -> str | None:
        of_reader = situation.reader.segments or ("anonymous",)
        return None if any(segment in self.segments for segment in of_reader) else "not for this reader's segments"

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        locked = pool.matching(_LOCKED)
        yield from Bounds(min=self.min, max=self.max, first_n=self.first_n).over(locked, pool)
        if self.never_first:
            yield PrefixMaximum((locked,), 0, 1)

    def claims(self, length: int | None) -> Iterator[Claim]:
        return Bounds(min=self.min, max=self.max, first_n=self.first_n).claims("", _LOCKED, length)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return _min_above_max(self.min, self.max)


def _min_above_max(least: float, most: float) -> Iterator[tuple[str, str]]:
    if least > most:
        yield "min", f"must not be above max, {most:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalShare(Params):
    """The share of articles from the reader's own region, or from the regions beside it too."""

    name: ClassVar[str] = "local_share"
    mode: ClassVar[Mode] = "soft"

    attribute: Name = "region"
    reader_field: Literal["home_region", "country"] = "home_region"
    min: Share = 0.2
    max: Share = 0.5
    radius: Literal["region", "neighbouring"] = "region"
    first_n: Positive | None = None

    def inactive(self, situation: Situation) -> str | None:
        return None if self._regions(situation) else "the reader's region is not known"

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        local = pool.matching(Predicate("in", self.attribute, self._regions(pool.situation)))
        yield from Bounds(min=self.min, max=self.max, first_n=self.first_n).over(local, pool)

    def looser(self) -> Params | None:
        return dataclasses.replace(self, radius="neighbouring") if self.radius == "region" else None

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return _min_above_max(self.min, self.max)

    def _regions(self, situation: Situation) -> tuple[str, ...]:
        home: str | None = getattr(situation.reader, self.reader_field)
        if home is None:
            return ()
        return (home, *situation.reader.neighbouring_regions) if self.radius == "neighbouring" else (home,)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDistribution(Params):
    """The shares of the values of an attribute come near a target: one written here, the reader's own, or the pool's.

    With strength 1 each value has its share in whole places, with strength 0 any share will do.
    """

    name: ClassVar[str] = "target_distribution"
    mode: ClassVar[Mode] = "soft"

    attribute: Name
    target: Mapping[str, Share] | Literal["reader_history", "pool"]
    strength: Share = 0.5
    metric: Literal["KL"] = "KL"

    def inactive(self, situation: Situation) -> str | None:
        unknown = self.target == "reader_history" and not situation.reader.history.get(self.attribute)
        return f"the reader's history by {self.attribute} is not known" if unknown else None

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        groups = {
            value: matching(pool.articles, lambda article, value=value: article.attributes.get(self.attribute) == value)
            for value in self._shares(pool)
        }
        for value, share in self._shares(pool).items():
            room = (1 - self.strength) * (pool.length - share * pool.length)
            yield PrefixMaximum((groups[value],), at_least(1, round(share * pool.length + room)), None)
            yield from pool.at_least(groups[value], at_most(self.strength * share, pool.length), None)

    def _shares(self, pool: Pool) -> Mapping[str, float]:
        if self.target == "reader_history":
            return pool.situation.reader.history[self.attribute]
        if self.target == "pool":
            groups = groups_of(pool.articles, self.attribute, "primary")
            return {
                str(pool.articles[(group & -group).bit_length() - 1].attributes[self.attribute]): group.bit_count()
                / len(pool.articles)
                for group in groups
            }
        return self.target

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if not isinstance(self.target, str) and sum(self.target.values()) > 1 + 1e-9:
            yield "target", "must not add up to more than 1"


RULES: Final[Mapping[str, type[Params]]] = {
    kind.name: kind for kind in (SourceMix, PaywalledShare, LocalShare, TargetDistribution)
}
