"""What operators are told of and see: promises that hold for parts of the product that are still to come."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from infra.constructs.watching.alarms import NAMESPACE
from infra.constructs.watching.api import SOURCES
from infra.packaging import REPOSITORY
from infra.settings import read_settings
from newsrec.model import Source
from tests.unit.infra.conftest import Assembly

pytestmark = pytest.mark.synth

EMITTED = re.compile(r'add_metric\(\s*f?"([\w.]+)')


@pytest.fixture
def alarms(assembly: Assembly) -> dict[str, dict[str, Any]]:
    """Properties by name."""
    return {alarm["AlarmName"]: alarm for alarm in assembly.properties("AWS::CloudWatch::Alarm")}


def exported(assembly: Assembly) -> dict[str, Any]:
    """What each stack lets others import, by the name they import it by."""
    outputs = (
        output
        for template in assembly.templates
        for output in json.loads(template.read_text()).get("Outputs", {}).values()
    )
    return {output["Export"]["Name"]: output["Value"] for output in outputs if "Export" in output}


def watched(assembly: Assembly, dimension: str) -> set[str]:
    """The logical ids of resources that a single alarm's dimension of this name leads to."""
    exports = exported(assembly)
    found: set[str] = set()
    for alarm in assembly.properties("AWS::CloudWatch::Alarm"):
        for given in alarm.get("Dimensions", ()):
            if given["Name"] == dimension:
                found |= set(logical_ids(given["Value"], exports))
    return found


def logical_ids(value: Any, exports: dict[str, Any]) -> Iterator[str]:
    match value:
        case {"Ref": name}:
            yield name
        case {"Fn::GetAtt": [name, _]}:
            yield name
        case {"Fn::ImportValue": name}:
            yield from logical_ids(exports[name], exports)
        case dict() | list():
            for part in value.values() if isinstance(value, dict) else value:
                yield from logical_ids(part, exports)
        case _:
            return


def test_alarms_and_dashboard_are_answered_by_the_stack(assembly: Assembly) -> None:
    outputs = assembly.stack("operations")["Outputs"]
    assert outputs["DashboardName"]["Value"] == f"newsrec-{assembly.environment}-operations"
    assert outputs["AlarmTopicArn"]["Value"]["Ref"].startswith("AlarmTopic")


@pytest.mark.parametrize(
    ("resource_type", "dimension"),
    [
        ("AWS::Lambda::Function", "FunctionName"),
        ("AWS::Kinesis::Stream", "StreamName"),
        ("AWS::SQS::Queue", "QueueName"),
        ("AWS::StepFunctions::StateMachine", "StateMachineArn"),
    ],
)
def test_whatever_the_product_runs_has_an_alarm(assembly: Assembly, resource_type: str, dimension: str) -> None:
    there = {name for name, _ in assembly.resources(resource_type)}
    assert there
    assert there - watched(assembly, dimension) == set()


def test_every_function_tells_of_errors_and_throttles(assembly: Assembly, alarms: dict[str, dict[str, Any]]) -> None:
    told = [alarm["MetricName"] for alarm in alarms.values() if alarm["Namespace"] == "AWS/Lambda"]
    functions = len(assembly.properties("AWS::Lambda::Function"))
    assert (told.count("Errors"), told.count("Throttles")) == (functions, functions)


def test_every_campaign_that_the_api_asks_has_its_four_alarms(
    assembly: Assembly, alarms: dict[str, dict[str, Any]]
) -> None:
    asked = {
        json.dumps(value)
        for function in assembly.properties("AWS::Lambda::Function")
        for name, value in function["Environment"]["Variables"].items()
        if name.endswith("CAMPAIGN_ARN")
    }
    of_campaign: dict[str, set[str]] = {}
    for alarm in alarms.values():
        if alarm["Namespace"] == "AWS/Personalize":
            [campaign] = alarm["Dimensions"]
            of_campaign.setdefault(json.dumps(campaign["Value"]), set()).add(alarm["MetricName"])
    assert of_campaign.keys() == asked
    for metrics in of_campaign.values():
        assert metrics == {
            "GetRecommendations",
            "GetRecommendations4xxErrors",
            "GetRecommendations5xxErrors",
            "GetRecommendationsLatency",
        }


def test_a_campaign_used_above_its_minimum_for_an_hour_is_told(
    assembly: Assembly, alarms: dict[str, dict[str, Any]]
) -> None:
    minimum = read_settings({"environment": assembly.environment}).campaign_min_tps
    alarm = alarms[f"newsrec-{assembly.environment}-campaign-trending-now-above-minimum"]
    assert (alarm["Statistic"], alarm["Threshold"]) == ("Sum", minimum * alarm["Period"])
    assert alarm["Period"] * alarm["EvaluationPeriods"] == 3600


def test_every_alarm_says_what_to_do_and_is_told_to_the_topic(alarms: dict[str, dict[str, Any]]) -> None:
    for alarm in alarms.values():
        assert re.fullmatch(r"[A-Z].{20,}: .{20,}\.", alarm["AlarmDescription"])
        [action] = alarm["AlarmActions"]
        assert action["Ref"].startswith("AlarmTopic")


def test_every_alarm_looks_at_one_metric_for_no_longer_than_cloudwatch_allows(
    alarms: dict[str, dict[str, Any]],
) -> None:
    """An alarm may look back a day, or seven if its period is an hour or more."""
    for alarm in alarms.values():
        assert "Metrics" not in alarm
        assert alarm["MetricName"]
        longest = 7 * 86_400 if alarm["Period"] >= 3600 else 86_400
        assert alarm["Period"] * alarm["EvaluationPeriods"] <= longest


def test_own_metrics_are_those_that_the_functions_emit(assembly: Assembly, alarms: dict[str, dict[str, Any]]) -> None:
    emitted = {
        service.name: set(EMITTED.findall("".join(path.read_text() for path in service.rglob("*.py"))))
        for service in (REPOSITORY / "lambdas").iterdir()
        if service.is_dir()
    }
    consumed = set(EMITTED.findall((REPOSITORY / "lambdas/consumer.py").read_text()))
    for consumer in ("ingest_interactions", "ingest_articles"):
        emitted[consumer] |= consumed
    looked_at = [
        (dimension["Value"], alarm["MetricName"])
        for alarm in alarms.values()
        if alarm["Namespace"] == NAMESPACE
        for dimension in alarm["Dimensions"]
    ] + own_metrics_on_dashboard(assembly)
    assert looked_at
    for service, name in looked_at:
        assert name in emitted[service] or name.partition(".")[0] + "." in emitted[service], (service, name)


def test_every_source_that_lists_can_lack_has_an_alarm() -> None:
    # Pins come with the surface, not from a source that answers.
    assert set(SOURCES) == {*Source, "history"} - {Source.EDITORS}


def test_functions_emit_into_the_namespace_that_is_looked_at(assembly: Assembly) -> None:
    for function in assembly.properties("AWS::Lambda::Function"):
        assert function["Environment"]["Variables"]["POWERTOOLS_METRICS_NAMESPACE"] == NAMESPACE


def test_the_dashboard_shows_the_use_of_each_campaign_as_a_share_of_what_is_paid_for(assembly: Assembly) -> None:
    minimum = read_settings({"environment": assembly.environment}).campaign_min_tps
    expressions = re.findall(r'"expression":"([^"]+)"', dashboard(assembly))
    assert expressions == [
        f"100 * {name} / ({minimum} * PERIOD({name}))" for name in ("user_personalization", "trending_now")
    ]


def test_the_topic_is_encrypted_and_takes_alarms_of_this_account_over_tls_only(assembly: Assembly) -> None:
    resources = assembly.stack("operations")["Resources"]
    by_type = {resource["Type"]: (name, resource["Properties"]) for name, resource in resources.items()}
    (key_id, key), (_, topic) = by_type["AWS::KMS::Key"], by_type["AWS::SNS::Topic"]
    assert topic["KmsMasterKeyId"] == {"Fn::GetAtt": [key_id, "Arn"]}
    assert key["EnableKeyRotation"] is True
    _, policy = by_type["AWS::SNS::TopicPolicy"]
    for document in (policy["PolicyDocument"], key["KeyPolicy"]):
        [allowed] = [s for s in document["Statement"] if s["Principal"] == {"Service": "cloudwatch.amazonaws.com"}]
        assert allowed["Condition"]["StringEquals"].keys() == {"aws:SourceAccount"}
    [refused] = [s for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
    assert refused["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def dashboard(assembly: Assembly) -> str:
    """The body, with what deployment fills in left as `?`."""
    [properties] = assembly.properties("AWS::CloudWatch::Dashboard")
    parts = properties["DashboardBody"]["Fn::Join"][1]
    return "".join(part if isinstance(part, str) else "?" for part in parts)


def own_metrics_on_dashboard(assembly: Assembly) -> list[tuple[str, str]]:
    """(service, name) of every metric of our own that a graph shows."""
    shown = [
        metric
        for widget in json.loads(dashboard(assembly))["widgets"]
        for metric in widget["properties"].get("metrics", ())
        if metric[0] == NAMESPACE
    ]
    return [(metric[3], metric[1]) for metric in shown]
