"""A trained model: a recipe's state, the popular items behind it, and which events it learns from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from local_personalize.recipes.fading import EventTime, FadingCounts
from local_personalize.store.events import Events

DAY = 86400.0

Ranking = list[tuple[int, float]]
"""Item indexes with positive scores, best first."""


class Interaction(NamedTuple):
    """An event as a recipe learns it: indexes, `time` in epoch seconds, `weight` above 0.

    `context` holds the codes of the model's context columns, -1 for nothing.
    """

    user: int
    session: str | None
    item: int
    time: float
    weight: float = 1.0
    context: tuple[int, ...] = ()


class Query(NamedTuple):
    """What a ranking is for: a user, an item, or nothing in particular.

    `read` are the newest items of the user's history, oldest first.
    """

    user: int | None = None
    item: int | None = None
    read: Sequence[int] = ()
    context: tuple[int, ...] = ()


class Recipe(Protocol):
    """Learns from a history and then event by event, and ranks items."""

    def train(self, events: Events, weights: npt.NDArray[np.float64]) -> None:
        """Learn a history in order of time; every event has a weight above 0."""
        ...

    def observe(self, *interactions: Interaction) -> None:
        """Learn more events, in the order they came."""
        ...

    def rank(self, query: Query) -> Ranking:
        """Items for a query."""
        ...


class Scorer(Protocol):
    """A recipe that can also say what given items are worth."""

    def score(self, query: Query, items: Sequence[int]) -> Mapping[int, float]:
        """Positive scores of those of the items that the model knows."""
        ...


@dataclass(frozen=True, slots=True)
class EventSelection:
    """Which event types a model learns from, how much, and from which event value on.

    All types alike if `weights` is None; a type without an entry in `least_values` needs no value.
    """

    weights: Mapping[int, float] | None
    least_values: Mapping[int, float]

    def weight(self, type: int, value: float | None) -> float:
        """The weight of an event, 0 for one that is not learned from."""
        least = self.least_values.get(type)
        if least is not None and (value is None or not value >= least):
            return 0.0
        return 1.0 if self.weights is None else self.weights.get(type, 0.0)

    def weights_of(self, events: Events) -> npt.NDArray[np.float64]:
        """The weights of many events."""
        weights = np.ones(len(events))
        for type in np.unique(events.types).tolist():
            rows = events.types == type
            weights[rows] = self.weight(type, np.inf)
            if (least := self.least_values.get(type)) is not None:
                weights[rows & ~(events.values >= least)] = 0.0
        return weights


EVERYTHING = EventSelection(None, {})


class Model:
    """What a solution version has learned, and goes on learning from streamed events (up to number `sequence`).

    `columns` names the context columns in the order of the codes that its recipe is given.
    """

    def __init__(self, recipe: Recipe, selection: EventSelection = EVERYTHING, columns: tuple[str, ...] = ()) -> None:
        self.recipe = recipe
        self.selection = selection
        self.columns = columns
        self.popular = FadingCounts(half_life=DAY)
        self.time = EventTime()
        self.sequence = 0

    def observe(
        self, interactions: Iterable[Interaction], types: Iterable[int], values: Iterable[float | None]
    ) -> None:
        """Learn events in the order they came, those whose type and value are learned from."""
        learned: list[Interaction] = []
        for interaction, type, value in zip(interactions, types, values, strict=True):
            weight = self.selection.weight(type, value)
            if weight > 0.0:
                self.popular.add(interaction.item, self.time.advance(interaction.time), weight)
                learned.append(interaction if weight == interaction.weight else interaction._replace(weight=weight))
        self.recipe.observe(*learned)


def train(events: Events, build: Callable[[], Recipe], selection: EventSelection) -> Model:
    """Learn from `events` those that are selected."""
    weights = selection.weights_of(events)
    learned = events.taking(weights > 0.0)
    model = Model(build(), selection, tuple(events.contexts))
    if len(learned):
        model.popular.add_many(learned.items, learned.times.astype(float), weights[weights > 0.0])
        model.time.advance(float(learned.times[-1]))
    model.recipe.train(learned, weights[weights > 0.0])
    return model


def interactions(events: Events, weights: npt.NDArray[np.float64]) -> list[Interaction]:
    """The rows of `events` one by one."""
    codes = [column.tolist() for column in events.contexts.values()]
    contexts = zip(*codes, strict=True) if codes else repeat(())
    columns = (events.users, events.sessions, events.items, events.times.astype(float), weights)
    return list(map(Interaction, *(column.tolist() for column in columns), contexts))
