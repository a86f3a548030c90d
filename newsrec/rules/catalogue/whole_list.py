"""Rules about the list as a whole."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from newsrec.rules.decoding import Count, Name, Positive
from newsrec.rules.primitives import Displacement, Primitive
from newsrec.rules.roles import Limit, Size
from newsrec.rules.rule import Mode, OnUnmet, Params, Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class MinItems(Size):
    """The list has at most `max` articles and at least `min`; a shorter one is filled up, hidden or shown as it is.

    It is filled up from the articles whose source is one of the fallbacks, which are kept back until then.
    """

    name: ClassVar[str] = "min_items"
    mode: ClassVar[Mode] = "hard"

    min: Count = 3
    max: Positive = 10
    when_short: Literal["fall_back", "hide", "short"] = "fall_back"
    fallbacks: tuple[Name, ...] = ("trending", "latest", "editors_list")

    @property
    def own_on_unmet(self) -> OnUnmet | None:
        return "fall_back" if self.when_short == "fall_back" else "drop_rule"

    @property
    def hides(self) -> bool:
        return self.when_short == "hide"

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if self.min > self.max:
            yield "min", f"must not be above max, {self.max}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxDisplacement(Limit):
    """No article falls or rises further than so many places; before it does, less important rules are given up."""

    name: ClassVar[str] = "max_displacement"
    mode: ClassVar[Mode] = "soft"

    max_fall: Count = 5
    max_rise: Count = 20

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        yield Displacement(self.max_fall, self.max_rise, pool.among(pool.situation.pinned))


RULES: Final[Mapping[str, type[Params]]] = {kind.name: kind for kind in (MinItems, MaxDisplacement)}
