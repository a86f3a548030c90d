"""What recipes are told of items besides the events."""

from typing import Protocol

from local_personalize.filters.attribute_tests import Attributes


class Items(Protocol):
    """The items of a dataset group, by index; there may be more of them with every event and record."""

    def __len__(self) -> int:
        """How many items there are."""
        ...

    def attributes(self, item: int) -> Attributes | None:
        """The item's numbers and categories by column; None for an item without a record."""
        ...

    def created(self, item: int) -> float:
        """When the item came into being, in epoch seconds: by its record, or else when it was first seen."""
        ...
