"""Exploration: showing items of which little is known yet, so that more of them gets known."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol, cast, runtime_checkable

from local_personalize.recipes.model import Query

DEFAULT_WEIGHT = 0.3
DEFAULT_AGE_CUTOFF = 30.0


@dataclass(frozen=True, slots=True)
class Exploration:
    """How much a campaign explores, 0 to 1, and up to which age of items, in days before the newest event."""

    weight: float = DEFAULT_WEIGHT
    age_cutoff_days: float = DEFAULT_AGE_CUTOFF


class Explored(NamedTuple):
    """An item with its positive score, and whether it is there for exploration."""

    item: int
    score: float
    explored: bool


@runtime_checkable
class Explorer(Protocol):
    """A recipe that explores."""

    def rank_exploring(self, query: Query, exploration: Exploration, now: float) -> Sequence[Explored]:
        """Items for a query at `now`, in epoch seconds, best first."""
        ...

    def observe_impression(self, items: Sequence[int], clicked: int) -> None:
        """Learn what was shown together when one item was clicked."""
        ...


def explorer(recipe: object) -> Explorer | None:
    """The recipe, if it explores."""
    return cast(Explorer, recipe) if _explores(type(recipe)) else None


@cache
def _explores(recipe: type) -> bool:
    return issubclass(recipe, Explorer)
