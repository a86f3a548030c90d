"""Metric attributions count events and imports from their creation on."""

import json
import time
import urllib.request
from typing import Any

import pytest

from tests.integration.local_personalize.conftest import Account
from tests.integration.local_personalize.newsroom import ROLE, Newsroom, clicks_csv, import_csv
from tests.integration.local_personalize.refusal import refused
from tests.integration.local_personalize.test_datasets import group_of

CLICKS = {"eventType": "click", "metricName": "clicks", "expression": "SAMPLECOUNT()"}
WORDS = {"eventType": "Click", "metricName": "words", "expression": "SUM(Items.WORD_COUNT)"}


def attribute(newsroom: Newsroom, *metrics: dict[str, str], **output: Any) -> str:
    return newsroom.account.personalize.create_metric_attribution(
        name=f"worth-in-{newsroom.account.region}",
        datasetGroupArn=newsroom.group,
        metrics=list(metrics),
        metricsOutputConfig={"roleArn": ROLE, **output},
    )["metricAttributionArn"]


def counted(account: Account) -> dict[str, list[tuple[int, str, float]]]:
    url = f"{account.server.url}/_local/metric-attributions/worth-in-{account.region}"
    with urllib.request.urlopen(url, timeout=5) as answer:
        report = json.load(answer)
    return {
        metric["metricName"]: [(value["time"], value["source"], value["value"]) for value in metric["values"]]
        for metric in report["metrics"]
    }


def put(newsroom: Newsroom, article: str, at: int, source: str | None = None, type: str = "click") -> None:
    attributed = {"metricAttribution": {"eventAttributionSource": source}} if source else {}
    newsroom.account.events.put_events(
        trackingId=newsroom.tracking_id,
        userId="a reader",
        sessionId="s",
        eventList=[{"eventType": type, "itemId": article, "sentAt": at, **attributed}],
    )


def test_events_are_counted_by_quarter_of_an_hour_and_source(account: Account) -> None:
    newsroom = group_of(account)
    quarter = int(time.time()) // 900 * 900 - 1800
    newsroom.publish("short", wordCount=100, creationTimestamp=1)
    newsroom.publish("long", wordCount=700, creationTimestamp=1)
    put(newsroom, "long", quarter)
    attribution = attribute(newsroom, CLICKS, WORDS)
    assert counted(account) == {"clicks": [], "words": []}
    put(newsroom, "short", quarter + 1, "mail")
    put(newsroom, "long", quarter + 899, "mail")
    put(newsroom, "unknown", quarter + 900)
    put(newsroom, "short", quarter, type="share")
    put(newsroom, "long", quarter - 15 * 86400)
    expected = {
        "clicks": [(quarter, "mail", 2.0), (quarter + 900, "SOURCE_NAME_UNDEFINED", 1.0)],
        "words": [(quarter, "mail", 800.0)],
    }
    assert counted(account) == expected
    shares = {"eventType": "share", "metricName": "shares", "expression": "SAMPLECOUNT()"}
    account.personalize.update_metric_attribution(
        metricAttributionArn=attribution, addMetrics=[shares], removeMetrics=["words"]
    )
    put(newsroom, "long", quarter + 1, type="share")
    assert counted(account) == {"clicks": expected["clicks"], "shares": [(quarter, "SOURCE_NAME_UNDEFINED", 1.0)]}


def test_incremental_imports_are_counted_and_reported_to_s3_when_asked(account: Account, s3: Any) -> None:
    newsroom = group_of(account)
    now = int(time.time())
    folder = f"{account.region}/reports"
    attribute(newsroom, CLICKS, s3DataDestination={"path": f"s3://clicks/{folder}/"})
    assert import_csv(account, s3, newsroom.interactions, "first", clicks_csv(now))["status"] == "ACTIVE"
    assert counted(account) == {"clicks": []}
    request = {"importMode": "INCREMENTAL", "publishAttributionMetricsToS3": True}
    assert import_csv(account, s3, newsroom.interactions, "more", clicks_csv(now), **request)["status"] == "ACTIVE"
    assert sum(value for _, _, value in counted(account)["clicks"]) == 1200
    report = s3.get_object(Bucket="clicks", Key=f"{folder}/more.csv")["Body"].read().decode().splitlines()
    assert report[0] == "METRIC_NAME,EVENT_TYPE,VALUE,MATH_FUNCTION,EVENT_ATTRIBUTION_SOURCE,TIMESTAMP"
    first = report[1].split(",")
    assert (first[0], first[1], first[3], first[4]) == ("clicks", "click", "SAMPLECOUNT", "SOURCE_NAME_UNDEFINED")
    assert sum(float(line.split(",")[2]) for line in report[1:]) == 1200


def test_an_import_cannot_report_metrics_that_go_nowhere(account: Account, s3: Any) -> None:
    newsroom = group_of(account)
    with refused("InvalidInputException", "no metric attribution with an s3DataDestination"):
        import_csv(account, s3, newsroom.interactions, "x", "", publishAttributionMetricsToS3=True)
    attribute(newsroom, CLICKS)
    with refused("InvalidInputException", "no metric attribution with an s3DataDestination"):
        import_csv(account, s3, newsroom.interactions, "x", "", publishAttributionMetricsToS3=True)


@pytest.mark.parametrize(
    ("metric", "message"),
    (
        ({"expression": "AVG(Items.WORD_COUNT)"}, r"metrics.1.member.expression: expected SUM"),
        ({"expression": "SUM(Users.AGE)"}, "a column of Interactions or Items"),
        ({"expression": "SUM(Items.TOPICS)"}, "Items has no numeric column TOPICS"),
        ({"expression": "SUM(Items.PRICE)"}, "Items has no numeric column PRICE"),
        ({"eventType": ""}, "metrics.1.member.eventType: it is empty"),
    ),
)
def test_a_metric_that_cannot_be_computed_is_refused(account: Account, metric: dict[str, str], message: str) -> None:
    newsroom = group_of(account)
    with refused("InvalidInputException", message):
        attribute(newsroom, {**CLICKS, **metric})


def test_a_group_has_one_attribution_with_one_to_ten_metrics(account: Account) -> None:
    newsroom = group_of(account)
    personalize = account.personalize
    many = [{**CLICKS, "metricName": f"clicks {n}"} for n in range(10)]
    with refused("InvalidInputException", "1 to 10 metrics, not 0"):
        attribute(newsroom)
    with refused("InvalidInputException", "the same metricName"):
        attribute(newsroom, CLICKS, CLICKS)
    attribution = attribute(newsroom, *many)
    with refused("LimitExceededException", "has one already"):
        personalize.create_metric_attribution(
            name="more", datasetGroupArn=newsroom.group, metrics=[CLICKS], metricsOutputConfig={"roleArn": ROLE}
        )
    with refused("InvalidInputException", "1 to 10 metrics, not 11"):
        personalize.update_metric_attribution(metricAttributionArn=attribution, addMetrics=[CLICKS])
    with refused("ResourceAlreadyExistsException", "clicks 3 already"):
        personalize.update_metric_attribution(metricAttributionArn=attribution, addMetrics=[many[3]])
    with refused("InvalidInputException", "there is no metric none"):
        personalize.update_metric_attribution(metricAttributionArn=attribution, removeMetrics=["none"])
    pages = personalize.get_paginator("list_metric_attribution_metrics").paginate(
        metricAttributionArn=attribution, PaginationConfig={"PageSize": 4}
    )
    assert [metric for page in pages for metric in page["metrics"]] == many


def test_an_attribution_is_described_listed_and_deleted_before_its_group(account: Account) -> None:
    newsroom = group_of(account)
    personalize = account.personalize
    attribution = attribute(newsroom, CLICKS)
    described = personalize.describe_metric_attribution(metricAttributionArn=attribution)["metricAttribution"]
    assert (described["status"], described["metricsOutputConfig"]) == ("ACTIVE", {"roleArn": ROLE})
    (listed,) = personalize.list_metric_attributions(datasetGroupArn=newsroom.group)["metricAttributions"]
    assert listed["metricAttributionArn"] == attribution
    (tracker,) = personalize.list_event_trackers()["eventTrackers"]
    personalize.delete_event_tracker(eventTrackerArn=tracker["eventTrackerArn"])
    with refused("ResourceInUseException", "cannot be deleted while .*:metric-attribution/.* depends on it"):
        personalize.delete_dataset_group(datasetGroupArn=newsroom.group)
    personalize.delete_metric_attribution(metricAttributionArn=attribution)
    with refused("ResourceNotFoundException", "Could not find MetricAttribution"):
        personalize.describe_metric_attribution(metricAttributionArn=attribution)
