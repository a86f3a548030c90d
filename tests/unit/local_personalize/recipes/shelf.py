"""Items with attributes, as recipes are told of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from local_personalize.filters.attribute_tests import Attributes


@dataclass
class Shelf:
    """Items by index, each with its attributes, and with its time of creation in epoch seconds where it is given."""

    rows: list[Attributes | None]
    times: Sequence[float] = field(default_factory=tuple)

    def __len__(self) -> int:
        return len(self.rows)

    def attributes(self, item: int) -> Attributes | None:
        """The item's attributes."""
        return self.rows[item] if item < len(self.rows) else None

    def created(self, item: int) -> float:
        """The time given for the item, or 0."""
        return self.times[item] if item < len(self.times) else 0.0


def topics(*names: str | None) -> list[Attributes | None]:
    """One item for each topic, without attributes for None."""
    return [None if name is None else {"TOPIC": frozenset((name,))} for name in names]
