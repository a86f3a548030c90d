"""The reranker: an order that satisfies the rules, reached by swapping neighbours, and the account of every swap.

To fill a slot an article is lifted over the better-ranked ones that still wait; each of these falls one place.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from newsrec.rules.account import Arranged, Placed, Swap, placed, swaps
from newsrec.rules.admission import Refused
from newsrec.rules.concessions import Conflict, Settlement, settle
from newsrec.rules.outcomes import Outcomes, RuleOutcome, conflicting
from newsrec.rules.preparation import BOUND, PinReport, Prepared, prepare, reserve
from newsrec.rules.primitives import Primitive, RankedArticle
from newsrec.rules.roles import Size
from newsrec.rules.rule import ANYONE, NO_PAGE, Page, Pool, ReaderFacts, Rule, Situation, active


class DuplicateCandidate(ValueError):
    """The same article twice among the candidates."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"{article_id} is a candidate twice")
        self.article_id = article_id


@dataclass(frozen=True, slots=True)
class Reranking:
    """The shown articles and what the rules did; `conflict` names the rules that no order satisfies together.

    `displacement` is the number of swaps over all candidates, those not shown following in their old order: the
    Kendall tau distance of the two orders. `swaps_of_order` of them were not for what may not be shown, and no order
    does with fewer than `at_least`. `status` says whether a list that is too short for its rules is to be shown.
    """

    items: tuple[Placed, ...]
    swaps: tuple[Swap, ...]
    rules: tuple[RuleOutcome, ...]
    displacement: int
    conflict: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    pins: tuple[PinReport, ...] = ()
    swaps_of_order: int = 0
    at_least: int = 0
    status: Literal["shown", "short", "hidden"] = "shown"

    @property
    def optimal(self) -> bool:
        """Whether it is proven that no order of what may be shown takes fewer swaps."""
        return self.swaps_of_order == self.at_least


def rerank(
    candidates: Sequence[RankedArticle],
    rules: Sequence[Rule],
    *,
    limit: int,
    now: datetime,
    surface: str | None = None,
    reader: ReaderFacts = ANYONE,
    page: Page = NO_PAGE,
) -> Reranking:
    """The first `limit` places (1 or more) under the rules that are active now on the surface, for the reader.

    Raises `DuplicateCandidate`.
    """
    if limit < 1:
        raise ValueError("limit must be at least 1")
    counts = Counter(candidate.article_id for candidate in candidates)
    for article_id, times in counts.items():
        if times > 1:
            raise DuplicateCandidate(article_id)
    situation = Situation(now=now, surface=surface, reader=reader, page=page)
    in_force = active(rules, situation)
    kept_back = reserve(candidates, in_force)
    offered = [candidate for candidate in candidates if candidate.article_id not in kept_back]
    attempt = _attempt(offered, in_force, situation, limit)
    filled_up = bool(kept_back) and attempt.unmet
    if filled_up:
        attempt = _attempt(candidates, in_force, situation, limit)
    return _reported(candidates, in_force, attempt, filled_up=filled_up)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """An order of the offered articles, or why there is none; without the articles that were `dropped` for it."""

    prepared: Prepared
    offered: tuple[RankedArticle, ...]
    settlement: Settlement | Conflict
    dropped: tuple[Refused, ...] = ()

    @property
    def unmet(self) -> bool:
        return isinstance(self.settlement, Conflict) or self.short

    @property
    def short(self) -> bool:
        return any(len(self.shown) < size.min for size in self.sizes)

    @property
    def sizes(self) -> Sequence[Size]:
        return [rule.params for rule in self.prepared.sizes if isinstance(rule.params, Size)]

    @property
    def shown(self) -> Sequence[int]:
        return () if isinstance(self.settlement, Conflict) else self.settlement.found.shown


def _attempt(candidates: Sequence[RankedArticle], rules: Sequence[Rule], situation: Situation, limit: int) -> _Attempt:
    prepared = prepare(candidates, rules, situation, limit)
    attempt = _ordered(prepared, prepared.admitted.articles, ())
    while isinstance(attempt.settlement, Conflict):
        culprit = _culprit(attempt, attempt.settlement)
        if culprit is None:
            break
        attempt = _with_fewer(attempt, culprit)
    return attempt


def _ordered(prepared: Prepared, offered: tuple[RankedArticle, ...], dropped: tuple[Refused, ...]) -> _Attempt:
    settlement = settle(prepared.rules, offered, prepared.length, prepared.situation)
    return _Attempt(prepared, offered, settlement, dropped)


def _culprit(attempt: _Attempt, conflict: Conflict) -> Rule | None:
    """A rule of the conflict that rather goes without some of the articles."""
    return next(
        (rule for rule in attempt.prepared.rules if rule.id in conflict.ids and _expendable(attempt, rule)), None
    )


def _expendable(attempt: _Attempt, rule: Rule) -> Sequence[str]:
    """The ids of the articles that the rule would rather go without, best first."""
    pool = Pool(attempt.offered, min(attempt.prepared.length, len(attempt.offered)), attempt.prepared.situation)
    mask = rule.params.expendable(pool)
    return [article.article_id for index, article in enumerate(attempt.offered) if mask >> index & 1]


def _with_fewer(attempt: _Attempt, rule: Rule) -> _Attempt:
    """As many of the best of the rule's expendable articles as there is an order for, or none of them."""
    expendable = _expendable(attempt, rule)

    def keeping(count: int) -> _Attempt:
        without = expendable[count:]
        refused = (Refused(id, rule.id.removesuffix(BOUND), "no order keeps the rule with it") for id in without)
        offered = tuple(article for article in attempt.offered if article.article_id not in without)
        return _ordered(attempt.prepared, offered, (*attempt.dropped, *refused))

    best, most, too_many = keeping(0), 0, len(expendable)
    while not isinstance(best.settlement, Conflict) and too_many - most > 1:
        middle = (most + too_many) // 2
        if isinstance((tried := keeping(middle)).settlement, Conflict):
            too_many = middle
        else:
            best, most = tried, middle
    return best


def _reported(
    candidates: Sequence[RankedArticle], rules: Sequence[Rule], attempt: _Attempt, *, filled_up: bool
) -> Reranking:
    prepared, settlement = attempt.prepared, attempt.settlement
    refused = (*prepared.admitted.refused, *attempt.dropped)
    pins = tuple(_pin(pin, attempt.dropped) for pin in prepared.pins)
    if isinstance(settlement, Conflict):
        conflict = Conflict(tuple(dict.fromkeys(id.removesuffix(BOUND) for id in settlement.ids)))
        return Reranking((), (), conflicting(rules, conflict), 0, conflict=conflict.ids, refused=refused, pins=pins)
    arranged = _arranged(candidates, rules, attempt, settlement, refused)
    moves = tuple(swaps(candidates, arranged))
    outcomes = Outcomes(
        prepared,
        settlement,
        attempt.offered,
        refused=Counter(refusal.rule for refusal in refused),
        swaps=Counter(swap.rule for swap in moves),
        filled_up=filled_up,
    )
    hidden = attempt.short and any(size.hides for size in attempt.sizes)
    return Reranking(
        items=() if hidden else tuple(placed(candidates, arranged)),
        swaps=() if hidden else moves,
        rules=outcomes.of(rules),
        displacement=0 if hidden else len(moves),
        refused=refused,
        pins=pins,
        swaps_of_order=settlement.found.swaps,
        at_least=settlement.found.at_least,
        status="hidden" if hidden else "short" if attempt.short else "shown",
    )


def _pin(pin: PinReport, dropped: Sequence[Refused]) -> PinReport:
    why = next((one for one in dropped if one.article_id == pin.article_id), None)
    return PinReport(pin.article_id, pin.slot, "pin_released", f"{why.reason} ({why.rule})") if why else pin


def _arranged(
    candidates: Sequence[RankedArticle],
    rules: Sequence[Rule],
    attempt: _Attempt,
    settlement: Settlement,
    refused: Sequence[Refused],
) -> Arranged:
    offered = {article.article_id for article in attempt.offered}
    kept_back = next((rule.id for rule in rules if rule.on_unmet == "fall_back"), "")
    kept_out = {article.article_id: kept_back for article in candidates if article.article_id not in offered}
    primitives: dict[str, tuple[Primitive, ...]] = {}
    for rule, standing in zip(attempt.prepared.rules, settlement.standings, strict=True):
        if standing.primitives:
            id = rule.id.removesuffix(BOUND)
            primitives[id] = (*primitives.get(id, ()), *standing.primitives)
    return Arranged(
        offered=attempt.offered,
        shown=settlement.found.shown,
        slots=settlement.slots,
        primitives=primitives,
        kept_out=kept_out | {refusal.article_id: refusal.rule for refusal in refused},
        moved=attempt.prepared.admitted.moved,
    )
