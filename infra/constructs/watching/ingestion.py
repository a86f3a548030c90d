"""Both streams with their consumers, and every queue of what was given up."""

from collections.abc import Mapping, Sequence
from typing import Final

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_sqs as sqs

from infra.constructs.watching.alarms import PERIOD, Alarms, own_metric
from infra.constructs.watching.functions import name_of
from infra.constructs.watching.graphs import Row, graph

_OLD_MILLISECONDS: Final = 300_000
_MANY_PARKED: Final = 100


def watch_streams(streams: Mapping[str, kinesis.Stream], alarms: Alarms) -> Sequence[Row]:
    """Adds the alarms of streams by kind, which `lambdas/ingest_<kind>` consumes, and answers their row."""
    ages: dict[str, cloudwatch.Metric] = {}
    records: dict[str, cloudwatch.Metric] = {}
    refused: dict[str, cloudwatch.Metric] = {}
    for kind, stream in streams.items():
        age = stream.metric_get_records_iterator_age_milliseconds(period=PERIOD, statistic="Maximum")
        throttled = stream.metric_write_provisioned_throughput_exceeded(period=PERIOD, statistic="Sum")
        received, parked, again = (
            own_metric(f"ingest_{kind}", name) for name in ("RecordsReceived", "RecordsParked", "RecordsToRedeliver")
        )
        alarms.above(
            f"{kind}-late",
            age,
            _OLD_MILLISECONDS,
            periods=3,
            means=f"Records of {kind} wait over 5 minutes: look at errors of ingest-{kind}, then at what it calls.",
        )
        alarms.above(
            f"{kind}-stream-full",
            throttled,
            0,
            periods=2,
            out_of=3,
            means=f"The stream of {kind} refuses records: look for a replay or a burst, then raise stream_shards.",
        )
        alarms.above(
            f"{kind}-parked",
            parked,
            _MANY_PARKED,
            means=f"Many {kind} can't be read, as when a source changes its form: see `newsrec dead-letters list`.",
        )
        alarms.above(
            f"{kind}-redelivered",
            again,
            0,
            periods=6,
            means=f"For half an hour {kind} come again and again: the log of ingest-{kind} says what refuses them.",
        )
        ages[kind] = age
        records[kind] = received
        refused |= {f"{kind} parked": parked, f"{kind} to redeliver": again, f"{kind} not taken": throttled}
    return [
        [
            graph("Records received", records),
            graph("Records refused", refused),
            graph("Age of what is read", ages, unit="ms", lines={"late": _OLD_MILLISECONDS}),
        ]
    ]


def watch_queues(queues: Sequence[sqs.Queue], alarms: Alarms) -> Sequence[Row]:
    """Adds an alarm per queue, all of which hold what was given up, and answers their row of the dashboard."""
    waiting = {
        name_of(queue): queue.metric_approximate_number_of_messages_visible(period=PERIOD, statistic="Maximum")
        for queue in queues
    }
    for name, metric in waiting.items():
        alarms.above(
            f"{name}-waiting",
            metric,
            0,
            means=f"Something was given up and waits in the queue {name}: read its messages (of records by `newsrec "
            "dead-letters list`), mend the cause, then replay or start again.",
        )
    return [[graph("Given up and waiting", waiting)]]
