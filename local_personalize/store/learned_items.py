"""The items of a dataset group without the columns that a solution does not learn from."""

from collections.abc import Iterable

from local_personalize.filters.attribute_tests import Attributes
from local_personalize.recipes.items import Items


class LearnedItems:
    """Items as a recipe is told of them; `excluded` names columns in any case."""

    def __init__(self, items: Items, excluded: Iterable[str]) -> None:
        self.items = items
        self.excluded = frozenset(name.upper() for name in excluded)

    def __len__(self) -> int:
        """How many items there are."""
        return len(self.items)

    def attributes(self, item: int) -> Attributes | None:
        """The item's attributes in the other columns; None for an item without a record."""
        known = self.items.attributes(item)
        return known and {name: value for name, value in known.items() if name not in self.excluded}

    def created(self, item: int) -> float:
        """When the item came into being, in epoch seconds."""
        return self.items.created(item)
