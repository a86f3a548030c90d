"""When a newsroom publishes and when its readers come: busy days, quiet nights, weekends at half speed."""

from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

PUBLISHING_HOURS: Final = (
    0.8, 0.4, 0.3, 0.3, 0.6, 2.2, 4.5, 5.8, 6.2, 6.4, 6.6, 6.6,
    6.2, 6.0, 6.2, 6.4, 6.6, 6.4, 5.6, 4.8, 4.0, 3.2, 2.2, 1.4,
)  # fmt: skip
READING_HOURS: Final = (
    2.0, 1.1, 0.6, 0.5, 0.5, 1.0, 2.3, 4.1, 6.1, 5.4, 5.7, 6.2,
    6.3, 6.9, 6.5, 6.4, 6.6, 6.2, 5.2, 4.9, 4.6, 4.0, 3.9, 3.0,
)  # fmt: skip
_WEEKDAYS: Final = (1.1, 1.1, 1.0, 0.95, 0.9, 0.5, 0.5)


def draw_times(
    count: int, start: datetime, end: datetime, hours: tuple[float, ...], rng: np.random.Generator
) -> NDArray[np.float64]:
    """`count` moments in `[start, end)`, ascending, in seconds after `start`; the hours are those of `end`'s zone."""
    begin = start.astimezone(end.tzinfo)
    first_hour = begin.replace(minute=0, second=0, microsecond=0)
    lead = (begin - first_hour).total_seconds()
    span = (end - begin).total_seconds()
    edges = np.arange(0.0, span + lead + 3600.0, 3600.0) - lead
    clock = [first_hour + timedelta(hours=index) for index in range(len(edges) - 1)]
    weights = np.array([hours[moment.hour] * _WEEKDAYS[moment.weekday()] for moment in clock])
    inside = np.clip(edges, 0.0, span)
    mass = np.concatenate(([0.0], np.cumsum(weights * np.diff(inside))))
    return np.sort(np.interp(rng.random(count) * mass[-1], mass, inside))
