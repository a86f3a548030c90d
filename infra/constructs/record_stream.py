"""A Kinesis stream of source records and the one function that reads it."""

from typing import Final, cast

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.security import acknowledge
from infra.settings import Settings

_DEAD_LETTER_RETENTION: Final = cdk.Duration.days(14)


class DeadLetters(Construct):
    """The queue of records that could not be processed, kept for the 14 days that SQS allows at most."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self.queue = sqs.Queue(
            self,
            "Queue",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=_DEAD_LETTER_RETENTION,
        )
        acknowledge(self.queue, "This is the dead-letter queue: nothing consumes it, so nothing fails on.", "SQS3")

    def grant_park(self, grantee: iam.IGrantable) -> None:
        """Put a refused record away with its reason."""
        iam.Grant.add_to_principal(
            grantee=grantee, actions=["sqs:SendMessage"], resource_arns=[self.queue.queue_arn]
        ).assert_success()


class RecordStream(Construct):
    """Source records in order of arrival per partition key; whoever reads them starts with `feed`."""

    def __init__(self, scope: Construct, id: str, *, settings: Settings) -> None:
        super().__init__(scope, id)
        self._settings = settings
        on_demand = settings.stream_shards is None
        self.stream = kinesis.Stream(
            self,
            "Stream",
            stream_mode=kinesis.StreamMode.ON_DEMAND if on_demand else kinesis.StreamMode.PROVISIONED,
            shard_count=settings.stream_shards,
            retention_period=cdk.Duration.hours(settings.stream_retention_hours),
            encryption=kinesis.StreamEncryption.MANAGED,
            removal_policy=cdk.RemovalPolicy.RETAIN if settings.keep_data else cdk.RemovalPolicy.DESTROY,
        )

    def feed(self, consumer: lambda_.Function, *, dead_letters: DeadLetters) -> None:
        """Hand every batch to `consumer`; a failing one is halved, retried, and at last described in the queue."""
        settings = self._settings
        consumer.add_event_source(
            event_sources.KinesisEventSource(
                self.stream,
                starting_position=lambda_.StartingPosition.TRIM_HORIZON,
                batch_size=settings.stream_batch_size,
                max_batching_window=cdk.Duration.seconds(settings.stream_batching_window),
                parallelization_factor=settings.stream_parallelisation,
                report_batch_item_failures=True,
                bisect_batch_on_error=True,
                retry_attempts=settings.stream_retries,
                max_record_age=cdk.Duration.seconds(settings.stream_record_age),
                on_failure=cast(lambda_.IEventSourceDlq, event_sources.SqsDlq(dead_letters.queue)),
            )
        )

    def grant_publish(self, grantee: iam.IGrantable) -> None:
        """Put records into the stream."""
        iam.Grant.add_to_principal(
            grantee=grantee,
            actions=["kinesis:PutRecord", "kinesis:PutRecords"],
            resource_arns=[self.stream.stream_arn],
        ).assert_success()
