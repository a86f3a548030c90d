"""What the digest's template promises: started in time or not at all, and every step with its own rights."""

import json
from typing import Any

import pytest

from infra.settings import read_settings
from newsrec.digest.definition import load
from tests.unit.infra.conftest import Assembly

pytestmark = pytest.mark.synth

RIGHTS = {
    "PlanRole": {"s3:GetObject", "s3:PutObject"},
    "RecommendRole": {"s3:GetObject", "personalize:GetRecommendations"},
    "ComposeRole": {"s3:GetObject", "s3:PutObject", "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"},
    "SendRole": {
        *("s3:GetObject", "s3:PutObject", "ses:SendEmail", "ses:SendRawEmail"),
        *("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"),
    },
    "SummaryRole": {"s3:GetObject", "s3:PutObject", "s3:ListBucket"},
    "WorkflowMachineRole": {"s3:PutObject", "s3:ListBucket", "lambda:InvokeFunction"},
    "WorkflowDistributedMap": {
        *("states:StartExecution", "states:DescribeExecution", "states:StopExecution", "states:RedriveExecution"),
    },
}
"""Beside reading tables, and writing logs and traces."""

READS = {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}


def of_type(assembly: Assembly, kind: str) -> dict[str, dict[str, Any]]:
    resources = assembly.stack("digest")["Resources"].items()
    return {name: resource["Properties"] for name, resource in resources if resource["Type"] == kind}


def test_a_start_that_would_miss_the_deadline_is_put_aside_instead(assembly: Assembly) -> None:
    settings, digest = read_settings({"environment": assembly.environment}), load("morning")
    schedules = of_type(assembly, "AWS::Scheduler::Schedule").values()
    assert [schedule["ScheduleExpressionTimezone"] for schedule in schedules] == list(settings.digest_time_zones)
    for schedule in schedules:
        assert schedule["ScheduleExpression"] == f"cron({settings.digest_schedule})"
        target = schedule["Target"]
        assert target["RetryPolicy"]["MaximumEventAgeInSeconds"] == digest.deadline_minutes * 60
        assert target["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0].startswith("WorkflowMissedStarts")
        assert json.loads(target["Input"]) == {
            "digest": "morning",
            "scheduled_at": "<aws.scheduler.scheduled-time>",
            "time_zone": schedule["ScheduleExpressionTimezone"],
        }


@pytest.mark.parametrize("role", RIGHTS)
def test_a_step_may_do_its_own_part_and_no_more(assembly: Assembly, role: str) -> None:
    actions = {
        action
        for name, policy in of_type(assembly, "AWS::IAM::Policy").items()
        if name.startswith(role)
        for statement in policy["PolicyDocument"]["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    observing = {action for action in actions if action.startswith(("logs:", "xray:"))}
    assert actions - observing - READS == RIGHTS[role]


def test_mails_are_sent_from_the_settings_domain_over_tls_and_not_to_who_complained(assembly: Assembly) -> None:
    settings = read_settings({"environment": assembly.environment})
    [identity] = of_type(assembly, "AWS::SES::EmailIdentity").values()
    assert settings.digest_sender.endswith(f"@{identity['EmailIdentity']}")
    [configuration_set] = of_type(assembly, "AWS::SES::ConfigurationSet").values()
    assert configuration_set["DeliveryOptions"]["TlsPolicy"] == "REQUIRE"
    assert configuration_set["ReputationOptions"]["ReputationMetricsEnabled"] is True
    assert set(configuration_set["SuppressionOptions"]["SuppressedReasons"]) == {"BOUNCE", "COMPLAINT"}
    [told] = [
        function["Environment"]["Variables"]["CONFIGURATION_SET"]
        for function in of_type(assembly, "AWS::Lambda::Function").values()
        if function["Handler"].startswith("lambdas.digest_send.")
    ]
    assert told == configuration_set["Name"]


def test_the_machine_is_logged_and_traced_without_what_it_says_of_readers(assembly: Assembly) -> None:
    [machine] = of_type(assembly, "AWS::StepFunctions::StateMachine").values()
    assert machine["LoggingConfiguration"]["Level"] == "ALL"
    assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False
    assert machine["TracingConfiguration"]["Enabled"] is True
