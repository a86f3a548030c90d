"""Rules that bound a kind of article in several ways at once."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final, Literal

from newsrec.rules.claims import AtMost, Claim
from newsrec.rules.decoding import Count, Name, Positive
from newsrec.rules.filtering import Filter, Stage
from newsrec.rules.predicates import Predicate, age_of
from newsrec.rules.primitives import Apart, PrefixMaximum, Primitive, RankedArticle, Spacing, matching
from newsrec.rules.roles import Choice, beyond
from newsrec.rules.rule import Mode, Params, Pool, Situation

_NEWSWORTHY: Final = Predicate("gte", "news_value", 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class JustPublishedQuota(Choice):
    """From `min` to `max` articles that are young and were seldom shown, none above `first_slot`, `spread` apart.

    The maximum is kept whatever the mode; between two of them stand at least `spread` others. `pick` says which of
    them come first: as they are ranked and then the newest, the least shown, or the one that may be best for all that
    its clicks and impressions say.
    """

    name: ClassVar[str] = "just_published_quota"
    mode: ClassVar[Mode] = "soft"

    min: Count = 1
    max: Count = 3
    max_age: timedelta = timedelta(hours=2)
    max_impressions: Positive = 1000
    first_slot: Positive = 3
    spread: Count = 3
    eligible: Predicate = _NEWSWORTHY
    pick: Literal["affinity_then_newest", "round_robin", "ucb"] = "affinity_then_newest"

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        cold = matching(pool.articles, lambda article: self.is_cold(article, pool.situation))
        yield PrefixMaximum((cold,), 0, self.first_slot - 1)
        if self.spread:
            yield Spacing((cold,), self.spread)
        yield from pool.at_least(cold, self.min, None)

    def lacking(self, pool: Pool) -> str | None:
        cold = sum(self.is_cold(article, pool.situation) for article in pool.articles)
        found = min(cold, pool.length)
        return f"there are {found} of {self.min}" if found < self.min else None

    def is_cold(self, article: RankedArticle, situation: Situation) -> bool:
        age, shown = age_of(article, situation.now), article.attributes.get("impressions")
        seldom = not isinstance(shown, int | float) or shown < self.max_impressions
        young = age is not None and age <= self.max_age
        return young and seldom and self.eligible.holds(article, situation.now)

    def bound(self, articles: Sequence[RankedArticle], situation: Situation) -> Params:
        cold = (article.article_id for article in articles if self.is_cold(article, situation))
        return Most(article_ids=frozenset(cold), max=self.max)

    def chosen(self, articles: Sequence[RankedArticle], situation: Situation) -> Sequence[RankedArticle]:
        if self.pick == "affinity_then_newest":
            return articles
        places = [index for index, article in enumerate(articles) if self.is_cold(article, situation)]
        total = 1 + sum(_number(articles[index], "impressions") for index in places)
        order = sorted(places, key=lambda index: self._precedence(articles[index], total))
        picked = list(articles)
        for place, index in zip(places, order, strict=True):
            picked[place] = articles[index]
        return picked

    def _precedence(self, article: RankedArticle, total: float) -> float:
        shown = _number(article, "impressions")
        if self.pick == "round_robin":
            return shown
        return -(_number(article, "clicks") + 1) / (shown + 2) - math.sqrt(2 * math.log(total + 1) / (shown + 1))

    def beyond(self, length: int) -> Iterator[tuple[str, str]]:
        yield from beyond("first_slot", (self.first_slot,), length)
        if self.min > 1 and self.first_slot <= length < _last_slot(self.first_slot, self.min, self.spread):
            yield "spread", f"{self.min} articles so far apart do not fit in the list, which has {length}"

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if self.min > self.max:
            yield "min", f"must not be above max, {self.max}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Most(Params):
    """Of these articles at most `max`; the list goes without the others."""

    article_ids: frozenset[str]
    max: int

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        yield PrefixMaximum((self.expendable(pool),), self.max, None)

    def expendable(self, pool: Pool) -> int:
        return pool.among(self.article_ids)


def _number(article: RankedArticle, attribute: str) -> float:
    value = article.attributes.get(attribute)
    return value if isinstance(value, int | float) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsoredPolicy(Filter):
    """At most `max` paid articles, none above `first_slot`, with at least `min_gap` others between two of them.

    None stands beside an article with one of the flags, and in a digest none at all unless that is allowed; the list
    goes without a paid article that would have to.
    """

    name: ClassVar[str] = "sponsored_policy"
    mode: ClassVar[Mode] = "hard"
    stage: ClassVar[Stage] = Stage.RISK
    orders: ClassVar[Mode | None] = "hard"

    max: Count = 1
    first_slot: Positive = 4
    min_gap: Count = 5
    label: Name
    not_next_to_flags: tuple[Name, ...] = ("tragedy", "sensitive")
    allow_in_digest: bool = False

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:
        barred = situation.surface == "digest" and not self.allow_in_digest
        return "paid articles are not for digests" if barred and _is_paid(article) else None

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        paid = self.expendable(pool)
        yield PrefixMaximum((paid,), self.max, None)
        if self.first_slot > 1:
            yield PrefixMaximum((paid,), 0, self.first_slot - 1)
        if self.min_gap:
            yield Spacing((paid,), self.min_gap)
        flags = Predicate("any", parts=tuple(Predicate("flag", operand=flag) for flag in self.not_next_to_flags))
        yield Apart(paid, pool.matching(flags) & ~paid, 1)

    def expendable(self, pool: Pool) -> int:
        return matching(pool.articles, _is_paid)

    def claims(self, length: int | None) -> Iterator[Claim]:  # noqa: ARG002 - it is a count
        yield AtMost("max", self.max, predicate=Predicate("eq", "sponsored", True))

    def beyond(self, length: int) -> Iterator[tuple[str, str]]:
        if self.max > 1 and length < _last_slot(self.first_slot, self.max, self.min_gap):
            yield "min_gap", f"{self.max} articles so far apart do not fit in the list, which has {length}"


def _last_slot(first_slot: int, count: int, between: int) -> int:
    """The slot of the last of so many articles that have at least so many others between them."""
    return first_slot + (count - 1) * (between + 1)


def _is_paid(article: RankedArticle) -> bool:
    return bool(article.attributes.get("sponsored"))


RULES: Final[Mapping[str, type[Params]]] = {kind.name: kind for kind in (JustPublishedQuota, SponsoredPolicy)}
