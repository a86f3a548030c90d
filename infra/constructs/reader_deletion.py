"""How readers who asked to be forgotten leave the data that models are trained on."""

from typing import Final, cast

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as targets
from constructs import Construct

from infra.constructs.news_function import NewsFunction
from infra.data import DataStack
from infra.security import acknowledge, wildcard
from infra.settings import Settings

_GIVE_UP_AFTER: Final = cdk.Duration.hours(6)


class ReaderDeletion(Construct):
    """A function that begins one deletion job for all who wait, and its schedule; who still waits waits for the next.

    A job takes up to a day and its dataset group is neither filled nor trained on meanwhile, so there is one a day.
    """

    def __init__(self, scope: Construct, id: str, *, settings: Settings, data: DataStack) -> None:
        super().__init__(scope, id)
        datasets = data.datasets
        self.function = NewsFunction(
            self,
            "ForgetReaders",
            settings=settings,
            name="forget_readers",
            description="Has the readers who asked to be forgotten deleted from the models' data.",
            timeout=cdk.Duration.seconds(settings.batch_timeout),
            environment={
                "READER_INTERESTS_TABLE": data.tables.reader_interests.table_name,
                "DATA_BUCKET": datasets.bucket.bucket_name,
                "DATASET_GROUP_ARN": datasets.group.attr_dataset_group_arn,
                "PERSONALIZE_ROLE_ARN": datasets.import_role.role_arn,
            },
        ).function
        data.tables.grant_forget(self.function)
        datasets.grant_delete_readers(self.function)
        starter = iam.Role(
            self, "Starter", assumed_by=cast(iam.IPrincipal, iam.ServicePrincipal("scheduler.amazonaws.com"))
        )
        acknowledge(
            starter,
            "The scheduler's own grant covers the function's versions, of which there are none.",
            wildcard(self.function, self.function.function_arn, ":*"),
        )
        scheduler.Schedule(
            self,
            "Daily",
            schedule=scheduler.ScheduleExpression.expression(
                f"cron({settings.deletion_schedule})", cdk.TimeZone.of("Etc/UTC")
            ),
            description="Starts the deletion of forgotten readers.",
            target=cast(
                scheduler.IScheduleTarget,
                targets.LambdaInvoke(
                    cast(lambda_.IFunction, self.function),
                    role=cast(iam.IRole, starter),
                    max_event_age=_GIVE_UP_AFTER,
                ),
            ),
        )
