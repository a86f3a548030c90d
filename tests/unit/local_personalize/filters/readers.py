"""A user as filters see one."""

from dataclasses import dataclass, field

from local_personalize.filters.evaluation import Attributes


@dataclass
class OneReader:
    """Has events of lower-case types."""

    attributes: Attributes = field(default_factory=dict)
    events: tuple[tuple[str, int], ...] = ()

    def touched(self, event_types: frozenset[str] | None, *, others: bool) -> frozenset[int]:
        return frozenset(item for type, item in self.events if (event_types is None or type in event_types) != others)
