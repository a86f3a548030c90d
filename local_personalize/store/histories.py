"""What every reader touched, in memory: for filters, and as the context of a request."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from local_personalize.store.events import Events

EVENTS_PER_TYPE = 100
Touch = tuple[int, int, int]
"""Time, item index and event type index."""


class Histories:
    """Each user's events: those loaded as columns, and those that came since."""

    def __init__(self, loaded: Events, users: int) -> None:
        order = np.argsort(loaded.users, kind="stable")
        self.starts: npt.NDArray[np.int64] = np.searchsorted(loaded.users[order], np.arange(users + 1))
        self.times = loaded.times[order]
        self.items = loaded.items[order]
        self.types = loaded.types[order]
        self.live: dict[int, list[Touch]] = {}

    def add(self, user: int, item: int, type: int, time: int) -> None:
        """Append an event."""
        self.live.setdefault(user, []).append((time, item, type))

    def newest_first(self, user: int) -> list[Touch]:
        """A user's events, the newest first."""
        touches: list[Touch] = []
        if user < len(self.starts) - 1:
            rows = slice(int(self.starts[user]), int(self.starts[user + 1]))
            touches = list(
                zip(self.times[rows].tolist(), self.items[rows].tolist(), self.types[rows].tolist(), strict=True)
            )
        touches += self.live.get(user, ())
        touches.sort(key=lambda touch: touch[0])
        touches.reverse()
        return touches

    def considered(self, user: int) -> Iterator[Touch]:
        """The newest hundred events of each type, which is what filters look at."""
        counts: dict[int, int] = {}
        for touch in self.newest_first(user):
            counts[touch[2]] = counts.get(touch[2], 0) + 1
            if counts[touch[2]] <= EVENTS_PER_TYPE:
                yield touch
