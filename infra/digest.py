"""The digest stack: from subscribers to mails that were sent once."""

import json
from typing import Final, cast

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct, IConstruct

from infra.constructs.mail_sender import MailSender
from infra.constructs.news_function import NewsFunction
from infra.constructs.workflow import Workflow
from infra.data import DataStack
from infra.security import acknowledge, wildcard
from infra.serving import ServingStack
from infra.settings import Settings
from newsrec.digest.definition import digest_ids, load

_RUN: Final = "digests/*"
"""The folder of any run, by digest, date and run."""

_ANY_RUN: Final = "Runs are folders of the data bucket, named when they start."
_SCHEDULED_TIME: Final = "<aws.scheduler.scheduled-time>"
_MOST_AFTER_DEADLINE: Final = cdk.Duration.hours(1)


class DigestStack(cdk.Stack):
    """The digest machine, its functions and its schedules, and the address that mails are sent from."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        settings: Settings,
        env: cdk.Environment,
        data: DataStack,
        serving: ServingStack,
    ) -> None:
        super().__init__(scope, id, env=env)
        self._settings = settings
        self._data = data
        self._sender = MailSender(self, "Sender", settings=settings)
        plan = self._plan()
        recommend = self._recommend()
        compose = self._compose(serving)
        send = self._send()
        summary = self._summary()
        self.functions = (plan, recommend, compose, send, summary)
        self.workflow = self._workflow(
            {
                "PlanFunctionArn": plan,
                "RecommendFunctionArn": recommend,
                "PostprocessFunctionArn": serving.postprocess,
                "ComposeFunctionArn": compose,
                "SendFunctionArn": send,
                "SummaryFunctionArn": summary,
            }
        )
        cdk.CfnOutput(self, "DigestMachineArn", value=self.workflow.machine.state_machine_arn)
        cdk.CfnOutput(self, "DigestSender", value=f"{settings.publisher_name} <{settings.digest_sender}>")
        cdk.CfnOutput(self, "DigestPlanFunctionName", value=plan.function_name)
        cdk.CfnOutput(self, "DigestRecommendFunctionName", value=recommend.function_name)
        cdk.CfnOutput(self, "DigestComposeFunctionName", value=compose.function_name)

    def _plan(self) -> lambda_.Function:
        function = self._function(
            "Plan",
            "Chooses the readers who are due for an edition of a digest.",
            {**self._ledger, **self._data.tables.surfaces_environment},
        )
        self._data.tables.grant_read_ledger(function)
        self._data.tables.grant_read_surfaces(function)
        self._allow_files(function, "s3:GetObject", "audience/*")
        self._allow_files(function, "s3:PutObject", f"{_RUN}/plan.json", f"{_RUN}/batches/*")
        return function

    def _recommend(self) -> lambda_.Function:
        datasets = self._data.datasets
        function = self._function(
            "Recommend",
            "Asks the models what to put into the mails of a batch of readers.",
            {
                **self._ledger,
                **self._data.tables.surfaces_environment,
                "PERSONALISED_CAMPAIGN_ARN": datasets.personalised_campaign_arn,
                "TRENDING_CAMPAIGN_ARN": datasets.trending_campaign_arn,
                "UNREAD_FILTER_ARN": datasets.unread_filter.attr_filter_arn,
            },
        )
        datasets.grant_recommend(function)
        self._data.tables.grant_read_ledger(function)
        self._data.tables.grant_read_surfaces(function)
        self._allow_files(function, "s3:GetObject", f"{_RUN}/batches/*")
        return function

    def _compose(self, serving: ServingStack) -> lambda_.Function:
        settings = self._settings
        publisher = {
            "name": settings.publisher_name,
            "postal_address": settings.publisher_address,
            "site_url": settings.site_url,
            "link_hosts": settings.link_hosts,
        }
        function = self._function(
            "Compose",
            "Composes the mails of a batch of readers and checks them.",
            {
                "ARTICLES_TABLE": self._data.tables.articles.table_name,
                "PUBLISHER": json.dumps(publisher),
                "UNSUBSCRIBE_ADDRESS": f"{serving.api.rest_api.url}unsubscribe",
                "SIGNING_SECRET_NAME": serving.signing_secret.name,
            },
        )
        self._data.tables.grant_read_articles(function)
        serving.signing_secret.grant_sign(function)
        self._allow_files(function, "s3:GetObject", f"{_RUN}/batches/*")
        self._allow_files(function, "s3:PutObject", f"{_RUN}/mails/*")
        return function

    def _send(self) -> lambda_.Function:
        function = self._function(
            "Send",
            "Sends the mails of a batch of readers, each once.",
            {
                **self._ledger,
                "ARTICLES_TABLE": self._data.tables.articles.table_name,
                "SENDER": self._settings.digest_sender,
                "SENDER_NAME": self._settings.publisher_name,
                "CONFIGURATION_SET": self._sender.configuration_set_name,
            },
        )
        self._data.tables.grant_read_articles(function)
        self._data.tables.grant_keep_ledger(function)
        self._sender.grant_send(function)
        self._allow_files(function, "s3:GetObject", f"{_RUN}/mails/*")
        self._allow_files(function, "s3:PutObject", f"{_RUN}/outcomes/*")
        return function

    def _summary(self) -> lambda_.Function:
        function = self._function("Summary", "Sums up what became of every reader of a digest.", self._ledger)
        self._data.tables.grant_read_ledger(function)
        self._allow_files(function, "s3:GetObject", *(f"{_RUN}/{f}" for f in ("plan.json", "outcomes/*", "failures/*")))
        self._allow_files(function, "s3:PutObject", f"{_RUN}/summary.json")
        self._allow_listing(function)
        return function

    def _workflow(self, functions: dict[str, lambda_.Function]) -> Workflow:
        settings, bucket = self._settings, self._data.datasets.bucket
        digests = [load(digest_id) for digest_id in digest_ids()]
        workflow = Workflow(
            self,
            "Workflow",
            settings=settings,
            name="digest",
            timeout=cdk.Duration.minutes(
                max(digest.deadline_minutes for digest in digests) + _MOST_AFTER_DEADLINE.to_minutes()
            ),
            values={name: function.function_arn for name, function in functions.items()}
            | {"DataBucket": bucket.bucket_name},
        )
        workflow.invoke(*functions.values())
        workflow.allow(["s3:ListBucket"], bucket.bucket_arn)
        workflow.allow(["s3:PutObject"], bucket.arn_for_objects(f"{_RUN}/failures/*"))
        self._acknowledge_keys(workflow.machine, f"{_RUN}/failures/*")
        workflow.allow_distributed_map("Batches")
        for digest in digests:
            for zone in settings.digest_time_zones:
                workflow.start_at(
                    f"{digest.id}-{zone.replace('/', '-')}",
                    cron=settings.digest_schedule,
                    time_zone=zone,
                    give_up_after=cdk.Duration.minutes(digest.deadline_minutes),
                    input={"digest": digest.id, "scheduled_at": _SCHEDULED_TIME, "time_zone": zone},
                )
        return workflow

    @property
    def _ledger(self) -> dict[str, str]:
        return {"DIGEST_LEDGER_TABLE": self._data.tables.digest_ledger.table_name}

    def _function(self, step: str, description: str, environment: dict[str, str]) -> lambda_.Function:
        settings = self._settings
        return NewsFunction(
            self,
            step,
            settings=settings,
            name=f"digest_{step.lower()}",
            description=description,
            timeout=cdk.Duration.seconds(settings.batch_timeout),
            environment={"DATA_BUCKET": self._data.datasets.bucket.bucket_name, **environment},
        ).function

    def _allow_files(self, function: lambda_.Function, action: str, *keys: str) -> None:
        bucket = self._data.datasets.bucket
        resources = [bucket.arn_for_objects(key) for key in keys]
        function.add_to_role_policy(iam.PolicyStatement(actions=[action], resources=resources))
        self._acknowledge_keys(cast(IConstruct, function.role), *keys)

    def _acknowledge_keys(self, grantee: IConstruct, *keys: str) -> None:
        bucket = self._data.datasets.bucket
        acknowledge(grantee, _ANY_RUN, *(wildcard(grantee, bucket.bucket_arn, f"/{key}") for key in keys))

    def _allow_listing(self, function: lambda_.Function) -> None:
        function.add_to_role_policy(
            iam.PolicyStatement(
                actions=["s3:ListBucket"],
                resources=[self._data.datasets.bucket.bucket_arn],
                conditions={"StringLike": {"s3:prefix": f"{_RUN}/*"}},
            )
        )
