"""Who subscribed to a digest, as the newsroom's subscriber system exports it: one JSON object a line."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final, NamedTuple

from newsrec.digest.model import Recipient
from newsrec.rules.decoding import InvalidDocument, Length, Name, decode

_ADDRESS: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")


class _Address(NamedTuple):
    """A constraint: something that a mail can be addressed to; whether it may be is checked with the mail."""

    def complaint(self, value: str) -> str | None:
        return None if _ADDRESS.fullmatch(value) else "must be one email address"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    reader_id: Name
    email: Annotated[str, _Address()]
    name: Annotated[str, Length(0, 256)] | None = None
    time_zone: Annotated[str, Length(1, 50)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """`time_zone` is None for a reader who gets the digest in the digest's own."""

    recipient: Recipient
    time_zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidLine:
    """A line that names nobody to write to; the first is number 1."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Each reader once, in the order of the file; `repeated` counts the lines of readers who were named before."""

    subscribers: tuple[Subscriber, ...]
    invalid: tuple[InvalidLine, ...]
    repeated: int


def read_audience(lines: Iterable[bytes]) -> Audience:
    """Never fails: a line that cannot be used is among the invalid ones."""
    subscribers: dict[str, Subscriber] = {}
    invalid: list[InvalidLine] = []
    repeated = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            read = decode(_Line, json.loads(line))
        except (InvalidDocument, ValueError, RecursionError) as error:
            invalid.append(InvalidLine(number=number, reason=_reason(error)))
            continue
        if read.reader_id in subscribers:
            repeated += 1
            continue
        recipient = Recipient(reader_id=read.reader_id, email=read.email, name=read.name or None)
        subscribers[read.reader_id] = Subscriber(recipient=recipient, time_zone=read.time_zone)
    return Audience(subscribers=tuple(subscribers.values()), invalid=tuple(invalid), repeated=repeated)


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, InvalidDocument) else "$: must be JSON in UTF-8"
