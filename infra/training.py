"""The training stack: from source files to models that serve."""

import aws_cdk as cdk
from constructs import Construct

from infra.constructs.news_function import NewsFunction
from infra.constructs.reader_deletion import ReaderDeletion
from infra.constructs.workflow import Workflow
from infra.data import DataStack
from infra.ingestion import IngestionStack
from infra.settings import Settings

_LONGEST_RUN = cdk.Duration.hours(24)


class TrainingStack(cdk.Stack):
    """The training machine, its schedule, and the function that judges what it trained."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        settings: Settings,
        env: cdk.Environment,
        data: DataStack,
        ingestion: IngestionStack,
    ) -> None:
        super().__init__(scope, id, env=env)
        datasets = data.datasets
        judge = NewsFunction(
            self,
            "JudgeModels",
            settings=settings,
            name="judge_models",
            description="Measures trained models on the newest clicks and says whether they may serve.",
            timeout=cdk.Duration.seconds(settings.batch_timeout),
            environment={
                "DATA_BUCKET": datasets.bucket.bucket_name,
                "UNREAD_FILTER_ARN": datasets.unread_filter.attr_filter_arn,
                "ARTICLES_TABLE": data.tables.articles.table_name,
            },
        ).function
        datasets.grant_judge(judge)
        data.tables.grant_read_articles(judge)

        self.workflow = Workflow(
            self,
            "Training",
            settings=settings,
            name="training",
            timeout=_LONGEST_RUN,
            values={
                "InteractionsJob": ingestion.jobs.interactions.name,
                "ItemsJob": ingestion.jobs.items.name,
                "DataBucket": datasets.bucket.bucket_name,
                "ImportRoleArn": datasets.import_role.role_arn,
                "DatasetGroupArn": datasets.group.attr_dataset_group_arn,
                "InteractionsDatasetArn": datasets.interactions.attr_dataset_arn,
                "ItemsDatasetArn": datasets.items.attr_dataset_arn,
                "JudgeFunctionArn": judge.function_arn,
                "NamePrefix": settings.named(""),
                "PollSeconds": str(settings.training_poll_seconds),
                "HoldoutHours": str(settings.training_holdout_hours),
                "MinTps": str(settings.campaign_min_tps),
            },
        )
        ingestion.jobs.grant_run(self.workflow.machine)
        datasets.grant_train(self.workflow.machine)
        self.workflow.invoke(judge)
        self.workflow.start_at(
            "Nightly",
            cron=settings.training_schedule,
            time_zone="Etc/UTC",
            give_up_after=cdk.Duration.hours(6),
            input={},
        )
        self.reader_deletion = ReaderDeletion(self, "ReaderDeletion", settings=settings, data=data)
        cdk.CfnOutput(self, "TrainingMachineArn", value=self.workflow.machine.state_machine_arn)
