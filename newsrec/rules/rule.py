"""The envelope that every rule comes in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from newsrec.rules.catalogue import Mode, Params
from newsrec.rules.decoding import Length

OnUnmet = Literal["relax", "leave_empty", "drop_rule", "fall_back", "fail"]
SurfaceName = Literal["home", "section", "read_next", "digest", "app"]


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Where and when a rule is active: `from_` is included, `until` is not; no surfaces means all of them."""

    surfaces: tuple[SurfaceName, ...] = ()
    from_: datetime | None = None
    until: datetime | None = None
    segments: Annotated[tuple[str, ...], Length(0, 0)] = ()

    def holds(self, now: datetime, surface: str | None) -> bool:
        """Whether it is active; where the surface is unknown, rules of every surface are."""
        return (
            (surface is None or not self.surfaces or surface in self.surfaces)
            and (self.from_ is None or self.from_ <= now)
            and (self.until is None or now < self.until)
        )


ALWAYS = When()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One demand on a list. A hard rule gives way only as `on_unmet` says; soft ones by priority, lower ones last.

    `relaxed` is the one looser step that is tried before the rule is given up.
    """

    id: str
    params: Params
    mode: Mode
    priority: int = 500
    when: When = ALWAYS
    on_unmet: OnUnmet = "fail"
    relaxed: Params | None = None


def active(rules: Iterable[Rule], now: datetime, surface: str | None) -> Sequence[Rule]:
    return [rule for rule in rules if rule.when.holds(now, surface)]
