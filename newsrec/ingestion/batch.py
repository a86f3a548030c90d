"""What both consumers do with a batch: transform each payload, group calls, park what can never succeed."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from newsrec.ingestion.deadline import UNHURRIED, Deadline
from newsrec.ingestion.ports import DeadLetter, DeadLetterQueue
from newsrec.ingestion.rejects import refused
from newsrec.transform import Reject
from newsrec.unavailable import Unacceptable, Unavailable

MOST_PER_CALL = 10
"""Amazon Personalize takes at most 10 events, and at most 10 items, in one call."""

T = TypeVar("T")
Group = Sequence[tuple[str, T]]
"""Values with their positions, dealt with together and in order."""

Problems = dict[str, Reject | Unavailable]
"""By position what became of the values that did not get through: for good, or for now."""


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


def failing(group: Group[T], failure: Unavailable) -> Problems:
    return {position: failure for position, _ in group}


def in_order(group: Group[T], deal_with: Callable[[T], Reject | None]) -> Problems:
    """Deals with one value after the other; one that must come again holds up all after it."""
    problems: Problems = {}
    for place, (position, value) in enumerate(group):
        try:
            reject = deal_with(value)
        except Unavailable as failure:
            return problems | failing(group[place:], failure)
        if reject:
            problems[position] = reject
    return problems


def told(
    group: Group[T], send: Callable[[Sequence[T]], None], record_of: Callable[[T], Mapping[str, object]]
) -> Problems:
    """Sends a call's values at once; if they are refused for good, one by one, to find the one that is to blame."""

    def send_one(value: T) -> Reject | None:
        try:
            send([value])
        except Unacceptable as refusal:
            return refused(record_of(value), refusal)
        return None

    try:
        send([value for _, value in group])
    except Unavailable as failure:
        return failing(group, failure)
    except Unacceptable:
        return in_order(group, send_one)
    return {}


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """A batch whose good records are dealt with, but for those in `failed`; `settle` says so record by record.

    `outcomes` and `payloads` are by position, the record's sequence number in its stream.
    """

    payloads: Mapping[str, bytes]
    outcomes: Mapping[str, T | Reject]
    failed: Mapping[str, Unavailable]
    dead_letters: DeadLetterQueue
    deadline: Deadline = UNHURRIED

    @property
    def parked(self) -> int:
        """How many of the records can never succeed."""
        return sum(isinstance(outcome, Reject) for outcome in self.outcomes.values())

    def settle(self, position: str) -> None:
        """Parks a rejected record. Raises `Unavailable` for one that must come again."""
        if position in self.failed:
            raise self.failed[position]
        outcome = self.outcomes[position]
        if isinstance(outcome, Reject):
            self.deadline.allow_call()
            letter = DeadLetter(payload=self.payloads[position], position=position, reason=outcome.reason)
            self.dead_letters.park(letter)


def settled(
    payloads: Mapping[str, bytes],
    outcomes: Mapping[str, T | Reject],
    problems: Problems,
    dead_letters: DeadLetterQueue,
    deadline: Deadline,
) -> Batch[T]:
    """The batch after its good records met these problems."""
    rejects = {position: problem for position, problem in problems.items() if isinstance(problem, Reject)}
    failed = {position: problem for position, problem in problems.items() if isinstance(problem, Unavailable)}
    return Batch(payloads, {**outcomes, **rejects}, failed, dead_letters, deadline)
