"""The operations stack: the dashboard, and the alarms with the topic that they go to."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct, IConstruct

from infra.constructs.alarm_topic import AlarmTopic
from infra.constructs.watching.alarms import Alarms
from infra.constructs.watching.api import watch_api
from infra.constructs.watching.campaigns import watch_campaigns
from infra.constructs.watching.functions import watch_functions
from infra.constructs.watching.graphs import Row, alarm_overview, heading
from infra.constructs.watching.ingestion import watch_queues, watch_streams
from infra.constructs.watching.workflows import watch_workflows
from infra.data import DataStack
from infra.ingestion import IngestionStack
from infra.serving import ServingStack
from infra.settings import Settings

T = TypeVar("T", bound=IConstruct)


class OperationsStack(cdk.Stack):
    """Watches what the stacks made before it hold; functions and queues are found by themselves."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        settings: Settings,
        env: cdk.Environment,
        data: DataStack,
        ingestion: IngestionStack,
        serving: ServingStack,
        state_machines: Mapping[str, sfn.IStateMachine],
    ) -> None:
        super().__init__(scope, id, env=env)
        topic = AlarmTopic(self, "AlarmTopic", settings=settings).topic
        alarms = Alarms(self, "Alarms", settings=settings, topic=topic)
        streams = {"interactions": ingestion.interactions.stream, "articles": ingestion.articles.stream}
        campaigns = {
            "user-personalization": data.datasets.personalised_campaign_arn,
            "trending-now": data.datasets.trending_campaign_arn,
        }
        sections: Mapping[str, Sequence[Row]] = {
            "API": watch_api(serving.api.rest_api, alarms, settings),
            "Models": watch_campaigns(campaigns, alarms, settings),
            "Streams": [
                *watch_streams(streams, alarms),
                *watch_queues(_all(scope, sqs.Queue), alarms),
            ],
            "Workflows": watch_workflows(state_machines, alarms),
            "Functions": watch_functions(_all(scope, lambda_.Function), alarms),
        }
        dashboard = cloudwatch.Dashboard(self, "Dashboard", dashboard_name=settings.named("operations"))
        dashboard.add_widgets(*alarm_overview(alarms.all))
        for title, rows in sections.items():
            for row in (heading(title), *rows):
                dashboard.add_widgets(*row)
        cdk.CfnOutput(self, "DashboardName", value=settings.named("operations"))
        cdk.CfnOutput(self, "AlarmTopicArn", value=topic.topic_arn)


def _all(scope: Construct, kind: type[T]) -> Sequence[T]:
    """Every construct of this kind that the app has so far."""
    return [construct for construct in scope.node.find_all() if isinstance(construct, kind)]
