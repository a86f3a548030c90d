"""The operators' side of the dead-letter queue: look through it, and take out what has been dealt with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Self

from newsrec.aws.clients import OutsideError, client
from newsrec.ingestion.batch import at_most
from newsrec.ingestion.dead_letters import Refused, read_refused
from newsrec.unavailable import Unavailable

MOST_PER_CALL: Final = 10
MOST_CALLS: Final = 1_000
"""A look ends after so many answers, even if the queue is being filled as fast as it is read."""
HELD_SECONDS: Final = 300
WAIT_SECONDS: Final = 1
"""Waiting makes SQS ask all its servers, so an empty answer means an empty queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedMessage:
    message_id: str
    sent_at: datetime
    refused: Refused


class DeadLetterLook:
    """One look through the queue at what was sent before `now`, each message once.

    A message is held back from others while the `with` block lasts, and given back at its end unless it was removed.
    Every method raises `Unavailable`.
    """

    def __init__(self, queue_url: str, *, now: datetime) -> None:
        self._queue_url = queue_url
        self._now = now
        self._receipts: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for receipts in at_most(MOST_PER_CALL, list(self._receipts.values())):
            entries = [
                {"Id": str(number), "ReceiptHandle": receipt, "VisibilityTimeout": 0}
                for number, receipt in enumerate(receipts)
            ]
            self._call("change_message_visibility_batch", Entries=entries)

    def __iter__(self) -> Iterator[QueuedMessage]:
        for _ in range(MOST_CALLS):
            received = self._receive()
            if not received:
                return
            seen = self._receipts.keys() & {message["MessageId"] for message in received}
            for message in received:
                self._receipts[message["MessageId"]] = message["ReceiptHandle"]
            for message in map(_queued, received):
                if message.sent_at < self._now and message.message_id not in seen:
                    yield message

    def remove(self, message: QueuedMessage) -> None:
        self._call("delete_message", ReceiptHandle=self._receipts[message.message_id])
        del self._receipts[message.message_id]

    def _receive(self) -> Sequence[Mapping[str, Any]]:
        answer = self._call(
            "receive_message",
            MaxNumberOfMessages=MOST_PER_CALL,
            VisibilityTimeout=HELD_SECONDS,
            WaitTimeSeconds=WAIT_SECONDS,
            MessageSystemAttributeNames=["SentTimestamp"],
        )
        return answer.get("Messages", ())

    def _call(self, operation: str, **arguments: object) -> Mapping[str, Any]:
        try:
            return getattr(client("sqs"), operation)(QueueUrl=self._queue_url, **arguments)
        except OutsideError as error:
            raise Unavailable(f"dead-letter queue: {error}") from error


def _queued(message: Mapping[str, Any]) -> QueuedMessage:
    return QueuedMessage(
        message_id=message["MessageId"],
        sent_at=datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC),
        refused=read_refused(message["Body"]),
    )
