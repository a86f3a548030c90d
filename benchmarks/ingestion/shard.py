"""A shard of a Kinesis stream as Lambda delivers it to a function that may die at any moment."""

import base64
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

from benchmarks.ingestion.disorder import StreamRecord
from benchmarks.ingestion.services import Crash, Faults
from newsrec.unavailable import Unavailable

BATCH = 100
_FIRST_POSITION = 10**20

Handler = Callable[[dict[str, Any], Any], Any]


@dataclass(frozen=True)
class Context:
    """What Lambda tells a function about its invocation."""

    function_name: str = "consumer"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:000000000000:function:consumer"
    aws_request_id: str = "benchmark"

    def get_remaining_time_in_millis(self) -> int:
        return 300_000


@dataclass
class Shard:
    """Delivers batches, and counts how often it had to deliver again."""

    handler: Handler
    workers: ThreadPoolExecutor
    """The threads that the function keeps between invocations."""
    faults: Faults
    delivered: int = 0
    """Records in all deliveries."""

    def deliver(self, records: Sequence[StreamRecord], *, start: int = 0, until: int | None = None) -> None:
        """Those from one place to another, until all are dealt with.

        After a failure all from the lowest failed record come again, after a crash or an error half of the batch.
        """
        done, size = start, BATCH
        end = len(records) if until is None else until
        while done < end:
            batch = records[done : min(done + size, end)]
            self.delivered += len(batch)
            failed = self._invoke(batch_event(batch, first=done))
            if failed is None:
                size = max(1, len(batch) // 2)
                continue
            lowest = min((place_of(position) for position in failed), default=done + len(batch))
            done, size = lowest, BATCH

    def _invoke(self, event: dict[str, Any]) -> Sequence[str] | None:
        """The sequence numbers of the failed records, or None for a function that died or raised an error."""
        try:
            answer = self.handler(event, Context())
        except Crash:
            self._bury()
            return None
        except Unavailable:
            return None
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def _bury(self) -> None:
        """Waits until the dead function's threads have met their end: in Lambda they would be gone at once."""
        threads = self.workers._max_workers
        all_idle = Barrier(threads + 1)
        for _ in range(threads):
            self.workers.submit(all_idle.wait)
        all_idle.wait()
        self.faults.dead = False


def position_of(place: int) -> str:
    """The sequence number of the record at this place of the shard."""
    return str(_FIRST_POSITION + place)


def place_of(position: str) -> int:
    return int(position) - _FIRST_POSITION


def batch_event(records: Sequence[StreamRecord], *, first: int) -> dict[str, Any]:
    """What Lambda calls a function with for the records from the place `first` on."""
    return {
        "Records": [
            {
                "eventSource": "aws:kinesis",
                "eventID": f"shardId-000000000000:{position_of(first + number)}",
                "kinesis": {
                    "partitionKey": "reader",
                    "sequenceNumber": position_of(first + number),
                    "data": base64.b64encode(record.payload).decode(),
                    "approximateArrivalTimestamp": record.arrived,
                },
            }
            for number, record in enumerate(records)
        ]
    }
