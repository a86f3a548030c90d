"""The dead-letter queue, and the stream that the website's events go into."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsrec.aws.clients import OutsideError, client
from newsrec.ingestion.ports import DeadLetter
from newsrec.unavailable import Unavailable


@dataclass(frozen=True, slots=True)
class SqsDeadLetters:
    """Letters as SQS messages: `{"reason", "position", "stream", "payload"}`, payload in base64 if it is no text."""

    queue_url: str
    stream: str

    def park(self, letter: DeadLetter) -> None:
        try:
            payload = {"payload": letter.payload.decode()}
        except UnicodeDecodeError:
            payload = {"payload_base64": base64.b64encode(letter.payload).decode()}
        body = {"reason": letter.reason, "position": letter.position, "stream": self.stream} | payload
        try:
            client("sqs").send_message(QueueUrl=self.queue_url, MessageBody=json.dumps(body))
        except OutsideError as error:
            raise Unavailable(f"dead-letter queue: {error}") from error


@dataclass(frozen=True, slots=True)
class RecordStream:
    """A Kinesis stream of JSON records."""

    name: str

    def put(self, records: Sequence[tuple[str, Mapping[str, Any]]]) -> Sequence[int]:
        """Puts at most 500 (partition key, record) pairs; answers the indexes that the stream refused.

        Raises `Unavailable` when it took none.
        """
        try:
            answer = client("kinesis").put_records(
                StreamName=self.name,
                Records=[{"PartitionKey": key, "Data": json.dumps(record).encode()} for key, record in records],
            )
        except OutsideError as error:
            raise Unavailable(f"stream {self.name}: {error}") from error
        return [index for index, record in enumerate(answer["Records"]) if "ErrorCode" in record]
