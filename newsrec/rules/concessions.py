"""Which rules give way, and how far, where no order satisfies them all."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, islice
from typing import Literal, NamedTuple

from newsrec.rules.arrangement import Arrangement
from newsrec.rules.best_first import Found
from newsrec.rules.primitives import Primitive, RankedArticle, SlotPredicate
from newsrec.rules.rule import Rule, Situation
from newsrec.rules.search import NotFound, any_order, fewest_swaps

Outcome = Literal["kept", "relaxed", "dropped", "unmet", "no_supply"]

CONFLICT_CHECKS = 300
"""Bound of the search for a smallest conflict; beyond it the conflict named is one without a spare rule."""


class Standing(NamedTuple):
    """How far a rule is in force: without primitives for one that was given up."""

    outcome: Outcome
    primitives: tuple[Primitive, ...]
    empty_slots: tuple[int, ...] = ()


class Settlement(NamedTuple):
    """How every rule stands, in the order of the rules, and the order of the candidates that satisfies them."""

    standings: tuple[Standing, ...]
    slots: tuple[int, ...]
    found: Found


class Conflict(NamedTuple):
    """The ids of rules that no order was found for, in rule order; for a few candidates none exists."""

    ids: tuple[str, ...]


def settle(
    rules: Sequence[Rule], articles: Sequence[RankedArticle], limit: int, situation: Situation
) -> Settlement | Conflict:
    """All rules in full force where an order allows it, else each as far as more important ones let it.

    Hard rules come before soft ones, then the lower priority number, then the id.
    """
    steps = [_steps(rule, articles, limit, situation) for rule in rules]
    orders = _Orders(len(articles), limit)
    standings = [step[0] for step in steps]
    if in_full := orders.best(standings):
        return in_full
    standings = [step[-1] for step in steps]
    if not orders.possible(standings):
        return Conflict(_smallest_conflict(rules, standings, orders))
    for index in sorted(range(len(rules)), key=lambda index: _importance(rules[index])):
        for standing in steps[index]:
            attempt = [*standings[:index], standing, *standings[index + 1 :]]
            if standing is steps[index][-1] or orders.possible(attempt):
                standings = attempt
                break
    settlement = orders.best(standings)
    if settlement is None:
        raise AssertionError("an order for these standings was found before")
    return settlement


class _Orders:
    """Orders for rules as they stand; those found are kept in mind, as one that keeps many rules keeps fewer too."""

    def __init__(self, size: int, limit: int) -> None:
        self._size = size
        self._limit = limit
        self._found: dict[tuple[int, ...], list[tuple[int, ...]]] = {}

    def best(self, standings: Sequence[Standing]) -> Settlement | None:
        """The order with the fewest swaps, if any is found."""
        arrangement = self._arrangement(standings)
        found = fewest_swaps(arrangement, known=self._known(arrangement))
        return None if isinstance(found, NotFound) else Settlement(tuple(standings), arrangement.slots, found)

    def possible(self, standings: Iterable[Standing], *, thorough: bool = True) -> bool:
        """Whether some order is found."""
        arrangement = self._arrangement(standings)
        if self._known(arrangement) is not None:
            return True
        found = any_order(arrangement, thorough=thorough)
        if isinstance(found, NotFound):
            return False
        self._found.setdefault(arrangement.slots, []).append(found.shown)
        return True

    def _known(self, arrangement: Arrangement) -> tuple[int, ...] | None:
        return next((shown for shown in self._found.get(arrangement.slots, ()) if arrangement.keeps(shown)), None)

    def _arrangement(self, standings: Iterable[Standing]) -> Arrangement:
        standings = tuple(standings)
        empty = {slot for standing in standings for slot in standing.empty_slots}
        slots = [slot for slot in range(1, min(self._limit, self._size + len(empty)) + 1) if slot not in empty]
        primitives = [primitive for standing in standings for primitive in standing.primitives]
        return Arrangement(self._size, slots[: self._size], primitives)


def _importance(rule: Rule) -> tuple[bool, int, str]:
    return rule.mode == "soft", rule.priority, rule.id


def _steps(rule: Rule, articles: Sequence[RankedArticle], limit: int, situation: Situation) -> Sequence[Standing]:
    """How the rule may stand, from full force to the least that its document allows."""
    length = min(limit, len(articles))
    primitives = rule.params.primitives(articles, length, situation)
    steps = [Standing("kept", primitives)]
    if rule.relaxed:
        steps.append(Standing("relaxed", rule.relaxed.primitives(articles, length, situation)))
    demanding = [primitive for primitive in primitives if isinstance(primitive, SlotPredicate)]
    lacking = any(not primitive.fitting for primitive in demanding)
    if rule.on_unmet == "drop_rule" or rule.mode == "soft":
        steps.append(Standing("no_supply" if lacking else "dropped", ()))
    if rule.on_unmet == "leave_empty":
        slots = sorted({slot for primitive in demanding for slot in primitive.slots if slot <= limit})
        for first in reversed(range(len(slots))):
            steps.append(Standing("no_supply" if lacking else "unmet", primitives, tuple(slots[first:])))
    return steps


def _smallest_conflict(rules: Sequence[Rule], standings: Sequence[Standing], orders: _Orders) -> tuple[str, ...]:
    """First a conflict of which every rule is needed, then any smaller one."""
    by_id: Mapping[str, Standing] = {
        rule.id: standing for rule, standing in zip(rules, standings, strict=True) if standing.primitives
    }

    def conflicting(ids: Iterable[str]) -> bool:
        return not orders.possible((by_id[id] for id in ids), thorough=False)

    needed = list(by_id)
    for id in by_id:
        without = [other for other in needed if other != id]
        if conflicting(without):
            needed = without
    smaller = (ids for count in range(1, len(needed)) for ids in combinations(by_id, count))
    return next((ids for ids in islice(smaller, CONFLICT_CHECKS) if conflicting(ids)), tuple(needed))
