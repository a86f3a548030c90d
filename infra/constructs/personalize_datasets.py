"""Amazon Personalize as far as CloudFormation makes it; models come from training."""

from typing import Final, cast

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_personalize as personalize
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct, IConstruct

from infra.security import acknowledge, wildcard
from infra.settings import Settings
from newsrec.interests.audience import AVERAGE_READER
from newsrec.training.deletions import DELETIONS, WAITING
from newsrec.training.schemas import (
    FOLLOWED_FILTER,
    INTERACTIONS_SCHEMA,
    ITEMS_SCHEMA,
    TOPICS_FILTER,
    UNREAD_FILTER,
)

_MODELS: Final = ("user-personalization", "trending-now")
"""Solutions and campaigns of these names, with the product's and the environment's prefix, are made by training."""

_IMPORTING: Final = ("personalize:CreateDatasetImportJob", "personalize:DescribeDatasetImportJob")
_TRAINING: Final = (
    "personalize:CreateSolution",
    "personalize:DescribeSolution",
    "personalize:CreateSolutionVersion",
    "personalize:DescribeSolutionVersion",
    "personalize:GetSolutionMetrics",
    "personalize:TagResource",
)
_DEPLOYING: Final = (
    "personalize:CreateCampaign",
    "personalize:DescribeCampaign",
    "personalize:UpdateCampaign",
    "personalize:DeleteCampaign",
)


class PersonalizeDatasets(Construct):
    """The dataset group with its two datasets, the event tracker, the filters of lists and the import bucket."""

    def __init__(self, scope: Construct, id: str, *, settings: Settings) -> None:
        super().__init__(scope, id)
        self._settings = settings
        self.group = personalize.CfnDatasetGroup(self, "Group", name=f"newsrec-{settings.environment}")
        self.interactions = self._dataset("Interactions", INTERACTIONS_SCHEMA)
        self.items = self._dataset("Items", ITEMS_SCHEMA)
        self.tracker = personalize.CfnEventTracker(
            self,
            "Tracker",
            name=settings.named("clicks"),
            dataset_group_arn=self.group.attr_dataset_group_arn,
        )
        self.unread_filter = self._filter("UnreadFilter", "unread", UNREAD_FILTER)
        self.topics_filter = self._filter("TopicsFilter", "unread-on-topics", TOPICS_FILTER)
        self.followed_filter = self._filter("FollowedFilter", "unread-followed", FOLLOWED_FILTER)
        for dependent in (self.tracker, self.unread_filter, self.topics_filter, self.followed_filter):
            dependent.add_resource_dependency(self.interactions)
            dependent.add_resource_dependency(self.items)
        self.bucket = self._bucket()
        self.import_role = self._import_role()

    @property
    def personalised_campaign_arn(self) -> str:
        """Where training puts the User-Personalization model."""
        return self._arn("campaign", "user-personalization")

    @property
    def trending_campaign_arn(self) -> str:
        """Where training puts the Trending-Now model."""
        return self._arn("campaign", "trending-now")

    def grant_train(self, machine: sfn.StateMachine) -> None:
        """Import what a run transformed, train on it, deploy what was trained, and keep the run's summary."""
        solutions = [self._arn("solution", name) for name in _MODELS]
        versions = self._versions
        import_jobs = self._arn("dataset-import-job", "*")
        summaries = "training/*/summary.json"
        datasets = [self.interactions.attr_dataset_arn, self.items.attr_dataset_arn]
        for actions, resources in (
            (_IMPORTING, [*datasets, import_jobs]),
            (_TRAINING, [self.group.attr_dataset_group_arn, *solutions, *versions]),
            (_DEPLOYING, [*solutions, *versions, *self._serving, *self._candidates]),
            (("personalize:GetRecommendations",), self._serving),
            (("s3:PutObject",), [self.bucket.arn_for_objects(summaries)]),
        ):
            machine.add_to_role_policy(iam.PolicyStatement(actions=list(actions), resources=resources))
        machine.add_to_role_policy(self._pass_import_role())
        acknowledge(
            machine,
            "Versions and import jobs get their names when a run makes them; of a run's files only its summary.",
            *(wildcard(machine, arn) for arn in (*versions, import_jobs)),
            wildcard(machine, self.bucket.bucket_arn, f"/{summaries}"),
        )

    def grant_judge(self, function: lambda_.Function) -> None:
        """Ask candidates and what serves about the readers of a run's holdout, and keep what they answered."""
        versions = self._versions
        for actions, resources in (
            (
                ("personalize:GetRecommendations",),
                [*self._serving, *self._candidates, self.unread_filter.attr_filter_arn],
            ),
            (("personalize:DescribeCampaign",), self._serving),
            (("personalize:ListTagsForResource",), versions),
            (("s3:ListBucket",), [self.bucket.bucket_arn]),
            (("s3:GetObject", "s3:PutObject"), [self.bucket.arn_for_objects("training/*")]),
        ):
            function.add_to_role_policy(iam.PolicyStatement(actions=list(actions), resources=list(resources)))
        acknowledge(
            cast(IConstruct, function.role),
            "A run's files lie under the run's name, and its versions get theirs when it trains.",
            wildcard(function, self.bucket.bucket_arn, "/training/*"),
            *(wildcard(function, arn) for arn in versions),
        )

    def grant_request_deletion(self, function: lambda_.Function) -> None:
        """Leave word of readers to delete."""
        waiting = f"{WAITING}*"
        function.add_to_role_policy(
            iam.PolicyStatement(actions=["s3:PutObject"], resources=[self.bucket.arn_for_objects(waiting)])
        )
        acknowledge(
            cast(IConstruct, function.role),
            "Each request is an object of its own.",
            wildcard(function, self.bucket.bucket_arn, f"/{waiting}"),
        )

    def grant_delete_readers(self, function: lambda_.Function) -> None:
        """Delete readers from the datasets, and keep the lists of whom."""
        deletions, jobs = f"{DELETIONS}*", self._arn("data-deletion-job", "*")
        for actions, resources in (
            (("personalize:CreateDataDeletionJob",), [self.group.attr_dataset_group_arn, jobs]),
            (("s3:ListBucket",), [self.bucket.bucket_arn]),
            (("s3:GetObject", "s3:PutObject", "s3:DeleteObject"), [self.bucket.arn_for_objects(deletions)]),
        ):
            function.add_to_role_policy(iam.PolicyStatement(actions=list(actions), resources=list(resources)))
        function.add_to_role_policy(self._pass_import_role())
        acknowledge(
            cast(IConstruct, function.role),
            "Requests and jobs get their names when they are made.",
            wildcard(function, self.bucket.bucket_arn, f"/{deletions}"),
            wildcard(function, jobs),
        )

    def grant_read_average(self, grantee: iam.IGrantable) -> None:
        """Read what readers read about on average."""
        iam.Grant.add_to_principal(
            grantee=grantee, actions=["s3:GetObject"], resource_arns=[self.bucket.arn_for_objects(AVERAGE_READER)]
        ).assert_success()

    def grant_put_events(self, function: lambda_.Function) -> None:
        """Send interactions through the tracker."""
        policy = iam.Policy(
            function,
            "PutEvents",
            statements=[iam.PolicyStatement(actions=["personalize:PutEvents"], resources=["*"])],
            roles=[function.role] if function.role else None,
        )
        acknowledge(
            policy,
            "PutEvents has no resource to name; only who knows the tracking id can write.",
            "IAM5[Resource::*]",
        )

    def grant_put_items(self, grantee: iam.IGrantable) -> None:
        """Add articles to the items dataset one by one."""
        iam.Grant.add_to_principal(
            grantee=grantee, actions=["personalize:PutItems"], resource_arns=[self.items.attr_dataset_arn]
        ).assert_success()

    def grant_recommend(self, grantee: iam.IGrantable) -> None:
        """Ask both campaigns, with every filter that lists are asked with."""
        iam.Grant.add_to_principal(
            grantee=grantee,
            actions=["personalize:GetRecommendations"],
            resource_arns=[
                self.personalised_campaign_arn,
                self.trending_campaign_arn,
                self.unread_filter.attr_filter_arn,
                self.topics_filter.attr_filter_arn,
                self.followed_filter.attr_filter_arn,
            ],
        ).assert_success()

    def _pass_import_role(self) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            actions=["iam:PassRole"],
            resources=[self.import_role.role_arn],
            conditions={"StringEquals": {"iam:PassedToService": "personalize.amazonaws.com"}},
        )

    @property
    def _versions(self) -> list[str]:
        return [f"{self._arn('solution', name)}/*" for name in _MODELS]

    @property
    def _serving(self) -> list[str]:
        return [self._arn("campaign", name) for name in _MODELS]

    @property
    def _candidates(self) -> list[str]:
        return [self._arn("campaign", f"{name}-candidate") for name in _MODELS]

    def _arn(self, resource: str, name: str) -> str:
        """Of what training makes; `*` for all of them."""
        named = name if name == "*" else self._settings.named(name)
        return cdk.Stack.of(self).format_arn(service="personalize", resource=resource, resource_name=named)

    def _dataset(self, kind: str, schema: str) -> personalize.CfnDataset:
        avro = personalize.CfnSchema(self, f"{kind}Schema", name=self._settings.named(kind.lower()), schema=schema)
        return personalize.CfnDataset(
            self,
            kind,
            name=self._settings.named(kind.lower()),
            dataset_type=kind,
            dataset_group_arn=self.group.attr_dataset_group_arn,
            schema_arn=avro.attr_schema_arn,
        )

    def _filter(self, id: str, name: str, expression: str) -> personalize.CfnFilter:
        return personalize.CfnFilter(
            self,
            id,
            name=self._settings.named(name),
            dataset_group_arn=self.group.attr_dataset_group_arn,
            filter_expression=expression,
        )

    def _bucket(self) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "Data",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            versioned=True,
            lifecycle_rules=[
                s3.LifecycleRule(
                    abort_incomplete_multipart_upload_after=cdk.Duration.days(1),
                    noncurrent_version_expiration=cdk.Duration.days(30),
                ),
                s3.LifecycleRule(prefix=DELETIONS, expiration=cdk.Duration.days(90)),
            ],
            removal_policy=cdk.RemovalPolicy.RETAIN if self._settings.keep_data else cdk.RemovalPolicy.DESTROY,
        )
        bucket.add_to_resource_policy(self._read_by_personalize(["s3:ListBucket"], bucket.bucket_arn))
        bucket.add_to_resource_policy(
            self._read_by_personalize(["s3:GetObject", "s3:PutObject"], bucket.arn_for_objects("*"))
        )
        acknowledge(
            bucket, "Only import jobs of this account use it; CloudTrail data events audit them where wanted.", "S1"
        )
        return bucket

    def _import_role(self) -> iam.Role:
        role = iam.Role(
            self,
            "ImportRole",
            assumed_by=self._personalize(),
            description="Lets Amazon Personalize read import files and write exports.",
        )
        role.add_to_policy(iam.PolicyStatement(actions=["s3:ListBucket"], resources=[self.bucket.bucket_arn]))
        role.add_to_policy(
            iam.PolicyStatement(actions=["s3:GetObject", "s3:PutObject"], resources=[self.bucket.arn_for_objects("*")])
        )
        bucket_id = cdk.Stack.of(self).get_logical_id(cast(s3.CfnBucket, self.bucket.node.default_child))
        acknowledge(
            role,
            "An import job reads every file under the folder it is pointed at.",
            f"IAM5[Resource::<{bucket_id}.Arn>/*]",
        )
        return role

    def _read_by_personalize(self, actions: list[str], resource: str) -> iam.PolicyStatement:
        return iam.PolicyStatement(principals=[self._personalize()], actions=actions, resources=[resource])

    def _personalize(self) -> iam.IPrincipal:
        stack = cdk.Stack.of(self)
        principal = iam.ServicePrincipal("personalize.amazonaws.com").with_conditions(
            {
                "StringEquals": {"aws:SourceAccount": stack.account},
                "ArnLike": {"aws:SourceArn": stack.format_arn(service="personalize", resource="*")},
            }
        )
        return cast(iam.IPrincipal, principal)
