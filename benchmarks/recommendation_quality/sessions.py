"""Readers' sessions, the newest ones kept."""

from collections import OrderedDict

SESSION_GAP = 1800.0
LONGEST_SESSION = 50


class Session:
    """The items of one visit in order of their first reading."""

    __slots__ = ("items", "key", "last")

    def __init__(self, key: str | None) -> None:
        self.key = key
        self.items: list[int] = []
        self.last = 0.0


class SessionLog:
    """The `capacity` newest sessions, and the one each user is in.

    Events that name a session belong to it; events without one (bulk data has none) belong together until the user
    pauses for half an hour.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.current: OrderedDict[int, Session] = OrderedDict()

    def continued(self, user: int, key: str | None, time: float) -> Session:
        """The session which an event of `user` belongs to: the one under way, or a new one."""
        session = self.current.get(user)
        if session is None or not self._continues(session, key, time):
            session = Session(key)
            self.current[user] = session
            self.current.move_to_end(user)
            if len(self.current) > self.capacity:
                self.current.popitem(last=False)
        session.last = max(session.last, time)
        return session

    @staticmethod
    def _continues(session: Session, key: str | None, time: float) -> bool:
        if key is None or session.key is None:
            return time - session.last <= SESSION_GAP
        return session.key == key
