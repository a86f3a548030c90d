"""The model of Lambda's event source, held against what AWS says of the real one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from tests.integration.ingestion.kinesis_event_source import FIRST_SEQUENCE_NUMBER, KinesisEventSource, context_with

Answer = Mapping[str, Any] | None


class Bench:
    """A function on one shard that answers, or raises, as a test says; the clock stands still until it is set."""

    def __init__(self, answer: Callable[[list[int]], Answer], *, records: int = 4, **settings: Any) -> None:
        self.answer, self.time = answer, 0.0
        self.deliveries: list[list[int]] = []
        self.given_up: list[Mapping[str, Any]] = []
        self.source = KinesisEventSource(
            "s", self._handle, self.given_up.append, lambda: self.time, shards=1, parallelisation=1, **settings
        )
        self.source.put_payloads([("key", b"x")] * records)

    def _handle(self, event: dict[str, Any], _: Any) -> Answer:
        numbers = [int(record["kinesis"]["sequenceNumber"]) - FIRST_SEQUENCE_NUMBER for record in event["Records"]]
        self.deliveries.append(numbers)
        return self.answer(numbers)

    def run(self) -> None:
        while self.source.busy:
            self.source.deliver(self.source.busy[0], context_with(lambda: 1000))


def failing(*numbers: int) -> Callable[[list[int]], Answer]:
    return lambda batch: {
        "batchItemFailures": [
            {"itemIdentifier": str(FIRST_SEQUENCE_NUMBER + number)} for number in numbers if number in batch
        ]
    }


def raising(_: Sequence[int]) -> Answer:
    raise RuntimeError


def test_everything_from_the_lowest_failed_record_comes_again_successes_included() -> None:
    bench = Bench(failing(3, 1), retries=0)
    bench.run()
    assert bench.deliveries[:2] == [[0, 1, 2, 3], [1, 2, 3]]


@pytest.mark.parametrize("answer", [None, {}, {"batchItemFailures": []}, {"batchItemFailures": None}])
def test_no_failures_are_a_success(answer: Answer) -> None:
    bench = Bench(lambda _: answer)
    bench.run()
    assert bench.deliveries == [[0, 1, 2, 3]]


@pytest.mark.parametrize("identifier", ["", None, "7"])
def test_an_identifier_that_is_none_fails_the_whole_batch_which_is_halved(identifier: str | None) -> None:
    bench = Bench(lambda _: {"batchItemFailures": [{"itemIdentifier": identifier}]}, retries=0)
    bench.run()
    assert bench.deliveries == [[0, 1, 2, 3], [0, 1], [0], [1], [2, 3], [2], [3]]


def test_a_raised_error_is_halved_down_to_a_record_which_is_retried_and_then_described_to_the_destination() -> None:
    bench = Bench(raising, records=2, retries=2)
    bench.run()
    assert bench.deliveries == [[0, 1], [0], [0], [0], [1], [1], [1]]
    assert [message["requestContext"]["condition"] for message in bench.given_up] == ["RetryAttemptsExhausted"] * 2
    assert bench.given_up[0]["KinesisBatchInfo"]["startSequenceNumber"] == str(FIRST_SEQUENCE_NUMBER)


def test_a_record_that_is_too_old_is_described_and_no_longer_delivered() -> None:
    bench = Bench(failing(), record_age=60)
    bench.time = 61
    bench.source.put_payloads([("key", b"x")])
    bench.run()
    assert bench.deliveries == [[4]]
    [message] = bench.given_up
    assert message["requestContext"]["condition"] == "RecordAgeExceeded"
    assert message["KinesisBatchInfo"]["batchSize"] == 4


def test_records_of_one_partition_key_are_in_one_lane_and_stay_in_order() -> None:
    bench = Bench(failing(), records=0)
    bench.source.shards, bench.source.parallelisation = 2, 3
    bench.source.put_payloads([(f"key{number % 5}", b"x") for number in range(50)])
    bench.run()
    for key in range(5):
        of_key = [number for batch in bench.deliveries for number in batch if number % 5 == key]
        assert of_key == list(range(key, 50, 5))
