"""Alarms on single metrics, and the product's own metrics that they look at."""

from typing import Final, cast

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.settings import Settings

PERIOD: Final = cdk.Duration.minutes(5)
HOUR: Final = cdk.Duration.hours(1)

NAMESPACE: Final = "NewsRecommender"


def own_metric(service: str, name: str) -> cloudwatch.Metric:
    """The sum of a metric that the function of `lambdas/<service>` emits."""
    return cloudwatch.Metric(
        namespace=NAMESPACE,
        metric_name=name,
        dimensions_map={"service": service},
        statistic=cloudwatch.Stats.SUM,
        period=PERIOD,
    )


class Alarms(Construct):
    """All alarms of an environment; each is told to the topic, and says what it means and what to look at first."""

    def __init__(self, scope: Construct, id: str, *, settings: Settings, topic: sns.Topic) -> None:
        super().__init__(scope, id)
        self._settings = settings
        self._action = cast(cloudwatch.IAlarmAction, actions.SnsAction(cast(sns.ITopic, topic)))
        self.all: list[cloudwatch.Alarm] = []

    def above(
        self,
        name: str,
        metric: cloudwatch.Metric,
        threshold: float,
        *,
        means: str,
        periods: int = 1,
        out_of: int | None = None,
    ) -> None:
        """Alarm while the metric is above `threshold` in `periods` of the last `out_of` periods; no data is fine."""
        self._add(
            name,
            metric,
            threshold=threshold,
            alarm_description=means,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            datapoints_to_alarm=periods,
            evaluation_periods=out_of or periods,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )

    def silent(self, name: str, metric: cloudwatch.Metric, *, periods: int, means: str) -> None:
        """Alarm when nothing was counted in any of the last `periods` periods, or no data came at all."""
        self._add(
            name,
            metric,
            threshold=1,
            alarm_description=means,
            comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
            evaluation_periods=periods,
            treat_missing_data=cloudwatch.TreatMissingData.BREACHING,
        )

    def _add(self, name: str, metric: cloudwatch.Metric, **how: object) -> None:
        alarm = cloudwatch.Alarm(
            self,
            name,
            alarm_name=self._settings.named(name),
            metric=cast(cloudwatch.IMetric, metric),
            **how,  # pyright: ignore[reportArgumentType]
        )
        alarm.add_alarm_action(self._action)
        self.all.append(alarm)
