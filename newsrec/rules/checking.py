"""What in a set of rules can't stand together, or is hardly meant, found without any candidates."""

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import combinations

from newsrec.rules.claims import AtLeast, AtMost, disjoint
from newsrec.rules.decoding import Problem
from newsrec.rules.known_attributes import unknown_attributes
from newsrec.rules.pairs import disagreements, not_together, refused_pins, same_place
from newsrec.rules.predicates import Predicate
from newsrec.rules.roles import SlotRule
from newsrec.rules.written import Written


def contradictions(written: Sequence[Written], length: int | None) -> Iterator[Problem]:
    """Places beyond a list of `length`, unknown names, and hard rules that no list can satisfy together."""
    for one in written:
        for field, message in unknown_attributes(one.rule.params):
            yield one.problem(field, message)
        for field, message in one.rule.params.beyond(length) if length is not None else ():
            yield one.problem(field, message)
    for earlier, later in combinations(written, 2):
        if not_together(earlier.rule, later.rule):
            continue
        yield from same_place(earlier, later)
        if earlier.rule.mode == later.rule.mode == "hard" or not isinstance(later.rule.params, SlotRule):
            yield from disagreements(earlier, later)
    yield from _impossible_numbers([one for one in written if one.rule.mode == "hard"], length)


def warnings(written: Sequence[Written], length: int | None = None, surface: str | None = None) -> Iterator[Problem]:
    """What is allowed but hardly meant, on that surface if there is one."""
    for one in written:
        for field, message in (*one.rule.params.doubts(), *_empty_predicates(one), *_one_value(one, surface)):
            yield one.problem(field, message)
    for earlier, later in combinations(written, 2):
        first, second = earlier.rule, later.rule
        if not_together(first, second):
            continue
        yield from refused_pins(earlier, later)
        if (first.params, first.mode) == (second.params, second.mode):
            yield Problem(later.params_path, f"the same as those of {first.id} (rule {second.id})")
        elif first.mode == second.mode == "soft" and first.priority == second.priority:
            message = f"the same as that of {first.id}, so their ids decide (rule {second.id})"
            yield Problem(f"{later.path}.priority", message)
    hard = set(_impossible_numbers([one for one in written if one.rule.mode == "hard"], length))
    yield from (problem for problem in _impossible_numbers(written, length) if problem not in hard)


def _impossible_numbers(written: Sequence[Written], length: int | None) -> Iterator[Problem]:
    """Minima above what another rule allows, and minima that no article can serve together without enough places."""
    claims = [(one, claim) for one in written for claim in one.rule.params.claims(length)]
    minima = [(one, claim) for one, claim in claims if isinstance(claim, AtLeast) and claim.number]
    maxima = [(one, claim) for one, claim in claims if isinstance(claim, AtMost)]
    for one, least in minima:
        for other, most in maxima:
            possible = most.possible(least)
            if possible is not None and possible < least.number and not not_together(one.rule, other.rule):
                allowed = f"{other.rule.id} allows {possible} in {least.first_n} places"
                yield one.problem(least.field, f"{least.number} are asked for, but {allowed}")
    for index, (one, least) in enumerate(minima):
        beside: list[tuple[Written, AtLeast]] = []
        for other, earlier in minima[:index]:
            apart = disjoint([earlier, *(claim for _, claim in beside)], least)
            if apart and disjoint([claim for _, claim in beside], earlier) and not not_together(one.rule, other.rule):
                beside.append((other, earlier))
        places = max([least.first_n, *(claim.first_n for _, claim in beside)])
        if beside and least.number + sum(claim.number for _, claim in beside) > places:
            others = " and ".join(other.rule.id for other, _ in beside)
            yield one.problem(least.field, f"{places} places are too few for it and {others}: no article serves both")


def _empty_predicates(one: Written) -> Iterator[tuple[str, str]]:
    for field in dataclasses.fields(one.rule.params):
        value = getattr(one.rule.params, field.name)
        if isinstance(value, Predicate) and value.verdict is not None:
            yield field.name, f"matches {'every' if value.verdict else 'no'} article"


def _one_value(one: Written, surface: str | None) -> Iterator[tuple[str, str]]:
    """Neighbours of one topic on the front of a section, which has only one."""
    params = one.rule.params
    on_section = surface == "section" or one.rule.when.surfaces == ("section",)
    if params.name == "no_adjacent_same" and getattr(params, "attribute", "") == "topic" and on_section:
        yield "attribute", "has hardly more than one value on the front of a section"
