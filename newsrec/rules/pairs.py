"""Two rules that can't both be kept."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from newsrec.rules.decoding import Problem
from newsrec.rules.filtering import Filter
from newsrec.rules.primitives import RankedArticle
from newsrec.rules.roles import Override, Pin
from newsrec.rules.rule import Rule, Situation
from newsrec.rules.when import When
from newsrec.rules.written import Written


class _Valid(Protocol):
    """What is in force for a time only."""

    @property
    def from_(self) -> datetime | None: ...
    @property
    def until(self) -> datetime | None: ...
    @property
    def segments(self) -> tuple[str, ...]: ...


def not_together(first: Rule, second: Rule) -> bool:
    """Whether the two are never active at once."""
    one, other = first.when, second.when
    surfaces = one.surfaces and other.surfaces and not set(one.surfaces) & set(other.surfaces)
    weekdays = one.weekdays and other.weekdays and one.timezone == other.timezone
    return bool(
        surfaces
        or (weekdays and not set(one.weekdays) & set(other.weekdays))
        or any(_apart(first_span, second_span) for first_span in _spans(first) for second_span in _spans(second))
    )


def _spans(rule: Rule) -> tuple[When | Pin, ...]:
    return (rule.when, rule.params) if isinstance(rule.params, Pin) else (rule.when,)


def _apart(one: _Valid, other: _Valid) -> bool:
    ends = one.until and other.from_ and one.until <= other.from_
    starts = other.until and one.from_ and other.until <= one.from_
    segments = one.segments and other.segments and not set(one.segments) & set(other.segments)
    return bool(ends or starts or segments)


def same_place(earlier: Written, later: Written) -> Iterator[Problem]:
    """Two pins, reservations or breaking stories in one slot, unless one of them is suspended for the other."""
    suspended = {
        id for one in (earlier, later) if isinstance(one.rule.params, Override) for id in one.rule.params.suspend
    }
    if suspended & {earlier.rule.id, later.rule.id}:
        return
    field, slots = _places(later.rule)
    for slot in sorted(set(slots).intersection(_places(earlier.rule)[1])):
        yield later.problem(field, f"slot {slot} is taken by {earlier.rule.id}")


def _places(rule: Rule) -> tuple[str, tuple[int, ...]]:
    params = rule.params
    if isinstance(params, Pin | Override):
        return "slot", (params.slot,)
    return ("slots", getattr(params, "slots", ())) if params.name == "reserved_slot" else ("slot", ())


def disagreements(earlier: Written, later: Written) -> Iterator[Problem]:
    """Demands that no article meets together."""
    by_later = [*later.rule.params.disagrees(earlier.rule.params)]
    one, other = (later, earlier) if by_later else (earlier, later)
    for field, message in by_later or earlier.rule.params.disagrees(later.rule.params):
        yield one.problem(field, f"{message} {other.rule.id}")


def refused_pins(earlier: Written, later: Written) -> Iterator[Problem]:
    """A pin of an article that the page shows already: the slot will go to the ranking."""
    for pin, other in ((earlier, later), (later, earlier)):
        if isinstance(pin.rule.params, Pin) and isinstance(other.rule.params, Filter):
            article = RankedArticle(pin.rule.params.article_id, {"editorial_flags": ()})
            if other.rule.params.refusal(article, Situation()):
                yield pin.problem("article_id", f"is refused by {other.rule.id}, so the slot goes to the ranking")
