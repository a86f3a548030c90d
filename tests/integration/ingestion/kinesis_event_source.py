"""Lambda's event source for Kinesis, as AWS describes it, for handlers that run in this process.

Records of a partition key stay in order, in one lane of their shard; lanes are read side by side. With
ReportBatchItemFailures the lowest reported sequence number is the checkpoint: all from it on comes again, successes
included. A raised error, and an empty, missing or foreign identifier, fail the whole batch, which is then halved;
halving does not use up a retry. What is given up is described, not sent, to the on-failure destination. That nothing is
delivered twice is nowhere promised.
"""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import SimpleNamespace
from typing import Any
from zlib import crc32

FIRST_SEQUENCE_NUMBER = 10**20

Handler = Callable[[dict[str, Any], Any], Any]


@dataclass(frozen=True)
class Record:
    sequence_number: str
    partition_key: str
    data: bytes
    arrived: float
    shard: int


@dataclass
class Batch:
    """Records of one lane that are delivered together, and how often that has failed."""

    records: list[Record]
    failures: int = 0


@dataclass
class Lane:
    waiting: list[Record] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    """Being delivered: the first one now, the others after it."""

    @property
    def all(self) -> list[Record]:
        return [*chain.from_iterable(batch.records for batch in self.batches), *self.waiting]


@dataclass
class KinesisEventSource:
    stream: str
    handler: Handler
    on_failure: Callable[[Mapping[str, Any]], None]
    clock: Callable[[], float]
    shards: int = 2
    parallelisation: int = 2
    batch_size: int = 12
    retries: int = 3
    record_age: float = 3600
    records: list[Record] = field(default_factory=list)
    """All that the stream holds."""
    lanes: dict[tuple[int, int], Lane] = field(default_factory=dict)

    def put_payloads(self, records: Sequence[tuple[str, bytes]]) -> Sequence[int]:
        """PutRecords: takes all of the (partition key, payload) pairs."""
        for key, data in records:
            shard, lane = divmod(crc32(key.encode()) % (self.shards * self.parallelisation), self.parallelisation)
            number = str(FIRST_SEQUENCE_NUMBER + len(self.records))
            record = Record(number, key, data, self.clock(), shard)
            self.records.append(record)
            self.lanes.setdefault((shard, lane), Lane()).waiting.append(record)
        return ()

    def read(self, shard_id: str, *, first: str, last: str) -> Sequence[tuple[str, bytes]]:
        """The records of a shard between two sequence numbers."""
        return [
            (record.partition_key, record.data)
            for record in self.records
            if _shard_id(record.shard) == shard_id and int(first) <= int(record.sequence_number) <= int(last)
        ]

    @property
    def busy(self) -> Sequence[Lane]:
        return [lane for lane in self.lanes.values() if lane.waiting or lane.batches]

    def deliver(self, lane: Lane, context: Any, *, answer_lost: bool = False) -> None:
        """Invokes the function with the lane's next batch; a lost answer has it delivered again as if it never was."""
        if not lane.batches:
            lane.batches = [Batch(lane.waiting[: self.batch_size])]
            lane.waiting = lane.waiting[self.batch_size :]
        batch = lane.batches[0]
        self._give_up_old_ones(batch)
        remaining = self._invoked(batch, context) if batch.records else []
        if not answer_lost:
            lane.batches[:1] = remaining
            for given_up in [one for one in remaining if one.failures > self.retries]:
                lane.batches.remove(given_up)
                self._give_up(given_up.records, "RetryAttemptsExhausted")

    def _invoked(self, batch: Batch, context: Any) -> list[Batch]:
        """What is left to deliver of the batch."""
        records = batch.records
        try:
            answer = json.loads(json.dumps(self.handler(self._event(records), context)))
        except BaseException:  # a function may die of anything
            return _halved(batch)
        failures = (answer or {}).get("batchItemFailures") or []
        if not failures:
            return []
        places = {record.sequence_number: place for place, record in enumerate(records)}
        failed = [places.get(failure.get("itemIdentifier") or "") for failure in failures]
        known = [place for place in failed if place is not None]
        if len(known) < len(failed):
            return _halved(batch)
        checkpoint = min(known)
        again = records[checkpoint:]
        return [Batch(again)] if checkpoint else [Batch(again, batch.failures + 1)]

    def _give_up_old_ones(self, batch: Batch) -> None:
        oldest = self.clock() - self.record_age
        old = [record for record in batch.records if record.arrived < oldest]
        if old:
            batch.records = [record for record in batch.records if record.arrived >= oldest]
            self._give_up(old, "RecordAgeExceeded")

    def _give_up(self, records: Sequence[Record], condition: str) -> None:
        self.on_failure(
            {
                "requestContext": {"condition": condition},
                "KinesisBatchInfo": {
                    "shardId": _shard_id(records[0].shard),
                    "startSequenceNumber": records[0].sequence_number,
                    "endSequenceNumber": records[-1].sequence_number,
                    "batchSize": len(records),
                    "streamArn": f"arn:aws:kinesis:eu-west-1:123456789012:stream/{self.stream}",
                },
            }
        )

    def _event(self, records: Sequence[Record]) -> dict[str, Any]:
        return {
            "Records": [
                {
                    "eventSource": "aws:kinesis",
                    "eventID": f"{_shard_id(record.shard)}:{record.sequence_number}",
                    "kinesis": {
                        "partitionKey": record.partition_key,
                        "sequenceNumber": record.sequence_number,
                        "data": base64.b64encode(record.data).decode(),
                        "approximateArrivalTimestamp": record.arrived,
                    },
                }
                for record in records
            ]
        }


def context_with(milliseconds_left: Callable[[], int]) -> Any:
    """What Lambda tells a function about its invocation."""
    return SimpleNamespace(
        function_name="consumer",
        memory_limit_in_mb=512,
        invoked_function_arn="arn:aws:lambda:eu-west-1:123456789012:function:consumer",
        aws_request_id="request",
        get_remaining_time_in_millis=milliseconds_left,
    )


def _halved(batch: Batch) -> list[Batch]:
    middle = len(batch.records) // 2
    if middle:
        return [Batch(batch.records[:middle], batch.failures), Batch(batch.records[middle:], batch.failures)]
    return [Batch(batch.records, batch.failures + 1)]


def _shard_id(shard: int) -> str:
    return f"shardId-{shard:012}"
