"""What both stream consumers share: Kinesis records in, the ones to deliver again out."""

import base64
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.kinesis_stream_event import KinesisStreamRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.observability import logger, metrics
from newsrec.aws.counters import Counters
from newsrec.ingestion.batch import Batch
from newsrec.ingestion.deadline import Deadline

SIDE_BY_SIDE = ThreadPoolExecutor(max_workers=8)
"""For calls that wait on the network, kept between invocations."""


def payloads_of(event: Mapping[str, Any]) -> Mapping[str, bytes]:
    """The payload of each record by its sequence number, in stream order."""
    return {
        record["kinesis"]["sequenceNumber"]: base64.b64decode(record["kinesis"]["data"]) for record in event["Records"]
    }


def arrivals_of(event: Mapping[str, Any]) -> Mapping[str, datetime]:
    """When the stream took each record, by its sequence number."""
    return {
        record["kinesis"]["sequenceNumber"]: datetime.fromtimestamp(
            record["kinesis"]["approximateArrivalTimestamp"], UTC
        )
        for record in event["Records"]
    }


def deadline_of(context: LambdaContext) -> Deadline:
    return Deadline(lambda: context.get_remaining_time_in_millis() / 1000)


def counters_with(deadline: Deadline) -> Counters:
    return Counters(
        reader_interests=os.environ["READER_INTERESTS_TABLE"],
        just_published=os.environ["JUST_PUBLISHED_TABLE"],
        article_clicks=os.environ["ARTICLE_CLICKS_TABLE"],
        awaiting_article=os.environ["AWAITING_ARTICLE_TABLE"],
        deadline=deadline,
    )


def settle_each(event: dict[str, Any], context: LambdaContext, batch: Batch[Any]) -> PartialItemFailureResponse:
    """Parks what can never succeed and answers which records must come again."""
    processor = BatchProcessor(event_type=EventType.KinesisDataStreams, raise_on_entire_batch_failure=False)

    def settle(record: KinesisStreamRecord) -> None:
        batch.settle(record.kinesis.sequence_number)

    with processor(event["Records"], settle, context):
        processor.process()  # pyright: ignore[reportUnknownMemberType]
    response = processor.response()
    metrics.add_metric("RecordsReceived", MetricUnit.Count, len(batch.payloads))
    metrics.add_metric("RecordsParked", MetricUnit.Count, batch.parked)
    metrics.add_metric("RecordsToRedeliver", MetricUnit.Count, len(response["batchItemFailures"]))
    logger.info("batch settled", records=len(batch.payloads), parked=batch.parked, response=response)
    return response
