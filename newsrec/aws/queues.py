"""The dead-letter queue, and the stream that the website's events go into."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.ingestion.dead_letters import letter_body
from newsrec.ingestion.ports import DeadLetter
from newsrec.ingestion.replay import RecordsGone, StreamRecord
from newsrec.unavailable import Unavailable


@dataclass(frozen=True, slots=True)
class SqsDeadLetters:
    """Where a consumer of `stream` parks what can never succeed."""

    queue_url: str
    stream: str

    def park(self, letter: DeadLetter) -> None:
        try:
            client("sqs").send_message(QueueUrl=self.queue_url, MessageBody=letter_body(letter, self.stream))
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
        return self.put_payloads([(key, json.dumps(record).encode()) for key, record in records])

    def put_payloads(self, records: Sequence[StreamRecord]) -> Sequence[int]:
        """As `put`, for records that are bytes already."""
        try:
            answer = client("kinesis").put_records(
                StreamName=self.name, Records=[{"PartitionKey": key, "Data": payload} for key, payload in records]
            )
        except OutsideError as error:
            raise Unavailable(f"stream {self.name}: {error}") from error
        return [index for index, record in enumerate(answer["Records"]) if "ErrorCode" in record]

    def read(self, shard_id: str, *, first: str, last: str) -> Sequence[StreamRecord]:
        """The records of a shard between two sequence numbers, both included.

        Raises `RecordsGone` when the stream has forgotten the first of them, and `Unavailable`.
        """
        found: list[StreamRecord] = []
        for record in self._records_from(shard_id, first):
            if not found and record["SequenceNumber"] != first:
                break
            if int(record["SequenceNumber"]) > int(last):
                break
            found.append((record["PartitionKey"], record["Data"]))
        if not found:
            raise RecordsGone(f"stream {self.name} no longer holds {shard_id}: {first} to {last}")
        return found

    def _records_from(self, shard_id: str, first: str) -> Iterator[Mapping[str, Any]]:
        kinesis = client("kinesis")
        try:
            iterator: str | None = kinesis.get_shard_iterator(
                StreamName=self.name,
                ShardId=shard_id,
                ShardIteratorType="AT_SEQUENCE_NUMBER",
                StartingSequenceNumber=first,
            )["ShardIterator"]
            while iterator:
                answer = kinesis.get_records(ShardIterator=iterator)
                yield from answer["Records"]
                behind = answer["Records"] or answer["MillisBehindLatest"]
                iterator = answer.get("NextShardIterator") if behind else None
        except OutsideError as error:
            if error_code(error) in _NO_LONGER_THERE:
                return
            raise Unavailable(f"stream {self.name}: {error}") from error


_NO_LONGER_THERE = frozenset({"InvalidArgumentException", "ResourceNotFoundException"})
"""What Kinesis says of a sequence number or a shard that it has forgotten."""
