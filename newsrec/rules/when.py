"""Where and when a rule is active."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import Annotated, Final, Literal, NamedTuple

from newsrec.rules.decoding import Name

SurfaceName = Literal["home", "section", "read_next", "digest", "app"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_WEEKDAYS: Final[tuple[Weekday, ...]] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


class TimeZone(NamedTuple):
    """A constraint: a zone of the IANA database."""

    def complaint(self, value: str) -> str | None:
        return None if _zone(value) else "must be a time zone such as Europe/Zurich"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A part of the day: `from_` is included, `until` is not; it goes past midnight where `until` is the earlier."""

    from_: time = time.min
    until: time = time.min

    def hold(self, at: time) -> bool:
        if self.from_ < self.until:
            return self.from_ <= at < self.until
        return at >= self.from_ or at < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Where and when a rule is active: `from_` is included, `until` is not.

    Empty lists mean all surfaces, readers of all segments and every day; days and hours are those of the zone.
    """

    surfaces: tuple[SurfaceName, ...] = ()
    from_: datetime | None = None
    until: datetime | None = None
    segments: tuple[Name, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    hours: Hours | None = None
    timezone: Annotated[str, TimeZone()] = "UTC"

    def holds(self, now: datetime | None, surface: str | None, segments: Sequence[str]) -> bool:
        """Whether it is active; where surface or time is unknown, rules of every surface or time are."""
        return (
            (surface is None or not self.surfaces or surface in self.surfaces)
            and (not self.segments or any(segment in self.segments for segment in segments))
            and (now is None or self._holds_at(now))
        )

    def _holds_at(self, now: datetime) -> bool:
        if (self.from_ and now < self.from_) or (self.until and now >= self.until):
            return False
        if not self.weekdays and not self.hours:
            return True
        local = now.astimezone(_zone(self.timezone) or UTC)
        on_the_day = not self.weekdays or _WEEKDAYS[local.weekday()] in self.weekdays
        return on_the_day and (self.hours is None or self.hours.hold(local.time()))


def _zone(name: str) -> tzinfo | None:
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - few rules ask for the time of day

    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return None


ALWAYS = When()
