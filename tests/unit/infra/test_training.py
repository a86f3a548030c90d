"""What the training stack's template promises: a machine that can do what its file says, and no more."""

import json
import re
from typing import Any

import pytest

from infra.packaging import REPOSITORY
from infra.settings import read_settings
from tests.unit.infra.conftest import Assembly

pytestmark = pytest.mark.synth

DEFINITION = (REPOSITORY / "stepfunctions" / "training.asl.json").read_text()


def of_type(assembly: Assembly, kind: str) -> list[dict[str, Any]]:
    resources = assembly.stack("training")["Resources"].values()
    return [resource["Properties"] for resource in resources if resource["Type"] == kind]


def allowed(assembly: Assembly, role: str) -> set[str]:
    resources = assembly.stack("training")["Resources"].items()
    actions = [
        statement["Action"]
        for name, resource in resources
        if name.startswith(role) and resource["Type"] == "AWS::IAM::Policy"
        for statement in resource["Properties"]["PolicyDocument"]["Statement"]
    ]
    return {one for action in actions for one in ([action] if isinstance(action, str) else action)}


def test_models_are_trained_every_night_or_the_start_is_put_aside(assembly: Assembly) -> None:
    settings = read_settings({"environment": assembly.environment})
    cron = f"cron({settings.training_schedule})"
    [schedule] = [one for one in of_type(assembly, "AWS::Scheduler::Schedule") if one["ScheduleExpression"] == cron]
    assert json.loads(schedule["Target"].get("Input", "{}")) == {}
    assert schedule["Target"]["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0].startswith("TrainingMissedStarts")


def test_the_machine_may_use_just_what_its_file_uses_of_personalize(assembly: Assembly) -> None:
    used = {
        f"personalize:{action[0].upper()}{action[1:]}"
        for action in re.findall(r'aws-sdk:personalize(?:runtime)?:(\w+)"', DEFINITION)
    }
    machine = {action for action in allowed(assembly, "TrainingMachine") if action.startswith("personalize:")}
    assert "personalize:CreateSolutionVersion" in used
    assert machine == used | {"personalize:TagResource"}  # for the tags of what is created


def test_only_personalize_may_be_given_the_import_role(assembly: Assembly) -> None:
    passing = [
        statement["Condition"]
        for policy in of_type(assembly, "AWS::IAM::Policy")
        for statement in policy["PolicyDocument"]["Statement"]
        if "iam:PassRole" in statement["Action"]
    ]
    to_personalize = {"StringEquals": {"iam:PassedToService": "personalize.amazonaws.com"}}
    assert passing == [to_personalize] * 2  # for imports, and for deletions


def test_forgotten_readers_are_deleted_daily_by_a_function_that_can_do_no_more(assembly: Assembly) -> None:
    settings = read_settings({"environment": assembly.environment})
    schedules = {one["ScheduleExpression"] for one in of_type(assembly, "AWS::Scheduler::Schedule")}
    assert f"cron({settings.deletion_schedule})" in schedules
    actions = allowed(assembly, "ReaderDeletionForgetReaders")
    assert {action for action in actions if not action.startswith(("logs:", "xray:"))} == {
        "dynamodb:Query",
        "dynamodb:BatchWriteItem",
        "iam:PassRole",
        "personalize:CreateDataDeletionJob",
        *("s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
    }


def test_the_judge_asks_and_changes_no_model(assembly: Assembly) -> None:
    judge = {action for action in allowed(assembly, "JudgeModels") if action.startswith("personalize:")}
    assert judge == {
        "personalize:GetRecommendations",
        "personalize:DescribeCampaign",
        "personalize:ListTagsForResource",
    }


@pytest.mark.parametrize("stack", ["training", "digest"])
def test_every_placeholder_of_a_machine_is_filled_and_every_value_used(assembly: Assembly, stack: str) -> None:
    definition = (REPOSITORY / "stepfunctions" / f"{stack}.asl.json").read_text()
    resources = assembly.stack(stack)["Resources"].values()
    [machine] = [one["Properties"] for one in resources if one["Type"] == "AWS::StepFunctions::StateMachine"]
    assert machine["DefinitionString"] == definition
    assert set(re.findall(r"\$\{(\w+)\}", definition)) == set(machine["DefinitionSubstitutions"])
    assert machine["LoggingConfiguration"]["Level"] == "ALL"
    assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False
