"""The account of a reranking: how each shown article came to its place, swap by swap, and which rules asked for them.

Places and ranks are those among all candidates, so that what may not be shown is passed over like everything else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal

from newsrec.rules.primitives import Primitive, RankedArticle, SlotPredicate
from newsrec.rules.violations import broken, refused


@dataclass(frozen=True, slots=True)
class Placed:
    """An article in its slot (`position`, 1 is the first) and how it came there from its rank, `was`.

    It was lifted over `lifted` better-ranked articles, and `fell` worse-ranked ones were lifted over it.
    """

    article_id: str
    position: int
    was: int
    fell: int
    lifted: int
    title_variant: Literal["full", "short"]


@dataclass(frozen=True, slots=True)
class Swap:
    """One swap of neighbours: the article rises one place because a rule asked for it. Places count from 1."""

    article_id: str
    from_position: int
    to_position: int
    rule: str


@dataclass(frozen=True, slots=True)
class Arranged:
    """Which of the `offered` articles stand in which slots, and the primitives that were in force for that, by rule.

    `kept_out` and `moved` name the rule for each candidate that was not offered, and that was offered before
    better-ranked ones.
    """

    offered: Sequence[RankedArticle]
    shown: Sequence[int]
    slots: Sequence[int]
    primitives: Mapping[str, Sequence[Primitive]]
    kept_out: Mapping[str, str]
    moved: Mapping[str, str]


def placed(candidates: Sequence[RankedArticle], arranged: Arranged) -> Iterator[Placed]:
    """The shown articles in their order."""
    rank_of = {candidate.article_id: rank for rank, candidate in enumerate(candidates)}
    before: list[int] = []
    for slot, index in zip(arranged.slots, arranged.shown, strict=True):
        article_id = arranged.offered[index].article_id
        rank = rank_of[article_id]
        lifted = rank - sum(earlier < rank for earlier in before)
        yield Placed(
            article_id=article_id,
            position=slot,
            was=rank + 1,
            fell=len(before) - rank + lifted,
            lifted=lifted,
            title_variant="full" if _keeps_title(arranged, slot, index) else "short",
        )
        before.append(rank)


def _keeps_title(arranged: Arranged, slot: int, index: int) -> bool:
    return all(
        primitive.with_title >> index & 1
        for primitives in arranged.primitives.values()
        for primitive in primitives
        if isinstance(primitive, SlotPredicate) and slot in primitive.slots
    )


def swaps(candidates: Sequence[RankedArticle], arranged: Arranged) -> Iterator[Swap]:
    """Slot by slot the article that comes to stand there, lifted over one waiting neighbour after another."""
    index_of = {article.article_id: index for index, article in enumerate(arranged.offered)}
    waiting = [candidate.article_id for candidate in candidates]
    for place, index in enumerate(arranged.shown):
        article_id = arranged.offered[index].article_id
        passed = waiting[: waiting.index(article_id)]
        asked_by = _asked_by(arranged, place, [index_of.get(other) for other in passed])
        for from_position, other in zip(count(place + len(passed) + 1, -1), reversed(passed), strict=False):
            rule = arranged.kept_out.get(other) or asked_by.get(index_of.get(other, -1)) or arranged.moved[article_id]
            yield Swap(article_id, from_position, from_position - 1, rule)
        waiting.remove(article_id)


def _asked_by(arranged: Arranged, place: int, passed: Sequence[int | None]) -> Mapping[int, str]:
    """Per passed article the rule that keeps it out of the next slot, or would be broken later if nothing moved."""
    lifted = arranged.shown[place]
    ahead = [other for other in passed if other is not None and other < lifted]
    before = arranged.shown[:place]
    refusing = [
        (id, refused(primitive, arranged.slots, before))
        for id, primitives in arranged.primitives.items()
        for primitive in primitives
    ]
    asked_by = {other: next((id for id, mask in refusing if mask >> other & 1), None) for other in ahead}
    if not all(asked_by.values()):
        waiting = [index for index in range(len(arranged.offered)) if index not in before]
        order = (*before, *waiting)[: len(arranged.slots)]
        later = broken(arranged.primitives, arranged.slots, order, kept=place)
        return {other: rule or later for other, rule in asked_by.items()}
    return {other: rule for other, rule in asked_by.items() if rule}
