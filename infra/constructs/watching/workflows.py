"""The state machines: whether their executions come to a good end, and whether they start at all."""

from collections.abc import Mapping, Sequence
from typing import Final

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_stepfunctions as sfn

from infra.constructs.watching.alarms import HOUR, PERIOD, Alarms
from infra.constructs.watching.graphs import Row, graph

DAILY: Final = "digest"
"""The machine that must start every day."""
_A_DAY_AND_A_BIT: Final = 26


def watch_workflows(machines: Mapping[str, sfn.IStateMachine], alarms: Alarms) -> Sequence[Row]:
    """Adds the alarms of machines by name and answers their row of the dashboard."""
    ended_badly: dict[str, cloudwatch.Metric] = {}
    succeeded: dict[str, cloudwatch.Metric] = {}
    durations: dict[str, cloudwatch.Metric] = {}
    for name, machine in machines.items():
        bad_ends = {
            "failed": machine.metric_failed(period=PERIOD, statistic="Sum"),
            "timed-out": machine.metric_timed_out(period=PERIOD, statistic="Sum"),
            "aborted": machine.metric_aborted(period=PERIOD, statistic="Sum"),
        }
        for how, metric in bad_ends.items():
            alarms.above(
                f"{name}-{how}",
                metric,
                0,
                means=f"An execution of the {name} workflow did not end well ({how}): open it in Step Functions and "
                "look at the state that is red.",
            )
            ended_badly[f"{name} {how}"] = metric
        if name == DAILY:
            alarms.silent(
                f"{name}-not-started",
                machine.metric_started(period=HOUR, statistic="Sum"),
                periods=_A_DAY_AND_A_BIT,
                means=f"The {name} workflow has not started for 26 hours: look at its schedule, then at its queue of "
                "missed starts.",
            )
        succeeded[name] = machine.metric_succeeded(period=PERIOD, statistic="Sum")
        durations[name] = machine.metric_time(period=PERIOD, statistic="Maximum")
    return [
        [
            graph("Executions that ended badly", ended_badly),
            graph("Executions that succeeded", succeeded),
            graph("Duration", durations, unit="ms"),
        ]
    ]
