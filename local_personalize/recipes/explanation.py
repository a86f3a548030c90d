"""Why an item stands where it stands: the events that gave it its place."""

from typing import NamedTuple, Protocol, runtime_checkable

from local_personalize.recipes.model import Query


class Contribution(NamedTuple):
    """One event, or one kind of evidence, behind an item's place.

    `kind` names the evidence, such as "neighbouring session"; `item` is the item that was touched, `user` who touched
    it (None: nobody in particular) and `time` when, in epoch seconds. `share` is its part of the whole, 0 to 1.
    """

    kind: str
    item: int
    user: int | None
    time: float
    share: float


@runtime_checkable
class Explainer(Protocol):
    """A recipe that can say why it ranks an item as it does."""

    def explain(self, query: Query, item: int) -> list[Contribution]:
        """What speaks for the item, the largest share first; shares sum to 1, and nothing at all is an empty list."""
        ...
