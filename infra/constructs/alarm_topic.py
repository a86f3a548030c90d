"""Where alarms go."""

from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.settings import Settings


class AlarmTopic(Construct):
    """The one topic that all alarms of the environment are published to, with the newsroom's address if it has one."""

    def __init__(self, scope: Construct, id: str, *, settings: Settings) -> None:
        super().__init__(scope, id)
        # Alarms can't publish to a topic under AWS's own key for SNS, whose policy nobody can change.
        key = kms.Key(
            self,
            "Key",
            description=f"Encrypts the alarms of newsrec, environment {settings.environment}.",
            enable_key_rotation=True,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        self.topic = sns.Topic(
            self,
            "Topic",
            display_name=f"newsrec {settings.environment}",
            master_key=cast(kms.IKey, key),
            enforce_ssl=True,
        )
        alarms = iam.ServicePrincipal("cloudwatch.amazonaws.com").with_conditions(
            {"StringEquals": {"aws:SourceAccount": cdk.Stack.of(self).account}}
        )
        # The policy that enforces TLS replaces the one that would let this account publish.
        self.topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[cast(iam.IPrincipal, alarms)], actions=["sns:Publish"], resources=[self.topic.topic_arn]
            )
        )
        key.grant(cast(iam.IGrantable, alarms), "kms:Decrypt", "kms:GenerateDataKey*")
        if settings.alarm_email:
            self.topic.add_subscription(
                cast(sns.ITopicSubscription, subscriptions.EmailSubscription(settings.alarm_email))
            )
