"""What is read most right now, from clicks counted in windows of a quarter of an hour."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=15)
LEAST_CLICKS: Final = 300
"""Fewer say little about what comes next: at night the count goes further back until it has so many."""
LONGEST_BACK: Final = timedelta(hours=6)


def window_at(time: datetime) -> str:
    """The window that a moment is in, by when it began, in UTC: `2026-03-02T09:15`."""
    return _beginning(time).strftime("%Y-%m-%dT%H:%M")


def windows_back_from(now: datetime) -> Iterator[str]:
    """The window under way and those before it, as far back as is ever counted."""
    return (window_at(now - number * WINDOW) for number in range(LONGEST_BACK // WINDOW))


def clicks_now(windows: Iterable[Mapping[str, int]], now: datetime) -> Mapping[str, float]:
    """The clicks of the last quarter of an hour by article, the most clicked first; of more time where they are few.

    `windows` are the clicks of the windows back from `now`; no more of them are taken than it needs. The clicks of the
    window before the one under way count as if they had come evenly: by the part of it that is not yet too old.
    """
    back, none = iter(windows), dict[str, int]()
    under_way, before = next(back, none), next(back, none)
    not_too_old = 1 - (now - _beginning(now)) / WINDOW
    clicks: dict[str, float] = dict(under_way)
    for article_id, count in before.items():
        clicks[article_id] = clicks.get(article_id, 0) + not_too_old * count
    if sum(clicks.values()) < LEAST_CLICKS:
        clicks = dict(_enough(back, Counter(under_way) + Counter(before)))
    return dict(sorted(clicks.items(), key=lambda entry: (-entry[1], entry[0])))


def _enough(back: Iterable[Mapping[str, int]], clicks: Counter[str]) -> Mapping[str, int]:
    for window in back:
        if clicks.total() >= LEAST_CLICKS:
            break
        clicks.update(window)
    return clicks


def _beginning(time: datetime) -> datetime:
    utc = time.astimezone(UTC)
    return utc - timedelta(minutes=utc.minute % 15, seconds=utc.second, microseconds=utc.microsecond)
