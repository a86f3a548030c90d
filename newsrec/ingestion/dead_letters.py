"""What lies in the dead-letter queue: records that the consumers parked, and batches that Lambda gave up on."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from newsrec.ingestion.partitioning import KEYS
from newsrec.ingestion.ports import DeadLetter

UNREADABLE = "not a dead letter of this product"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedRecord:
    """A dead letter and the stream, `interactions` or `articles`, that its record came from."""

    letter: DeadLetter
    stream: str

    @property
    def reason(self) -> str:
        return self.letter.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class AbandonedBatch:
    """A batch that Lambda gave up on; its records are still in the Kinesis stream, until that forgets them.

    `first` and `last` are sequence numbers; between them may lie records of other batches, which were dealt with.
    """

    reason: str
    stream: str
    shard_id: str
    first: str
    last: str
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignMessage:
    """A message that somebody else put into the queue."""

    body: str
    reason: str = UNREADABLE


Refused: TypeAlias = ParkedRecord | AbandonedBatch | ForeignMessage
"""Whatever lies in the queue, with the reason for it."""


def letter_body(letter: DeadLetter, stream: str) -> str:
    """The message of a parked record: `{"reason", "position", "stream", "payload"}`, in base64 what is no text."""
    return json.dumps({"reason": letter.reason, "position": letter.position, "stream": stream} | _text(letter.payload))


def read_refused(body: str) -> Refused:
    """What a message of the queue is about."""
    try:
        fields: Mapping[str, Any] = json.loads(body)
        if "KinesisBatchInfo" in fields:
            batch = fields["KinesisBatchInfo"]
            return AbandonedBatch(
                reason=str(fields["requestContext"]["condition"]),
                stream=str(batch["streamArn"]).rpartition("/")[2],
                shard_id=batch["shardId"],
                first=batch["startSequenceNumber"],
                last=batch["endSequenceNumber"],
                records=int(batch["batchSize"]),
            )
        letter = DeadLetter(payload=_payload(fields), position=str(fields["position"]), reason=str(fields["reason"]))
        stream = fields["stream"]
        return ParkedRecord(letter=letter, stream=stream) if stream in KEYS else ForeignMessage(body=body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        return ForeignMessage(body=body)


def refused_record(refused: Refused) -> dict[str, object]:
    """A refused record or batch as an operator reads it."""
    match refused:
        case ParkedRecord(letter=letter, stream=stream):
            return {"reason": letter.reason, "stream": stream, "position": letter.position} | _text(letter.payload)
        case AbandonedBatch():
            position = f"{refused.shard_id}: {refused.first} to {refused.last}"
            return {
                "reason": refused.reason,
                "stream": refused.stream,
                "position": position,
                "records": refused.records,
            }
        case ForeignMessage():
            return {"reason": refused.reason, "stream": None, "position": None, "payload": refused.body}


def _payload(fields: Mapping[str, Any]) -> bytes:
    if "payload_base64" in fields:
        return base64.b64decode(fields["payload_base64"], validate=True)
    return cast(str, fields["payload"]).encode()


def _text(payload: bytes) -> dict[str, object]:
    try:
        return {"payload": payload.decode()}
    except UnicodeDecodeError:
        return {"payload_base64": base64.b64encode(payload).decode()}
