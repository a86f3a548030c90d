"""What became of every rule, in words for editors."""

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from newsrec.rules.concessions import Conflict, Outcome, Settlement, Standing
from newsrec.rules.filtering import Filter
from newsrec.rules.preparation import Prepared
from newsrec.rules.primitives import RankedArticle
from newsrec.rules.roles import Pin, Size
from newsrec.rules.rule import Params, Pool, Rule

_BESIDE_OTHERS: Final = "no order was found that satisfies it beside the more important rules"


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """How far a rule was kept, and what there is to say about it."""

    id: str
    outcome: Outcome
    detail: str


def conflicting(rules: Sequence[Rule], conflict: Conflict) -> tuple[RuleOutcome, ...]:
    """The outcomes where no order was found that satisfies these rules together."""
    unmet = f"no order was found that satisfies {' and '.join(conflict.ids)}"
    return tuple(
        RuleOutcome(rule.id, "unmet", unmet) if rule.id in conflict.ids else RuleOutcome(rule.id, "kept", "")
        for rule in rules
    )


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What the outcomes of a list that was found are made of."""

    prepared: Prepared
    settlement: Settlement
    offered: tuple[RankedArticle, ...]
    refused: Counter[str]
    swaps: Counter[str]
    filled_up: bool
    """Whether articles were offered that had been kept back."""

    def of(self, rules: Sequence[Rule]) -> tuple[RuleOutcome, ...]:
        standings = {
            rule.id: standing for rule, standing in zip(self.prepared.rules, self.settlement.standings, strict=True)
        }
        return tuple(self._of(rule, standings.get(rule.id)) for rule in rules)

    def _of(self, rule: Rule, standing: Standing | None) -> RuleOutcome:
        if (why := self.prepared.silent.get(rule.id)) is not None:
            return RuleOutcome(rule.id, "no_supply" if isinstance(rule.params, Pin) else "dropped", why)
        outcome, what = self._stands(rule, standing)
        counted = (
            _counted(self.refused[rule.id], "refused {} article"),
            _counted(self.swaps[rule.id], "asked for {} swap") if outcome == "kept" else "",
        )
        return RuleOutcome(rule.id, outcome, "; ".join(part for part in (what, *counted) if part))

    def _stands(self, rule: Rule, standing: Standing | None) -> tuple[Outcome, str]:
        loosened = self.prepared.admitted.loosened
        if rule.id in loosened:
            looser = loosened[rule.id]
            if looser is None:
                return "dropped", "too few articles were left"
            changes = looser_by(rule.params, looser.params)
            return "relaxed", f"too few articles were left: {changes or 'what it refuses stands at the end'}"
        if isinstance(rule.params, Size):
            return self._size(rule.params)
        if standing is None or standing.outcome == "kept":
            pool = Pool(self.offered, len(self.settlement.slots), self.prepared.situation)
            lacking = rule.params.lacking(pool)
            return ("no_supply", lacking) if lacking else ("kept", "")
        if isinstance(rule.params, Filter) and rule.params.refuses(rule.mode):
            return "relaxed", f"of the order: {_BESIDE_OTHERS}"
        return standing.outcome, _given_up(rule, standing)

    def _size(self, size: Size) -> tuple[Outcome, str]:
        shown = len(self.settlement.found.shown)
        if shown < size.min:
            return "unmet", f"{shown} of at least {size.min} articles"
        return ("relaxed", "filled up from the fallback sources") if self.filled_up else ("kept", "")


def _given_up(rule: Rule, standing: Standing) -> str:
    match standing.outcome:
        case "relaxed":
            detail = looser_by(rule.params, rule.relaxed) if rule.relaxed else ""
        case "no_supply":
            detail = "no candidate fits its slot"
        case "unmet":
            detail = "left empty: no order was found that fills all its slots"
        case _:
            detail = _BESIDE_OTHERS
    if standing.empty_slots:
        detail = f"{detail}; empty: {', '.join(f'slot {slot}' for slot in standing.empty_slots)}"
    return detail


def looser_by(params: Params, looser: Params) -> str:
    """The parameters that gave way: `max 3 for 2`."""
    names = [field.name for field in dataclasses.fields(params)]
    pairs = ((name, getattr(params, name), getattr(looser, name)) for name in names)
    return ", ".join(f"{name} {_written(less)} for {_written(more)}" for name, more, less in pairs if less != more)


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_written(one)}" for name, one in value.items()) + "}"  # pyright: ignore
    return str(value)


def _counted(number: int, words: str) -> str:
    return words.format(number) + ("s" if number > 1 else "") if number else ""
