"""What a job is told on its command line, where AWS Glue puts arguments of its own beside the job's."""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NoReturn

from pydantic import TypeAdapter, ValidationError

from newsrec.training.data_quality import Limits
from newsrec.transform import SOURCE_NAMES

ALL: Final = "all"
_SWITCH: Final = ("true", "false")
_LIMITS: Final = TypeAdapter(Limits)


class ArgumentError(ValueError):
    """An argument of a job is missing or wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """What to read, what of it to use, and where to write; places are URIs or local paths.

    `source_schema` names the form of rows that say none. Interactions from `holdout_from` on are not imported.
    """

    source: str
    output: str
    as_of: datetime
    """The time that counts as now."""
    source_schema: str = "generic"
    state: str | None = None
    """What one series of runs remembers: the last good run, and with `since_last` the files that were taken."""
    since_last: bool = False
    """Only what is new since the last run that ended well."""
    holdout_from: datetime | None = None
    history_days: int | None = None
    """Interactions that are longer ago are left out."""
    min_events_per_reader: int = 1
    """Readers with fewer interactions to import are left out."""
    forgotten: str | None = None
    """Where it stands which readers had themselves forgotten: nothing of theirs is used."""
    limits: Limits = field(default_factory=Limits)
    code_version: str = "unknown"

    @property
    def history(self) -> timedelta:
        return timedelta.max if self.history_days is None else timedelta(days=self.history_days)

    def as_json(self) -> Mapping[str, Any]:
        return {
            "source": self.source,
            "source_schema": self.source_schema,
            "as_of": self.as_of.isoformat(),
            "history_days": self.history_days,
            "holdout_from": self.holdout_from.isoformat() if self.holdout_from else None,
            "min_events_per_reader": self.min_events_per_reader,
            "since_last": self.since_last,
        }


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ArgumentError(message)


def read_arguments(argv: Sequence[str], *, now: datetime) -> Arguments:
    """The arguments of a job among all that follow its script's name. Raises `ArgumentError`."""
    parser = _Parser(allow_abbrev=False, add_help=False)
    parser.add_argument("--source", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--source-schema", default="generic", choices=SOURCE_NAMES)
    parser.add_argument("--state")
    parser.add_argument("--since-last", default="false", choices=_SWITCH)
    parser.add_argument("--holdout-from")
    parser.add_argument("--as-of")
    parser.add_argument("--history-days", default=ALL)
    parser.add_argument("--min-events-per-reader", default="1")
    parser.add_argument("--forgotten")
    parser.add_argument("--limits", default="{}")
    parser.add_argument("--code-version", default="unknown")
    given, _of_glue = parser.parse_known_args(argv)
    days = given.history_days
    arguments = Arguments(
        source=given.source,
        output=given.output,
        as_of=_time("--as-of", given.as_of) if given.as_of is not None else now,
        source_schema=given.source_schema,
        state=given.state,
        since_last=given.since_last == "true",
        holdout_from=_time("--holdout-from", given.holdout_from) if given.holdout_from is not None else None,
        history_days=None if days == ALL else _at_least_one("--history-days", days, or_else=f" or {ALL!r}"),
        min_events_per_reader=_at_least_one("--min-events-per-reader", given.min_events_per_reader),
        forgotten=given.forgotten,
        limits=_limits(given.limits),
        code_version=given.code_version,
    )
    if arguments.since_last:
        _require_an_increment(arguments)
    return arguments


def _require_an_increment(arguments: Arguments) -> None:
    if arguments.state is None:
        raise ArgumentError("--since-last: needs --state, where the files that were taken are kept")
    if arguments.holdout_from is not None:
        raise ArgumentError("--since-last: not with --holdout-from, for what is held out would never be imported")
    if arguments.min_events_per_reader > 1:
        raise ArgumentError("--since-last: not with --min-events-per-reader, which needs all of a reader's events")


def _time(name: str, text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentError(f"{name}: {text!r} is not a time as ISO 8601 text") from None
    if time.tzinfo is None:
        raise ArgumentError(f"{name}: {text!r} has no zone")
    return time.astimezone(UTC)


def _at_least_one(name: str, text: str, *, or_else: str = "") -> int:
    # More digits would be no number of days that a calendar has.
    if not (text.isascii() and text.isdigit() and len(text) <= 8 and int(text)):
        raise ArgumentError(f"{name}: {text!r} is not a whole number from 1 to 99999999{or_else}")
    return int(text)


def _limits(text: str) -> Limits:
    try:
        return _LIMITS.validate_json(text)
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False, include_context=False, include_input=False)
        path = ".".join(str(part) for part in ("--limits", *first["loc"]))
        raise ArgumentError(f"{path}: {first['msg']}") from None
