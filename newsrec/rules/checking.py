"""What in a set of rules can't stand together, found without any candidates."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from newsrec.rules.catalogue import MaxPerAttribute, SlotImage, SlotTitleLength, slots_of
from newsrec.rules.decoding import Problem
from newsrec.rules.rule import Rule, When


class Written(NamedTuple):
    """A rule, and where in its document it stands and its parameters do."""

    path: str
    params_path: str
    rule: Rule


def contradictions(written: Sequence[Written], length: int | None) -> Iterator[Problem]:
    """Slots beyond a list of `length`, and hard rules that no article can satisfy in one slot."""
    for one in written:
        params = one.rule.params
        if length is not None and isinstance(params, SlotImage | SlotTitleLength):
            for slot in slots_of(params.slot):
                if slot > length:
                    yield _problem(
                        one, f"{one.params_path}.slot", f"slot {slot} is beyond the list, which has {length}"
                    )
    for earlier, later in combinations(written, 2):
        if earlier.rule.mode == later.rule.mode == "hard" and _meet(earlier.rule.when, later.rule.when):
            yield from _impossible(earlier.rule, later)


def warnings(written: Sequence[Written]) -> Iterator[Problem]:
    """What is allowed but hardly meant."""
    for one in written:
        params = one.rule.params
        if isinstance(params, MaxPerAttribute) and params.first_n is not None and params.max >= params.first_n:
            yield _problem(one, f"{one.params_path}.max", f"{params.max} of the first {params.first_n} forbids nothing")
    for earlier, later in combinations(written, 2):
        first, second = earlier.rule, later.rule
        if not _meet(first.when, second.when):
            continue
        if (first.params, first.mode) == (second.params, second.mode):
            yield _problem(later, later.params_path, f"the same as those of {first.id}")
        elif first.mode == second.mode == "soft" and first.priority == second.priority:
            yield _problem(later, f"{later.path}.priority", f"the same as that of {first.id}, so their ids decide")


def _problem(written: Written, path: str, message: str) -> Problem:
    return Problem(path, f"{message} (rule {written.rule.id})")


def _meet(first: When, second: When) -> bool:
    """Whether both can be active at once."""
    same_surface = not first.surfaces or not second.surfaces or set(first.surfaces) & set(second.surfaces)
    first_ends = first.until and second.from_ and first.until <= second.from_
    second_ends = second.until and first.from_ and second.until <= first.from_
    return bool(same_surface) and not first_ends and not second_ends


def _impossible(earlier: Rule, later: Written) -> Iterator[Problem]:
    first, second = earlier.params, later.rule.params
    if isinstance(first, SlotTitleLength) and isinstance(second, SlotTitleLength):
        field = "min_chars" if second.min_chars > first.max_chars else "max_chars"
        apart = second.min_chars > first.max_chars or first.min_chars > second.max_chars
    elif isinstance(first, SlotImage) and isinstance(second, SlotImage):
        field = "aspect_ratios"
        margin = first.tolerance + second.tolerance + 1e-9
        apart = all(abs(one - other) > margin for one in first.ratios for other in second.ratios)
    else:
        return
    if apart:
        for slot in sorted({*slots_of(first.slot)} & {*slots_of(second.slot)}):
            yield _problem(
                later, f"{later.params_path}.{field}", f"can't hold in slot {slot} together with {earlier.id}"
            )
