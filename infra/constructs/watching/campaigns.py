"""The campaigns: whether they answer, and whether what is paid for is used."""

from collections.abc import Mapping, Sequence
from typing import Final

from aws_cdk import aws_cloudwatch as cloudwatch

from infra.constructs.watching.alarms import PERIOD, Alarms
from infra.constructs.watching.graphs import Row, graph
from infra.settings import Settings

_FAILED_REQUESTS: Final = 10
_SLOW_MILLISECONDS: Final = 300
"""The API waits 500 ms for a campaign."""
_HARDLY_USED_PERCENT: Final = 10


def watch_campaigns(campaigns: Mapping[str, str], alarms: Alarms, settings: Settings) -> Sequence[Row]:
    """Adds the alarms of campaigns (ARNs by name) and answers their rows of the dashboard."""
    shares: dict[str, cloudwatch.MathExpression] = {}
    failed: dict[str, cloudwatch.Metric] = {}
    latencies: dict[str, cloudwatch.Metric] = {}
    minimum = settings.campaign_min_tps * PERIOD.to_seconds()
    for name, arn in campaigns.items():
        requests = _metric(arn, "GetRecommendations")
        client_errors = _metric(arn, "GetRecommendations4xxErrors")
        server_errors = _metric(arn, "GetRecommendations5xxErrors")
        latency = _metric(arn, "GetRecommendationsLatency", statistic="Average")
        alarms.above(
            f"campaign-{name}-above-minimum",
            requests,
            minimum,
            periods=12,
            means=f"For an hour the campaign {name} is asked more than its minimum, which costs more and may be "
            "throttled: look for crawlers, then raise campaign_min_tps.",
        )
        alarms.above(
            f"campaign-{name}-client-errors",
            client_errors,
            _FAILED_REQUESTS,
            periods=3,
            means=f"The campaign {name} refuses requests: look for throttling, then whether its filter is gone.",
        )
        alarms.above(
            f"campaign-{name}-server-errors",
            server_errors,
            _FAILED_REQUESTS,
            periods=3,
            means=f"Amazon Personalize fails to answer for the campaign {name}: look at the AWS Health Dashboard.",
        )
        alarms.above(
            f"campaign-{name}-latency",
            latency,
            _SLOW_MILLISECONDS,
            periods=3,
            means=f"The campaign {name} is slow, and lists stop waiting at 500 ms: look at its use of the minimum.",
        )
        shares[name] = cloudwatch.MathExpression(
            expression=f"100 * {_id(name)} / ({settings.campaign_min_tps} * PERIOD({_id(name)}))",
            using_metrics={_id(name): requests},  # pyright: ignore[reportArgumentType]
            period=PERIOD,
        )
        failed |= {f"{name} 4xx": client_errors, f"{name} 5xx": server_errors}
        latencies[name] = latency
    return [
        [
            graph(
                "Use of the minimum that is paid for",
                shares,
                unit="%",
                lines={"more costs more": 100, "hardly used: lower campaign_min_tps": _HARDLY_USED_PERCENT},
            ),
            graph("Failed requests", failed, lines={"alarm": _FAILED_REQUESTS}),
            graph("Latency", latencies, unit="ms", lines={"slow": _SLOW_MILLISECONDS}),
        ]
    ]


def _id(name: str) -> str:
    """A name as metric math takes it."""
    return name.replace("-", "_")


def _metric(campaign_arn: str, name: str, *, statistic: str = "Sum") -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="AWS/Personalize",
        metric_name=name,
        dimensions_map={"CampaignArn": campaign_arn},
        statistic=statistic,
        period=PERIOD,
    )
