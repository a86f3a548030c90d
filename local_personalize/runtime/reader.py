"""The user of a request, as filters see one."""

from local_personalize.filters.evaluation import NO_ATTRIBUTES
from local_personalize.store.group import GroupData


class GroupReader:
    """A user's attributes and the items the user touched."""

    def __init__(self, group: GroupData, user_id: str) -> None:
        self.group = group
        self.user = group.users.indexes.get(user_id)
        self.attributes = group.user_attributes.get(user_id, NO_ATTRIBUTES)

    def touched(self, event_types: frozenset[str] | None, *, others: bool) -> frozenset[int]:
        """Items with an event of one of the lower-case types (None: any; `others`: of any type but these)."""
        if self.user is None:
            return frozenset()
        names = self.group.types.names
        wanted = {type for type, name in enumerate(names) if (event_types is None or name in event_types) != others}
        return frozenset(item for _, item, type in self.group.histories.considered(self.user) if type in wanted)
