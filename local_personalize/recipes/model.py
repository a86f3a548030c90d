"""A trained model: a recipe's state, the popular items behind it, and which events it learns from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from local_personalize.recipes.fading import EventTime, FadingCounts
from local_personalize.store.events import Events

DAY = 86400.0
LEARNED_ONE_BY_ONE = 200_000

Ranking = list[tuple[int, float]]
"""Item indexes with positive scores, best first."""


class Recipe(Protocol):
    """Learns event by event, and ranks items."""

    def observe(self, user: int, session: str | None, item: int, time: float, weight: float) -> None:
        """Learn one event; `time` in epoch seconds, `weight` above 0."""
        ...

    def rank(self, user: int | None, read: list[int]) -> Ranking:
        """Items for a user; `read` are the newest items of the user's history, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class EventSelection:
    """Which event types a model learns from, and how much; all of them alike if `weights` is None."""

    weights: Mapping[int, float] | None

    def weight(self, type: int) -> float:
        """The weight of an event type, 0 for one that is not learned from."""
        return 1.0 if self.weights is None else self.weights.get(type, 0.0)


class Model:
    """What a solution version has learned, and goes on learning from streamed events (up to number `sequence`)."""

    def __init__(self, recipe: Recipe, selection: EventSelection) -> None:
        self.recipe = recipe
        self.selection = selection
        self.popular = FadingCounts(half_life=DAY)
        self.time = EventTime()
        self.sequence = 0

    def observe(self, user: int, session: str | None, item: int, type: int, time: float) -> None:
        """Learn one event, if its type is learned from."""
        weight = self.selection.weight(type)
        if weight > 0.0:
            self.popular.add(item, self.time.advance(time), weight)
            self.recipe.observe(user, session, item, time, weight)


def train(events: Events, build: Callable[[], Recipe], selection: EventSelection) -> Model:
    """Learn from `events`: the newest 200,000 one by one, older ones (faded away by then) as popularity only."""
    model = Model(build(), selection)
    older = max(0, len(events) - LEARNED_ONE_BY_ONE)
    if older:
        before = events.taking(slice(0, older))
        model.popular.add_many(before.items, before.times.astype(float))
    newest = events.taking(slice(older, None))
    for row in zip(
        newest.users.tolist(),
        newest.sessions.tolist(),
        newest.items.tolist(),
        newest.types.tolist(),
        newest.times.tolist(),
        strict=True,
    ):
        model.observe(*row)
    return model
