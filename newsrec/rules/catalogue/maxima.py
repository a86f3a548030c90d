"""Rules about how many of a kind may stand in a list, its beginning, or a window that slides over it."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from newsrec.rules.claims import AtMost, Claim
from newsrec.rules.decoding import Count, Name, Positive, Share
from newsrec.rules.predicates import Predicate
from newsrec.rules.primitives import MultiValued, PrefixMaximum, Primitive, WindowMaximum, groups_of, matching
from newsrec.rules.rule import Mode, Params, Pool
from newsrec.rules.shares import at_most

PACKAGE_MAXIMUM: Final = 3
"""How many articles of one story may be shown where the newsroom made a package of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxPerAttribute(Params):
    """Of one value of an attribute at most `max` in the first `first_n` slots."""

    name: ClassVar[str] = "max_per_attribute"
    mode: ClassVar[Mode] = "hard"

    attribute: Name
    max: Count = 2
    first_n: Positive | None = None
    multi_valued: MultiValued = "primary"

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        yield PrefixMaximum(groups_of(pool.articles, self.attribute, self.multi_valued), self.max, self.first_n)

    def claims(self, length: int | None) -> Iterator[Claim]:  # noqa: ARG002 - it is a count
        yield AtMost("max", self.max, attribute=self.attribute, first_n=self.first_n)

    def doubts(self) -> Iterator[tuple[str, str]]:
        if self.first_n is not None and self.max >= self.first_n:
            yield "max", f"{self.max} of the first {self.first_n} forbids nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxPerStory(Params):
    """Of the articles about one event at most `max`; up to three where they are a package, by their `package_id`."""

    name: ClassVar[str] = "max_per_story"
    mode: ClassVar[Mode] = "hard"

    key: Name = "story_cluster_id"
    max: Positive = 1

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        packaged = matching(pool.articles, lambda article: article.attributes.get("package_id") is not None)
        groups = groups_of(pool.articles, self.key, "primary")
        yield PrefixMaximum(tuple(group & ~packaged for group in groups), self.max, None)
        yield PrefixMaximum(groups, max(self.max, PACKAGE_MAXIMUM), None)

    def looser(self) -> Params | None:
        return dataclasses.replace(self, max=2) if self.max < 2 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowMax(Params):
    """Of the articles that match at most `max` in any `window` slots in a row."""

    name: ClassVar[str] = "window_max"
    mode: ClassVar[Mode] = "soft"

    predicate: Predicate
    max: Count = 2
    window: Positive = 5

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        yield WindowMaximum((pool.matching(self.predicate),), self.max, self.window)

    def claims(self, length: int | None) -> Iterator[Claim]:  # noqa: ARG002 - it is a count
        yield AtMost("max", self.max, predicate=self.predicate, window=self.window)

    def looser(self) -> Params | None:
        return dataclasses.replace(self, window=self.window - 1) if self.window > self.max + 1 else None

    def doubts(self) -> Iterator[tuple[str, str]]:
        if self.max >= self.window:
            yield "max", f"{self.max} of any {self.window} forbids nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewpointBalance(Params):
    """No camp, among the articles that say theirs, has the list to itself.

    `max_share` caps each one's share of the list, `target` caps it at its equal part, and `alternate` lets at most
    `group_size` of one camp stand in a row.
    """

    name: ClassVar[str] = "viewpoint_balance"
    mode: ClassVar[Mode] = "soft"

    attribute: Literal["party", "stance"] = "party"
    method: Literal["alternate", "max_share", "target"] = "max_share"
    max_share: Share = 0.5
    group_size: Positive = 3

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        camps = groups_of(pool.articles, self.attribute, "primary")
        match self.method:
            case "alternate":
                yield WindowMaximum(camps, self.group_size, self.group_size + 1)
            case "max_share":
                yield PrefixMaximum(camps, at_most(self.max_share, pool.length), None)
            case "target":
                yield PrefixMaximum(camps, -(-pool.length // max(1, len(camps))), None)


RULES: Final[Mapping[str, type[Params]]] = {
    kind.name: kind for kind in (MaxPerAttribute, MaxPerStory, WindowMax, ViewpointBalance)
}
