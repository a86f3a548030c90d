"""Graphs of the dashboard, all in one size."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias, cast

from aws_cdk import aws_cloudwatch as cloudwatch

Row: TypeAlias = Sequence[cloudwatch.IWidget]

_WIDTH: Final = 8
_HEIGHT: Final = 6
_FULL_WIDTH: Final = 24


def graph(
    title: str,
    metrics: Mapping[str, cloudwatch.Metric | cloudwatch.MathExpression],
    *,
    unit: str = "",
    lines: Mapping[str, float] | None = None,
) -> cloudwatch.IWidget:
    """One graph of metrics by label, with horizontal `lines` by label."""
    labelled = [metric.with_(label=label) for label, metric in metrics.items()]
    annotations = [cloudwatch.HorizontalAnnotation(label=label, value=value) for label, value in (lines or {}).items()]
    widget = cloudwatch.GraphWidget(
        title=title,
        left=[cast(cloudwatch.IMetric, metric) for metric in labelled],
        left_annotations=annotations,
        left_y_axis=cloudwatch.YAxisProps(min=0, label=unit, show_units=False),
        width=_WIDTH,
        height=_HEIGHT,
    )
    return cast(cloudwatch.IWidget, widget)


def heading(title: str) -> Row:
    text = cloudwatch.TextWidget(markdown=f"## {title}", width=_FULL_WIDTH, height=1)
    return [cast(cloudwatch.IWidget, text)]


def alarm_overview(alarms: Sequence[cloudwatch.Alarm]) -> Row:
    widget = cloudwatch.AlarmStatusWidget(
        title="Alarms", alarms=[cast(cloudwatch.IAlarm, alarm) for alarm in alarms], width=_FULL_WIDTH, height=4
    )
    return [cast(cloudwatch.IWidget, widget)]
