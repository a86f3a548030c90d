"""How fast one reader can click: who clicks faster is a machine, and its surplus counts for nothing."""

from datetime import datetime, timedelta

PACE_WINDOW = timedelta(seconds=10)
MOST_CLICKS_PER_WINDOW = 10
"""Of one reader's clicks in one window only so many count."""


def pace_window(occurred_at: datetime) -> int:
    """The number of the window that a click falls into, counted since 1970."""
    return int(occurred_at.timestamp() // PACE_WINDOW.total_seconds())
