"""Metric attributions: what came of recommendations, counted from events and imports."""

from collections.abc import Mapping, Sequence
from typing import Any

from local_personalize.control.datasets import find_dataset, schema_of
from local_personalize.control.kinds import DATASET, DATASET_GROUP, METRIC_ATTRIBUTION
from local_personalize.control.listing import page_of
from local_personalize.control.metric_expressions import Metric, parse_metric
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import PENDING, Resource
from local_personalize.errors import InvalidInputError, ResourceAlreadyExistsError
from local_personalize.service import Call, Service
from local_personalize.store.attributed import (
    ItemValues,
    add_sums,
    counted_until,
    forget_sums,
    kept_sums,
    set_counted,
    sums_of_rows,
)
from local_personalize.store.database import kept_events
from local_personalize.store.locations import check_location
from local_personalize.store.streamed_rows import rows_of_events

MOST_METRICS = 10
OLDEST_COUNTED = 14 * 86400.0
"""Events that are older than this, in seconds, when they arrive are not counted."""


def create_metric_attribution(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to count from now on."""
    registry = service.registry
    group = registry.get_active(DATASET_GROUP, request["datasetGroupArn"])
    _check_output(request["metricsOutputConfig"])
    check_quota(registry, METRIC_ATTRIBUTION, call.region, group.arn)
    _check_metrics(service, group.arn, request["metrics"], "metrics")
    arn = call.arn("metric-attribution", request["name"])
    with service.database.transaction():
        attribution = registry.create(METRIC_ATTRIBUTION, arn, {**request, "status": PENDING})
        set_counted(service.database.connection, arn, service.database.newest_sequence())
    service.lifecycle.start(attribution)
    return {"metricAttributionArn": attribution.arn}


def update_metric_attribution(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Add and remove metrics, or change where reports go."""
    del call
    if "metricAttributionArn" not in request:
        raise InvalidInputError("metricAttributionArn: it is needed")
    attribution = service.registry.get_active(METRIC_ATTRIBUTION, request["metricAttributionArn"])
    output = request.get("metricsOutputConfig", attribution["metricsOutputConfig"])
    _check_output(output)
    removed: list[str] = request.get("removeMetrics", [])
    names = {metric["metricName"] for metric in attribution["metrics"]}
    if unknown := [name for name in removed if name not in names]:
        raise InvalidInputError(f"removeMetrics: there is no metric {unknown[0]}")
    kept = [metric for metric in attribution["metrics"] if metric["metricName"] not in removed]
    added: list[dict[str, Any]] = request.get("addMetrics", [])
    if known := [m["metricName"] for m in added if any(m["metricName"] == k["metricName"] for k in kept)]:
        raise ResourceAlreadyExistsError(f"addMetrics: there is a metric {known[0]} already")
    _check_metrics(service, attribution["datasetGroupArn"], [*kept, *added], "addMetrics")
    with service.database.transaction():
        count_streamed(service, attribution["datasetGroupArn"])
        forget_sums(service.database.connection, attribution.arn, removed)
        service.registry.update(attribution, metrics=[*kept, *added], metricsOutputConfig=output)
    return {"metricAttributionArn": attribution.arn}


def delete_metric_attribution(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Stop counting and forget what was counted."""
    del call
    start_attribution_deletion(
        service, service.registry.get_settled(METRIC_ATTRIBUTION, request["metricAttributionArn"])
    )
    return {}


def start_attribution_deletion(service: Service, attribution: Resource) -> None:
    """Do the work of deleting a metric attribution."""
    names = [metric["metricName"] for metric in attribution["metrics"]]
    service.lifecycle.delete(attribution, lambda: forget_sums(service.database.connection, attribution.arn, names))


def list_metrics(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """The metrics of an attribution."""
    if "metricAttributionArn" not in request:
        raise InvalidInputError("metricAttributionArn: it is needed")
    attribution = service.registry.get(METRIC_ATTRIBUTION, request["metricAttributionArn"])
    return page_of(list(enumerate(attribution["metrics"], start=1)), request, call, "metrics", attribution.arn)


def find_attribution(service: Service, group_arn: str) -> Resource | None:
    """The metric attribution of a dataset group, if there is one that is not being deleted."""
    found = service.registry.all(METRIC_ATTRIBUTION, datasetGroupArn=group_arn)
    return next((attribution for attribution in found if not attribution.in_deletion), None)


def metrics_of(service: Service, attribution: Resource) -> list[Metric]:
    """What an attribution counts; a metric whose dataset was deleted is left out."""
    schemas = _schemas(service, attribution["datasetGroupArn"])
    metrics: list[Metric] = []
    for given in attribution["metrics"]:
        try:
            metrics.append(parse_metric(given, schemas, given["metricName"]))
        except InvalidInputError:
            continue
    return metrics


def item_values(service: Service, group_arn: str, metrics: Sequence[Metric]) -> ItemValues:
    """The numbers of items that the metrics sum up."""
    columns = {metric.column for metric in metrics if metric.column and metric.dataset == "ITEMS"}
    dataset = find_dataset(service.registry, group_arn, "ITEMS")
    if not columns or dataset is None:
        return {}
    records = list(service.database.records(dataset.arn))
    return {
        column: {record.id: float(record.fields[column]) for record in records if column in record.fields}
        for column in columns
    }


def count_streamed(service: Service, group_arn: str) -> None:
    """Let the group's attribution count the streamed events that it has not counted yet."""
    attribution = find_attribution(service, group_arn)
    interactions = find_dataset(service.registry, group_arn, "INTERACTIONS")
    if attribution is None or interactions is None:
        return
    connection = service.database.connection
    events = list(kept_events(connection, group_arn, after=counted_until(connection, attribution.arn)))
    if not events:
        return
    metrics = metrics_of(service, attribution)
    young = [event for _, event in events if event.time >= event.received - OLDEST_COUNTED]
    rows = rows_of_events(young, schema_of(service.registry, interactions))
    sums = sums_of_rows(rows, metrics, item_values(service, group_arn, metrics))
    with service.database.transaction():
        add_sums(connection, attribution.arn, sums)
        set_counted(connection, attribution.arn, events[-1][0])


def attribution_report(service: Service, name: str) -> dict[str, Any] | None:
    """What the newest attribution of that name has counted, for `/_local`; None if there is none."""
    found = service.registry.all(METRIC_ATTRIBUTION, name=name)
    if not found:
        return None
    attribution = found[-1]
    count_streamed(service, attribution["datasetGroupArn"])
    sums = kept_sums(service.database.connection, attribution.arn)
    return {
        "metricAttributionArn": attribution.arn,
        "metrics": [
            {
                **metric,
                "values": [
                    {"time": time, "source": source, "value": value}
                    for (of_metric, time, source), value in sums.items()
                    if of_metric == metric["metricName"]
                ],
            }
            for metric in attribution["metrics"]
        ],
    }


def _schemas(service: Service, group_arn: str) -> Mapping[str, Any]:
    return {
        dataset["datasetType"]: schema_of(service.registry, dataset)
        for dataset in service.registry.all(DATASET, datasetGroupArn=group_arn)
    }


def _check_output(config: Mapping[str, Any]) -> None:
    if "s3DataDestination" in config:
        check_location(config["s3DataDestination"]["path"], "metricsOutputConfig.s3DataDestination.path")


def _check_metrics(service: Service, group_arn: str, given: Sequence[Mapping[str, Any]], place: str) -> None:
    schemas = _schemas(service, group_arn)
    if "INTERACTIONS" not in schemas or schemas["INTERACTIONS"].column("EVENT_TYPE") is None:
        raise InvalidInputError("datasetGroupArn: the group needs an Interactions dataset with an EVENT_TYPE column")
    if not 1 <= len(given) <= MOST_METRICS:
        raise InvalidInputError(f"{place}: an attribution has 1 to {MOST_METRICS} metrics, not {len(given)}")
    names = [metric["metricName"] for metric in given]
    if len(set(names)) < len(names):
        raise InvalidInputError(f"{place}: two metrics have the same metricName")
    for position, metric in enumerate(given, start=1):
        parse_metric(metric, schemas, f"{place}.{position}.member")
