"""Every Lambda function: errors, throttles, duration."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from aws_cdk import aws_lambda as lambda_
from constructs import IConstruct

from infra.constructs.watching.alarms import PERIOD, Alarms
from infra.constructs.watching.graphs import Row, graph

_OWN_NAME: Final = re.compile(r"(Function|Queue)$")


def name_of(construct: IConstruct) -> str:
    """What a construct is called below its stack: `IngestArticles/Function` is `ingest-articles`."""
    words = _OWN_NAME.sub("", "".join(construct.node.path.split("/")[1:]))
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", words).lower()


def watch_functions(functions: Sequence[lambda_.Function], alarms: Alarms) -> Sequence[Row]:
    """Adds the functions' alarms and answers their row of the dashboard."""
    by_name: Mapping[str, lambda_.Function] = {name_of(function): function for function in functions}
    errors = {name: one.metric_errors(period=PERIOD, statistic="Sum") for name, one in by_name.items()}
    throttles = {name: one.metric_throttles(period=PERIOD, statistic="Sum") for name, one in by_name.items()}
    durations = {name: one.metric_duration(period=PERIOD, statistic="p95") for name, one in by_name.items()}
    for name in by_name:
        alarms.above(
            f"{name}-errors",
            errors[name],
            0,
            periods=2,
            out_of=3,
            means=f"The function {name} fails again and again: its log has the error, its traces the call that failed.",
        )
        alarms.above(
            f"{name}-throttles",
            throttles[name],
            0,
            periods=2,
            out_of=3,
            means=f"The function {name} is not started as often as asked: look at the account's concurrency limit.",
        )
    return [
        [
            graph("Errors", errors),
            graph("Throttles", throttles),
            graph("Duration, p95", durations, unit="ms"),
        ]
    ]
