"""Which rules give way, and how far, where no order satisfies them all."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from newsrec.rules.arrangement import Arrangement
from newsrec.rules.primitives import Primitive, RankedArticle, SlotPredicate
from newsrec.rules.rule import Rule
from newsrec.rules.search import Found, NotFound, any_order, fewest_swaps

Outcome = Literal["kept", "relaxed", "dropped", "unmet", "no_supply"]

CONFLICT_CHECKS = 100
CONFLICT_EFFORT = 20_000
"""Bounds of the search for a smallest conflict; beyond them the conflict named is one without a spare rule."""


class Standing(NamedTuple):
    """How far a rule is in force: `primitive` is `None` for one that was given up."""

    outcome: Outcome
    primitive: Primitive | None
    empty_slots: tuple[int, ...] = ()


class Settlement(NamedTuple):
    """How every rule stands, in the order of the rules, and the order of the candidates that satisfies them."""

    standings: tuple[Standing, ...]
    slots: tuple[int, ...]
    found: Found


class Conflict(NamedTuple):
    """The ids of rules that no order was found for, in rule order; for a few candidates none exists."""

    ids: tuple[str, ...]


def settle(rules: Sequence[Rule], articles: Sequence[RankedArticle], limit: int) -> Settlement | Conflict:
    """All rules in full force where an order allows it, else each as far as more important ones let it.

    Hard rules come before soft ones, then the lower priority number, then the id.
    """
    steps = [_steps(rule, articles, limit) for rule in rules]

    def settled(standings: Sequence[Standing], *, best: bool) -> Settlement | NotFound:
        arrangement = _arrangement(standings, len(articles), limit)
        found = fewest_swaps(arrangement) if best else any_order(arrangement)
        return found if isinstance(found, NotFound) else Settlement(tuple(standings), arrangement.slots, found)

    standings = [step[0] for step in steps]
    if isinstance(in_full := settled(standings, best=True), Settlement):
        return in_full
    standings = [step[-1] for step in steps]
    if isinstance(settled(standings, best=False), NotFound):
        return Conflict(_smallest_conflict(rules, standings, len(articles), limit))
    for index in sorted(range(len(rules)), key=lambda index: _importance(rules[index])):
        for standing in steps[index]:
            attempt = [*standings[:index], standing, *standings[index + 1 :]]
            if standing is steps[index][-1] or isinstance(settled(attempt, best=False), Settlement):
                standings = attempt
                break
    settlement = settled(standings, best=True)
    if isinstance(settlement, NotFound):
        raise AssertionError("an order for these standings was found before")
    return settlement


def _importance(rule: Rule) -> tuple[bool, int, str]:
    return rule.mode == "soft", rule.priority, rule.id


def _steps(rule: Rule, articles: Sequence[RankedArticle], limit: int) -> Sequence[Standing]:
    """How the rule may stand, from full force to the least that its document allows."""
    primitive = rule.params.primitive(articles)
    steps = [Standing("kept", primitive)]
    if rule.relaxed:
        steps.append(Standing("relaxed", rule.relaxed.primitive(articles)))
    lacking = isinstance(primitive, SlotPredicate) and not primitive.fitting
    if rule.on_unmet == "drop_rule" or rule.mode == "soft":
        steps.append(Standing("no_supply" if lacking else "dropped", None))
    if rule.on_unmet == "leave_empty" and isinstance(primitive, SlotPredicate):
        slots = sorted(slot for slot in set(primitive.slots) if slot <= limit)
        for first in reversed(range(len(slots))):
            steps.append(Standing("no_supply" if lacking else "unmet", primitive, tuple(slots[first:])))
    return steps


def _arrangement(standings: Iterable[Standing], size: int, limit: int) -> Arrangement:
    standings = tuple(standings)
    empty = {slot for standing in standings for slot in standing.empty_slots}
    slots = [slot for slot in range(1, min(limit, size + len(empty)) + 1) if slot not in empty][:size]
    return Arrangement(size, slots, [standing.primitive for standing in standings if standing.primitive])


def _smallest_conflict(rules: Sequence[Rule], standings: Sequence[Standing], size: int, limit: int) -> tuple[str, ...]:
    """First a conflict of which every rule is needed, then any smaller one."""
    by_id: Mapping[str, Standing] = {
        rule.id: standing for rule, standing in zip(rules, standings, strict=True) if standing.primitive
    }

    def conflicting(ids: Iterable[str]) -> bool:
        arrangement = _arrangement([by_id[id] for id in ids], size, limit)
        return isinstance(any_order(arrangement, CONFLICT_EFFORT), NotFound)

    needed = list(by_id)
    for id in by_id:
        without = [other for other in needed if other != id]
        if conflicting(without):
            needed = without
    smaller = (ids for count in range(1, len(needed)) for ids in combinations(by_id, count))
    for ids, _ in zip(smaller, range(CONFLICT_CHECKS), strict=False):
        if conflicting(ids):
            return ids
    return tuple(needed)
