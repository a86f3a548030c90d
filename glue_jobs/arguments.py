"""What a job is told on its command line, where AWS Glue puts arguments of its own beside the job's."""

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn


class ArgumentError(ValueError):
    """An argument of a job is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """Where a job reads and writes, as URIs or local paths; interactions from `holdout_from` on are not imported."""

    source: str
    output: str
    holdout_from: datetime | None = None


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ArgumentError(message)


def read_arguments(argv: Sequence[str]) -> Arguments:
    """The arguments of a job among all that follow its script's name. Raises `ArgumentError`."""
    parser = _Parser(allow_abbrev=False, add_help=False)
    parser.add_argument("--source", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--holdout-from")
    given, _of_glue = parser.parse_known_args(argv)
    holdout_from = _time("--holdout-from", given.holdout_from) if given.holdout_from is not None else None
    return Arguments(given.source, given.output, holdout_from)


def _time(name: str, text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentError(f"{name}: {text!r} is not a time as ISO 8601 text") from None
    if time.tzinfo is None:
        raise ArgumentError(f"{name}: {text!r} has no zone")
    return time.astimezone(UTC)
