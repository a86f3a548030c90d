"""What both consumers do with a batch: transform each payload, group calls, park what can never succeed."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

from newsrec.ingestion.ports import DeadLetter, DeadLetterQueue
from newsrec.transform import Reject
from newsrec.unavailable import Unavailable

MOST_PER_CALL = 10
"""Amazon Personalize takes at most 10 events, and at most 10 items, in one call."""

T = TypeVar("T")
Group = Sequence[tuple[str, T]]
"""Values with their positions, dealt with together and in order."""


def good(outcomes: Mapping[str, T | Reject]) -> Mapping[str, T]:
    return {position: outcome for position, outcome in outcomes.items() if not isinstance(outcome, Reject)}


def grouped(values: Mapping[str, T], key: Callable[[T], Hashable]) -> Sequence[Group[T]]:
    """The values in groups of one key, each in the order of the stream."""
    groups: dict[Hashable, list[tuple[str, T]]] = {}
    for position, value in values.items():
        groups.setdefault(key(value), []).append((position, value))
    return list(groups.values())


def at_most(size: int, values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def deliver_each(
    groups: Iterable[Group[T]], send: Callable[[Sequence[T]], None], executor: Executor
) -> dict[str, Unavailable]:
    """Sends every group side by side; one that fails fails its own positions only."""

    def delivered(group: Group[T]) -> Mapping[str, Unavailable]:
        try:
            send([value for _, value in group])
        except Unavailable as failure:
            return dict.fromkeys((position for position, _ in group), failure)
        return {}

    return dict(chain.from_iterable(failed.items() for failed in executor.map(delivered, groups)))


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """A batch whose good records are dealt with, but for those in `failed`; `settle` says so record by record.

    `outcomes` and `payloads` are by position, the record's sequence number in its stream.
    """

    payloads: Mapping[str, bytes]
    outcomes: Mapping[str, T | Reject]
    failed: Mapping[str, Unavailable]
    dead_letters: DeadLetterQueue

    @property
    def parked(self) -> int:
        """How many of the records can never succeed."""
        return sum(isinstance(outcome, Reject) for outcome in self.outcomes.values())

    def settle(self, position: str) -> None:
        """Parks a rejected record. Raises `Unavailable` for one that must come again."""
        outcome = self.outcomes[position]
        if isinstance(outcome, Reject):
            letter = DeadLetter(payload=self.payloads[position], position=position, reason=outcome.reason)
            self.dead_letters.park(letter)
        elif position in self.failed:
            raise self.failed[position]
