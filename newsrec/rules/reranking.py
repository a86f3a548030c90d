"""The reranker: an order that satisfies the rules, reached by swapping neighbours, and the account of every swap.

To fill a slot an article is lifted over the better-ranked ones that still wait; each of these falls one place.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Literal

from newsrec.rules.concessions import Conflict, Outcome, Settlement, settle
from newsrec.rules.primitives import Primitive, RankedArticle, SlotPredicate
from newsrec.rules.rule import Rule, active
from newsrec.rules.violations import broken, forbids


class DuplicateCandidate(ValueError):
    """The same article twice among the candidates."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"{article_id} is a candidate twice")
        self.article_id = article_id


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
class RuleOutcome:
    id: str
    outcome: Outcome
    detail: str


@dataclass(frozen=True, slots=True)
class Reranking:
    """The shown articles and what the rules did; `conflict` names the rules that no order satisfies together.

    `displacement` is the number of swaps over all candidates, those not shown following in their old order: the
    Kendall tau distance of the two orders.
    """

    items: tuple[Placed, ...]
    swaps: tuple[Swap, ...]
    rules: tuple[RuleOutcome, ...]
    displacement: int
    conflict: tuple[str, ...] = ()


def rerank(
    candidates: Sequence[RankedArticle],
    rules: Sequence[Rule],
    *,
    limit: int,
    now: datetime,
    surface: str | None = None,
) -> Reranking:
    """The first `limit` places (1 or more) under the rules that are active now on the surface.

    Raises `DuplicateCandidate`.
    """
    if limit < 1:
        raise ValueError("limit must be at least 1")
    counts = Counter(candidate.article_id for candidate in candidates)
    for article_id, times in counts.items():
        if times > 1:
            raise DuplicateCandidate(article_id)
    in_force = active(rules, now, surface)
    settlement = settle(in_force, candidates, limit)
    if isinstance(settlement, Conflict):
        return _unsolvable(in_force, settlement)
    primitives = {
        rule.id: standing.primitive
        for rule, standing in zip(in_force, settlement.standings, strict=True)
        if standing.primitive
    }
    swaps = tuple(_swaps(candidates, primitives, settlement))
    return Reranking(
        items=tuple(_items(candidates, primitives, settlement)),
        swaps=swaps,
        rules=_outcomes(in_force, settlement, Counter(swap.rule for swap in swaps)),
        displacement=len(swaps),
    )


def _unsolvable(rules: Sequence[Rule], conflict: Conflict) -> Reranking:
    unmet = f"no order was found that satisfies {' and '.join(conflict.ids)}"
    outcomes = (
        RuleOutcome(rule.id, "unmet", unmet) if rule.id in conflict.ids else RuleOutcome(rule.id, "kept", "")
        for rule in rules
    )
    return Reranking(items=(), swaps=(), rules=tuple(outcomes), displacement=0, conflict=conflict.ids)


def _items(
    candidates: Sequence[RankedArticle], primitives: Mapping[str, Primitive], settlement: Settlement
) -> Iterator[Placed]:
    shown = settlement.found.shown
    for place, (slot, rank) in enumerate(zip(settlement.slots, shown, strict=True)):
        lifted = rank - sum(earlier < rank for earlier in shown[:place])
        full_title = all(
            primitive.with_title >> rank & 1
            for primitive in primitives.values()
            if isinstance(primitive, SlotPredicate) and slot in primitive.slots
        )
        yield Placed(
            article_id=candidates[rank].article_id,
            position=slot,
            was=rank + 1,
            fell=place - rank + lifted,
            lifted=lifted,
            title_variant="full" if full_title else "short",
        )


def _swaps(
    candidates: Sequence[RankedArticle], primitives: Mapping[str, Primitive], settlement: Settlement
) -> Iterator[Swap]:
    """Slot by slot the article that comes to stand there, lifted over one waiting neighbour after another."""
    shown, slots = settlement.found.shown, settlement.slots
    waiting = list(range(len(candidates)))
    for place, lifted in enumerate(shown):
        passed = waiting[: waiting.index(lifted)]
        asked_by = _asked_by(primitives, slots, shown[:place], waiting, passed)
        for from_position, rule in zip(count(place + len(passed) + 1, -1), reversed(asked_by), strict=False):
            yield Swap(candidates[lifted].article_id, from_position, from_position - 1, rule)
        waiting.remove(lifted)


def _asked_by(
    primitives: Mapping[str, Primitive],
    slots: Sequence[int],
    before: Sequence[int],
    waiting: Sequence[int],
    passed: Sequence[int],
) -> Sequence[str]:
    """Per passed article the rule that keeps it out of the next slot, or would be broken later if nothing moved."""
    refusing = [
        next((id for id, primitive in primitives.items() if forbids(primitive, slots, (*before, other))), None)
        for other in passed
    ]
    if None not in refusing:
        return [rule for rule in refusing if rule]
    later = broken(primitives, slots, (*before, *waiting)[: len(slots)])
    return [rule or later for rule in refusing]


def _outcomes(rules: Sequence[Rule], settlement: Settlement, swaps: Counter[str]) -> tuple[RuleOutcome, ...]:
    outcomes: list[RuleOutcome] = []
    for rule, standing in zip(rules, settlement.standings, strict=True):
        match standing.outcome:
            case "kept":
                detail = f"asked for {asked} swap{'s' if asked > 1 else ''}" if (asked := swaps[rule.id]) else ""
            case "relaxed":
                detail = _looser(rule)
            case "no_supply":
                detail = "no candidate fits its slot"
            case "dropped":
                detail = "no order was found that satisfies it beside the more important rules"
            case "unmet":
                detail = "left empty: no order was found that fills all its slots"
        if standing.empty_slots:
            detail = f"{detail}; empty: {', '.join(f'slot {slot}' for slot in standing.empty_slots)}"
        outcomes.append(RuleOutcome(rule.id, standing.outcome, detail))
    return tuple(outcomes)


def _looser(rule: Rule) -> str:
    """The parameters that gave way: `max 3 for 2`."""
    names = (field.name for field in dataclasses.fields(rule.params))
    pairs = ((name, getattr(rule.params, name), getattr(rule.relaxed, name)) for name in names)
    return ", ".join(f"{name} {looser} for {strict}" for name, strict, looser in pairs if looser != strict)
