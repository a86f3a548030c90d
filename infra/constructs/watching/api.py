"""The HTTP API: errors, latency, what lists had to do without."""

from collections.abc import Sequence
from typing import Final

from aws_cdk import aws_apigateway as apigateway

from infra.constructs.watching.alarms import PERIOD, Alarms, own_metric
from infra.constructs.watching.graphs import Row, graph
from infra.settings import Settings

SERVICE: Final = "api"
SOURCES: Final[Sequence[str]] = ("personalised", "trending", "just_published", "popular", "history")
"""What a list can do without, as `Degraded.<source>` names it."""
_PROBLEMS: Final = (
    *("invalid-parameter", "unauthenticated", "forbidden", "not-found", "payload-too-large"),
    *("unavailable", "internal"),
)

_MOST_SERVER_ERRORS: Final = 0.01
_MOST_CLIENT_ERRORS: Final = 0.25
_SLOW_MILLISECONDS: Final = 400
_DEGRADED_LISTS: Final = 20
_NEAR_THE_LIMIT: Final = 0.8


def watch_api(api: apigateway.RestApi, alarms: Alarms, settings: Settings) -> Sequence[Row]:
    """Adds the API's alarms and answers its rows of the dashboard."""
    requests = api.metric_count(period=PERIOD, statistic="Sum")
    server_errors = api.metric_server_error(period=PERIOD, statistic="Average")
    client_errors = api.metric_client_error(period=PERIOD, statistic="Average")
    latency = {name: api.metric_latency(period=PERIOD, statistic=name) for name in ("p50", "p95", "p99")}
    throttled_at = settings.api_requests_per_second * PERIOD.to_seconds()
    alarms.above(
        "api-server-errors",
        server_errors,
        _MOST_SERVER_ERRORS,
        periods=2,
        out_of=3,
        means="More than 1 % of requests fail: look at the Api function's log for errors, then at DynamoDB.",
    )
    alarms.above(
        "api-client-errors",
        client_errors,
        _MOST_CLIENT_ERRORS,
        periods=3,
        means="A quarter of requests is refused: see in the graph of problems why, and in the access log for whom.",
    )
    alarms.above(
        "api-latency",
        latency["p95"],
        _SLOW_MILLISECONDS,
        periods=3,
        means="One list in twenty takes over 400 ms: look at the latency of the campaigns, then at traces in X-Ray.",
    )
    alarms.above(
        "api-near-throttling",
        requests,
        _NEAR_THE_LIMIT * throttled_at,
        periods=2,
        out_of=3,
        means="Traffic is at 80 % of the throttling rate: find a crawler in the access log, or raise the setting "
        "api_requests_per_second.",
    )
    degraded = {source: own_metric(SERVICE, f"Degraded.{source}") for source in SOURCES}
    for source, metric in degraded.items():
        alarms.above(
            f"api-degraded-{source.replace('_', '-')}",
            metric,
            _DEGRADED_LISTS,
            periods=3,
            means=f"Lists are made without the source {source}: look at its campaign or table, errors first.",
        )
    problems = {kind: own_metric(SERVICE, f"Problem.{kind}") for kind in _PROBLEMS}
    alarms.above(
        "api-internal-problem",
        problems["internal"],
        0,
        means="The API met an error that it has no answer for: find it in the Api function's log by its request id.",
    )
    alarms.above(
        "api-unavailable",
        problems["unavailable"],
        0,
        periods=2,
        out_of=3,
        means="Readers get no list, or clicks are lost, as a table or stream is away: look at DynamoDB and Kinesis.",
    )
    events = {name: own_metric(SERVICE, name) for name in ("EventsReceived", "EventsRejected")}
    served = {"items": own_metric(SERVICE, "ItemsServed"), "lists": own_metric("postprocess", "ListsPostprocessed")}
    return [
        [
            graph("Requests", {"requests": requests}, lines={"throttled": throttled_at}),
            graph("Share of failed requests", {"5xx": server_errors, "4xx": client_errors}),
            graph("Latency", latency, unit="ms", lines={"slow": _SLOW_MILLISECONDS}),
        ],
        [
            graph("Lists without a source", degraded, lines={"alarm": _DEGRADED_LISTS}),
            graph("Problems told to callers", problems),
            graph("Served, and events in", {"items": served["items"], "lists in batches": served["lists"], **events}),
        ],
    ]
