"""What both consumers do with a batch: transform each payload, group calls, park what can never succeed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from newsrec.ingestion.ports import DeadLetter, DeadLetterQueue
from newsrec.transform import Reject, read_payload
from newsrec.unavailable import Unavailable

MOST_PER_CALL = 10
"""Amazon Personalize takes at most 10 events, and at most 10 items, in one call."""

T = TypeVar("T")


def transformed(payload: bytes, to_model: Callable[[object, str], T | Reject]) -> T | Reject:
    read = read_payload(payload)
    return read if isinstance(read, Reject) else to_model(*read)


def at_most(size: int, values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def deliver_each(
    groups: Iterable[Sequence[tuple[str, T]]], send: Callable[[Sequence[T]], None]
) -> Mapping[str, Unavailable]:
    """Sends every group of (position, value); a group that fails fails its own positions only."""
    failed: dict[str, Unavailable] = {}
    for group in groups:
        try:
            send([value for _, value in group])
        except Unavailable as failure:
            failed.update(dict.fromkeys((position for position, _ in group), failure))
    return failed


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """A batch whose grouped calls are made; `settle` finishes one record, or raises so that it comes again.

    `outcomes` and `payloads` are by position, the record's sequence number in its stream.
    """

    payloads: Mapping[str, bytes]
    outcomes: Mapping[str, T | Reject]
    failed: Mapping[str, Unavailable]
    finish: Callable[[str, T], None]
    dead_letters: DeadLetterQueue

    @property
    def parked(self) -> int:
        """How many of the records can never succeed."""
        return sum(isinstance(outcome, Reject) for outcome in self.outcomes.values())

    def settle(self, position: str) -> None:
        """Parks a rejected record, finishes a good one. Raises `Unavailable`."""
        outcome = self.outcomes[position]
        if isinstance(outcome, Reject):
            letter = DeadLetter(payload=self.payloads[position], position=position, reason=outcome.reason)
            self.dead_letters.park(letter)
        elif position in self.failed:
            raise self.failed[position]
        else:
            self.finish(position, outcome)
