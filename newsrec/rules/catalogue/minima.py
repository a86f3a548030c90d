"""Rules about what a list, or its beginning, must have."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, ClassVar, Final, Literal

from newsrec.rules.claims import AtLeast, Claim
from newsrec.rules.decoding import CountOrShare, Name, Positive, Share
from newsrec.rules.predicates import Predicate, age_of
from newsrec.rules.primitives import MinDistinct, Primitive, RankedArticle, groups_of, matching
from newsrec.rules.rule import Mode, Params, Pool
from newsrec.rules.shares import wanted

_IMPORTANT: Final = Predicate("gte", "news_value", 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class MinMatching(Params):
    """At least `min` of the first `first_n` match, or as many as there are; below 1 it is a share of them."""

    name: ClassVar[str] = "min_matching"
    mode: ClassVar[Mode] = "soft"

    predicate: Predicate
    min: Annotated[float, CountOrShare()]
    first_n: Positive = 10

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        return pool.at_least(pool.matching(self.predicate), self._wanted(pool), self.first_n)

    def claims(self, length: int | None) -> Iterator[Claim]:
        first_n = self.first_n if length is None else min(self.first_n, length)
        yield AtLeast("min", self.predicate, wanted(self.min, first_n), first_n)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if self.min > self.first_n:
            yield "min", f"must not be above first_n, {self.first_n}"

    def lacking(self, pool: Pool) -> str | None:
        found = min(pool.matching(self.predicate).bit_count(), pool.first(self.first_n))
        return f"there are {found} of {self._wanted(pool)}" if found < self._wanted(pool) else None

    def _wanted(self, pool: Pool) -> int:
        return wanted(self.min, pool.first(self.first_n))


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumOfValues(Params):
    """At least `min` different values of the attribute among the first `first_n`, or as many as there are."""

    name: ClassVar[str] = "min_distinct"
    mode: ClassVar[Mode] = "soft"

    attribute: Name = "topic"
    min: Positive = 4
    first_n: Positive = 10

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        groups = groups_of(pool.articles, self.attribute, "primary")
        yield MinDistinct(groups, min(self.min, len(groups), pool.first(self.first_n)), self.first_n)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if self.min > self.first_n:
            yield "min", f"must not be above first_n, {self.first_n}"

    def lacking(self, pool: Pool) -> str | None:
        found = min(len(groups_of(pool.articles, self.attribute, "primary")), pool.first(self.first_n))
        return f"there are {found} of {self.min} values" if found < self.min else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureFloor(Params):
    """An article that matches, is young and was shown too seldom in the whole system gets a place in the list.

    The count is the attribute `impressions`.
    """

    name: ClassVar[str] = "exposure_floor"
    mode: ClassVar[Mode] = "soft"

    min_impressions: Positive = 500
    within: timedelta = timedelta(hours=6)
    predicate: Predicate = _IMPORTANT
    by: Literal["article", "author", "desk"] = "article"

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        return pool.at_least(matching(pool.articles, lambda article: self._too_seldom(article, pool)), 1, None)

    def lacking(self, pool: Pool) -> str | None:
        counted = any(_counter(article, "impressions", self.by) is not None for article in pool.articles)
        return None if counted else "no impressions are known"

    def _too_seldom(self, article: RankedArticle, pool: Pool) -> bool:
        now = pool.situation.now
        shown, age = _counter(article, "impressions", self.by), age_of(article, now)
        young = age is not None and age <= self.within
        return shown is not None and shown < self.min_impressions and young and self.predicate.holds(article, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureCap(Params):
    """What had more than that share of the whole system's impressions in the last hour stands at the end.

    The share is the attribute `impression_share`, or that of the author or desk, such as `author_impression_share`.
    """

    name: ClassVar[str] = "exposure_cap"
    mode: ClassVar[Mode] = "soft"

    max_share_of_impressions: Share = 0.2
    by: Literal["article", "author", "desk"] = "article"

    def demoted(self, pool: Pool) -> int:
        return matching(pool.articles, self._too_often)

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        return pool.demoting(self.demoted(pool))

    def lacking(self, pool: Pool) -> str | None:
        counted = any(_counter(article, "impression_share", self.by) is not None for article in pool.articles)
        return None if counted else "no impressions are known"

    def _too_often(self, article: RankedArticle) -> bool:
        share = _counter(article, "impression_share", self.by)
        return share is not None and share > self.max_share_of_impressions


def _counter(article: RankedArticle, name: str, by: str) -> float | None:
    value = article.attributes.get(name if by == "article" else f"{by}_{name}")
    return value if isinstance(value, int | float) else None


RULES: Final[Mapping[str, type[Params]]] = {
    kind.name: kind for kind in (MinMatching, MinimumOfValues, ExposureFloor, ExposureCap)
}
