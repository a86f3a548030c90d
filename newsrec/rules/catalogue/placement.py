"""Rules that put an article in a slot."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Final, Literal

from newsrec.rules.decoding import Length, Name, Positive
from newsrec.rules.predicates import age_of, has_flag
from newsrec.rules.primitives import Pinned, Primitive, RankedArticle, SlotPredicate, matching
from newsrec.rules.roles import Override, Pin
from newsrec.rules.rule import Mode, Params, Pool, Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class PinArticle(Pin):
    """An editor's order: the article stands in the slot, from `from_` until shortly before `until`.

    It is released where the reader has read it, unless it says `keep`, and for readers outside the segments.
    """

    name: ClassVar[str] = "pin_article"
    mode: ClassVar[Mode] = "hard"

    article_id: Name
    slot: Positive
    from_: datetime | None = None
    until: datetime
    segments: tuple[Name, ...] = ()
    if_read: Literal["keep", "release"] = "release"

    @property
    def outlasts_reading(self) -> bool:
        return self.if_read == "keep"

    def released(self, situation: Situation) -> str | None:
        now, reader = situation.now, situation.reader
        if now and now >= self.until:
            return f"ended at {self.until.isoformat()}"
        if now and self.from_ and now < self.from_:
            return f"starts at {self.from_.isoformat()}"
        if self.segments and not any(segment in self.segments for segment in reader.segments):
            return "not for this reader's segments"
        if self.if_read == "release" and self.article_id in reader.read:
            return "read by this reader"
        return None

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        for index, article in enumerate(pool.articles):
            if article.article_id == self.article_id:
                yield Pinned(index, self.slot)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if self.from_ and self.until <= self.from_:
            yield "until", "must be after from"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakingOverride(Override):
    """The slot is for an article with the flag, young enough, if there is one; then the named rules are suspended."""

    name: ClassVar[str] = "breaking_override"
    mode: ClassVar[Mode] = "hard"

    flag: Name = "breaking"
    slot: Positive = 1
    max_age: timedelta = timedelta(hours=3)
    suspend: tuple[Name, ...] = ()

    def breaks(self, article: RankedArticle, situation: Situation) -> bool:
        age = age_of(article, situation.now)
        return has_flag(article, self.flag) and (age is None or age <= self.max_age)

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        breaking = matching(pool.articles, lambda article: self.breaks(article, pool.situation))
        if breaking:
            yield SlotPredicate((self.slot,), breaking, breaking)


@dataclass(frozen=True, slots=True, kw_only=True)
class StickyOrder(Params):
    """For a while the slots keep the articles that the reader saw there last, unless something is breaking."""

    name: ClassVar[str] = "sticky_order"
    mode: ClassVar[Mode] = "soft"

    hold: timedelta = timedelta(minutes=10)
    slots: Annotated[tuple[Positive, ...], Length(1)] = (1, 2, 3, 4, 5)
    unless: tuple[Literal["breaking", "withdrawn"], ...] = ("breaking", "withdrawn")

    def inactive(self, situation: Situation) -> str | None:
        page = situation.page
        if page.last_served_at is None or situation.now is None:
            return "the list that the reader saw last is not known"
        return "the reader saw the last list too long ago" if situation.now - page.last_served_at > self.hold else None

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        if "breaking" in self.unless and any(has_flag(article, "breaking") for article in pool.articles):
            return
        rank = {article.article_id: index for index, article in enumerate(pool.articles)}
        last = pool.situation.page.last_served
        for slot in sorted(set(self.slots)):
            if slot <= min(len(last), pool.length) and last[slot - 1] in rank:
                yield Pinned(rank[last[slot - 1]], slot)


RULES: Final[Mapping[str, type[Params]]] = {kind.name: kind for kind in (PinArticle, BreakingOverride, StickyOrder)}
