"""The envelope that every rule comes in, and what a rule may know of the request."""

import dataclasses
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal

from newsrec.rules.claims import Claim
from newsrec.rules.predicates import Predicate
from newsrec.rules.primitives import Attribute, Minimum, PrefixMaximum, Primitive, RankedArticle, matching
from newsrec.rules.when import ALWAYS, SurfaceName, When

__all__ = ["ALWAYS", "ANYONE", "NO_PAGE", "Page", "ReaderFacts", "Rule", "Situation", "SurfaceName", "When"]

Mode = Literal["hard", "soft"]
OnUnmet = Literal["relax", "leave_empty", "drop_rule", "fall_back", "fail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderFacts:
    """What is known of the reader; nothing of it has to be.

    Topics, authors, sources and ids in `shown_fewer` come with the time when the reader asked to see fewer such
    articles; `read` has the time of reading by article id and `read_clusters` by story; `impressions` counts how often
    an article was shown without a click; `history` is the share of each value of an attribute in what was read.
    """

    country: str | None = None
    languages: tuple[str, ...] = ()
    home_region: str | None = None
    neighbouring_regions: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    muted_topics: tuple[str, ...] = ()
    muted_authors: tuple[str, ...] = ()
    muted_sources: tuple[str, ...] = ()
    shown_fewer: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    entitlements: tuple[str, ...] = ()
    read: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    read_clusters: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    impressions: Mapping[str, int] = field(default_factory=dict[str, int])
    history: Mapping[str, Mapping[str, float]] = field(default_factory=dict[str, Mapping[str, float]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands around the list: ids and stories the page shows already, and the article that the list goes with.

    `last_served` is the list that this reader was shown here before, in its order, and `last_served_at` when.
    """

    page_ids: tuple[str, ...] = ()
    page_stories: tuple[str, ...] = ()
    host_attributes: Mapping[str, Attribute] = field(default_factory=dict[str, Attribute])
    last_served: tuple[str, ...] = ()
    last_served_at: datetime | None = None


ANYONE = ReaderFacts()
NO_PAGE = Page()


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The request that a rule is applied to. Where `now` is not given, nothing has an age.

    `pinned` are the articles that an editor's order holds in their slots, `demoted` those that are to stand at the end
    for one rule or another.
    """

    now: datetime | None = None
    surface: str | None = None
    reader: ReaderFacts = ANYONE
    page: Page = NO_PAGE
    pinned: frozenset[str] = frozenset()
    demoted: frozenset[str] = frozenset()


ANY_SITUATION = Situation()


@dataclass(frozen=True, slots=True)
class Pool:
    """Ranked articles from which the `length` slots of a list are to be filled."""

    articles: Sequence[RankedArticle]
    length: int
    situation: Situation

    def matching(self, predicate: Predicate) -> int:
        return matching(self.articles, lambda article: predicate.holds(article, self.situation.now))

    def first(self, first_n: int | None) -> int:
        """How many slots there are among the first `first_n`."""
        return self.length if first_n is None else min(first_n, self.length)

    def among(self, article_ids: Container[str]) -> int:
        return matching(self.articles, lambda article: article.article_id in article_ids)

    def demoting(self, group: int) -> Iterable[Primitive]:
        """The group stands after all articles that are not to stand at the end, unless they are pinned."""
        held = self.among(self.situation.pinned)
        others = len(self.articles) - ((group | self.among(self.situation.demoted)) & ~held).bit_count()
        if others and group & ~held:
            yield PrefixMaximum((group & ~held,), 0, min(others, self.length))

    def at_least(self, group: int, wanted: int, first_n: int | None) -> Iterable[Primitive]:
        """So many of the group in the first slots, or as many as there are."""
        possible = min(wanted, group.bit_count(), self.first(first_n))
        if possible > 0:
            yield Minimum(group, possible, first_n)


class Params:
    """What a rule demands: the base of all rules, each of which says only what it does.

    `name` is what documents call the type of rule, `mode` whether it is hard unless the document says otherwise.
    """

    __slots__ = ()

    name: ClassVar[str]
    mode: ClassVar[Mode]
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]

    def primitives(
        self, articles: Sequence[RankedArticle], length: int, situation: Situation = ANY_SITUATION
    ) -> tuple[Primitive, ...]:
        """The rule over these candidates, for a list of that many slots."""
        return tuple(self.demands(Pool(articles, length, situation)))

    def demands(self, pool: Pool) -> Iterable[Primitive]:  # noqa: ARG002 - what the rules override
        return ()

    def inactive(self, situation: Situation) -> str | None:  # noqa: ARG002 - what the rules override
        """Why the rule says nothing here: a fact that it needs is not known."""
        return None

    def demoted(self, pool: Pool) -> int:  # noqa: ARG002 - what the rules override
        """The articles that are to stand at the end."""
        return 0

    def expendable(self, pool: Pool) -> int:  # noqa: ARG002 - what the rules override
        """The articles that the list goes without where no order keeps the rule with them."""
        return 0

    def lacking(self, pool: Pool) -> str | None:  # noqa: ARG002 - what the rules override
        """What the candidates don't have that the rule asks for."""
        return None

    def looser(self) -> "Params | None":
        """The looser step that the rule takes of its own accord where the document gives none."""
        return None

    @property
    def own_on_unmet(self) -> OnUnmet | None:
        """What is to be done where no list satisfies the rule, unless that follows from its mode."""
        return None

    def claims(self, length: int | None) -> Iterator[Claim]:  # noqa: ARG002 - what the rules override
        """What it says about numbers in a list of `length`, if that is known."""
        return iter(())

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Parameters that can't hold together: field and message."""
        return iter(())

    def disagrees(self, other: "Params") -> Iterator[tuple[str, str]]:  # noqa: ARG002 - what the rules override
        """Parameters that no article meets together with those of the other: field and message, but for its id."""
        return iter(())

    def beyond(self, length: int) -> Iterator[tuple[str, str]]:  # noqa: ARG002 - what the rules override
        """Parameters that name places which a list of `length` has not: field and message."""
        return iter(())

    def doubts(self) -> Iterator[tuple[str, str]]:
        """Parameters that are allowed but hardly meant: field and message."""
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One demand on a list. A hard rule gives way only as `on_unmet` says; soft ones by priority, lower ones last.

    `relaxed` is the one looser step that is tried before the rule is given up.
    """

    id: str
    params: Params
    mode: Mode
    priority: int = 500
    when: When = ALWAYS
    on_unmet: OnUnmet = "fail"
    relaxed: Params | None = None


def active(rules: Iterable[Rule], situation: Situation) -> Sequence[Rule]:
    """Where nothing is known of the time, rules of all times are active."""
    return [rule for rule in rules if rule.when.holds(situation.now, situation.surface, situation.reader.segments)]
