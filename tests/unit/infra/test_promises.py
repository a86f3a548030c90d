"""What the templates promise to those who run and those who read."""

import json
import re
from importlib.metadata import version
from itertools import product
from typing import Any, cast

import pytest

from infra.packaging import REPOSITORY
from infra.settings import read_settings
from newsrec.ingestion.deadline import LONGEST_CALL_SECONDS
from tests.unit.infra.conftest import Assembly

pytestmark = pytest.mark.synth

# AWS gives these no resource to name: X-Ray's, the delivery of a state machine's logs, PutEvents and PutMetricData.
WITHOUT_RESOURCE = {
    *("xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"),
    *("logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery"),
    *("logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups"),
    *("personalize:PutEvents", "cloudwatch:PutMetricData"),
}

FUNCTIONS = sorted(path.parent.name for path in (REPOSITORY / "lambdas").glob("*/handler.py"))

OUTPUTS = {
    "data": {
        *("DataBucketName", "PersonalizeRoleArn", "DatasetGroupArn", "InteractionsDatasetArn", "ItemsDatasetArn"),
        *("TrackingId", "UnreadFilterArn", "ArticlesTableName", "JustPublishedTableName"),
        *("ReaderInterestsTableName", "ArticleClicksTableName", "DigestLedgerTableName"),
        "SurfaceDocumentsTableName",
    },
    "ingestion": {
        *("InteractionsStreamName", "ArticlesStreamName", "DeadLetterQueueUrl"),
        *("InteractionsJobName", "ItemsJobName"),
    },
    "serving": {"ApiId", "ApiUrl", "SigningSecretName", "PostprocessFunctionName"},
    "training": {"TrainingMachineArn"},
    "digest": {
        *("DigestMachineArn", "DigestPlanFunctionName", "DigestRecommendFunctionName", "DigestComposeFunctionName"),
    },
}


def many(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def granted(assembly: Assembly) -> list[tuple[str, dict[str, Any]]]:
    """Every statement that allows something, with the policy it is in."""
    return [
        (name, statement)
        for name, policy in assembly.resources("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]


def allowed(assembly: Assembly, policy_prefix: str) -> set[str]:
    return {
        action
        for name, statement in granted(assembly)
        if name.startswith(policy_prefix)
        for action in many(statement["Action"])
    }


@pytest.mark.parametrize("stack", OUTPUTS)
def test_the_stack_answers_its_outputs(assembly: Assembly, stack: str) -> None:
    assert assembly.stack(stack)["Outputs"].keys() >= OUTPUTS[stack]


def test_a_failing_batch_is_halved_retried_within_bounds_and_then_parked(assembly: Assembly) -> None:
    settings = read_settings({"environment": assembly.environment})
    mappings = assembly.properties("AWS::Lambda::EventSourceMapping")
    assert len(mappings) == 2
    for mapping in mappings:
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping["BisectBatchOnFunctionError"] is True
        assert mapping["MaximumRetryAttempts"] == settings.stream_retries
        assert mapping["MaximumRecordAgeInSeconds"] == settings.stream_record_age
        assert mapping["ParallelizationFactor"] == settings.stream_parallelisation
        assert mapping["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0].startswith("DeadLetters")


def test_dead_letters_are_encrypted_kept_two_weeks_and_sent_over_tls(assembly: Assembly) -> None:
    queues, policies = assembly.properties("AWS::SQS::Queue"), assembly.properties("AWS::SQS::QueuePolicy")
    assert len(queues) == len(policies) > 0
    for queue in queues:
        assert queue["SqsManagedSseEnabled"] is True
        assert queue["MessageRetentionPeriod"] == 14 * 24 * 3600
    for policy in policies:
        assert {"Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}.items() <= policy[
            "PolicyDocument"
        ]["Statement"][0].items()


def test_a_record_is_given_up_while_its_stream_still_holds_it_long_enough_for_a_replay(assembly: Assembly) -> None:
    settings = read_settings({"environment": assembly.environment})
    for mapping, stream in product(
        assembly.properties("AWS::Lambda::EventSourceMapping"), assembly.properties("AWS::Kinesis::Stream")
    ):
        longest_tried = (mapping["MaximumRetryAttempts"] + 1) * settings.consumer_timeout
        retained = stream["RetentionPeriodHours"] * 3600
        assert longest_tried <= mapping["MaximumRecordAgeInSeconds"] <= retained / 4


def test_most_of_a_consumer_s_time_is_for_work(assembly: Assembly) -> None:
    assert read_settings({"environment": assembly.environment}).consumer_timeout > 2 * LONGEST_CALL_SECONDS


def allowed_on_tables(assembly: Assembly, *functions: str) -> dict[str, dict[str, set[str]]]:
    """What each function may do to each table."""
    allowed_on: dict[str, dict[str, set[str]]] = {function: {} for function in functions}
    for name, statement in granted(assembly):
        for function in (one for one in functions if name.startswith(one)):
            for action, resource in product(many(statement["Action"]), many(statement["Resource"])):
                if action.startswith("dynamodb:"):
                    [table] = re.findall(r"Tables([A-Za-z]+)[0-9A-F]{8}Arn", json.dumps(resource))
                    allowed_on[function].setdefault(table, set()).add(action.removeprefix("dynamodb:"))
    return allowed_on


def test_consumers_may_do_to_each_table_what_counting_needs_and_nothing_else(assembly: Assembly) -> None:
    allowed_on = allowed_on_tables(assembly, "IngestInteractions", "IngestArticles")
    count = {"JustPublished": {"UpdateItem"}, "ReaderInterests": {"PutItem", "UpdateItem"}}
    assert allowed_on == {
        "IngestInteractions": count
        | {
            "Articles": {"BatchGetItem"},
            "ReaderInterests": {"BatchGetItem", "PutItem", "UpdateItem"},
            "ArticleClicks": {"UpdateItem"},
            "AwaitingArticle": {"BatchGetItem", "PutItem", "DeleteItem"},
        },
        "IngestArticles": count | {"Articles": {"PutItem"}, "AwaitingArticle": {"Query", "DeleteItem"}},
    }


def test_streams_tables_and_bucket_are_encrypted(assembly: Assembly) -> None:
    assert all(s["StreamEncryption"]["EncryptionType"] == "KMS" for s in assembly.properties("AWS::Kinesis::Stream"))
    assert all(t["SSESpecification"]["SSEEnabled"] for t in assembly.properties("AWS::DynamoDB::GlobalTable"))
    [bucket] = assembly.properties("AWS::S3::Bucket")
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}


def test_tables_are_on_demand_and_can_be_restored(assembly: Assembly) -> None:
    tables = assembly.properties("AWS::DynamoDB::GlobalTable")
    assert len(tables) == 8
    for table in tables:
        assert table["BillingMode"] == "PAY_PER_REQUEST"
        [replica] = table["Replicas"]
        assert replica["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def test_what_is_counted_served_and_just_published_expires_and_articles_and_surfaces_do_not(assembly: Assembly) -> None:
    expiring = {
        re.sub("^Tables|[0-9A-F]{8}$", "", name): resource["Properties"].get("TimeToLiveSpecification")
        for name, resource in assembly.resources("AWS::DynamoDB::GlobalTable")
    }
    ttl = {"AttributeName": "ttl", "Enabled": True}
    counted = ("JustPublished", "ReaderInterests", "ArticleClicks", "AwaitingArticle", "DigestLedger", "ServedLists")
    assert expiring == dict.fromkeys(("Articles", "SurfaceDocuments"), None) | dict.fromkeys(counted, ttl)


def test_data_outlives_its_stack_where_the_settings_say_so(assembly: Assembly) -> None:
    policy = "Retain" if read_settings({"environment": assembly.environment}).keep_data else "Delete"
    kept = assembly.resources("AWS::DynamoDB::GlobalTable", "AWS::S3::Bucket", "AWS::Kinesis::Stream")
    assert {resource["DeletionPolicy"] for _, resource in kept} == {policy}


def test_no_policy_allows_a_wildcard_action(assembly: Assembly) -> None:
    assert [a for _, statement in granted(assembly) for a in many(statement["Action"]) if "*" in a] == []


def test_only_actions_without_resources_are_allowed_on_every_resource(assembly: Assembly) -> None:
    everywhere = {
        action
        for _, statement in granted(assembly)
        if "*" in many(statement["Resource"])
        for action in many(statement["Action"])
    }
    assert everywhere == WITHOUT_RESOURCE


def test_serving_reads_and_writes_only_what_readers_want_and_what_their_next_page_needs(assembly: Assembly) -> None:
    written = {
        table: actions - {"GetItem", "BatchGetItem", "Query"}
        for table, actions in allowed_on_tables(assembly, "ApiRole")["ApiRole"].items()
    }
    assert {table: actions for table, actions in written.items() if actions} == {
        "ReaderInterests": {"PutItem", "DeleteItem", "ConditionCheckItem", "BatchWriteItem"},
        "ServedLists": {"PutItem"},
    }


def test_unsubscribing_writes_the_ledger_and_may_do_nothing_else_with_data(assembly: Assembly) -> None:
    actions = {
        action
        for action in allowed(assembly, "UnsubscribeRole")
        if not action.startswith(("logs:", "xray:", "secrets"))
    }
    assert actions == {"dynamodb:PutItem"}


def test_each_function_may_use_its_own_part_of_personalize_only(assembly: Assembly) -> None:
    used = {
        name: {action for action in allowed(assembly, name) if action.startswith("personalize:")}
        for name in ("IngestInteractions", "IngestArticles", "ApiRole")
    }
    assert used == {
        "IngestInteractions": {"personalize:PutEvents"},
        "IngestArticles": {"personalize:PutItems"},
        "ApiRole": {"personalize:GetRecommendations"},
    }


def test_only_personalize_of_this_account_reads_the_bucket(assembly: Assembly) -> None:
    [policy] = assembly.properties("AWS::S3::BucketPolicy")
    statements = [s for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Allow"]
    assert statements
    for statement in statements:
        assert statement["Principal"] == {"Service": "personalize.amazonaws.com"}
        assert {"aws:SourceAccount"} == statement["Condition"]["StringEquals"].keys()
        assert {"aws:SourceArn"} == statement["Condition"]["ArnLike"].keys()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_told_every_variable_it_reads(assembly: Assembly, function: str) -> None:
    paths = [*(REPOSITORY / "lambdas" / function).rglob("*.py")]
    paths += [REPOSITORY / "lambdas/consumer.py"] if function.startswith("ingest_") else []
    source = "".join(path.read_text() for path in paths)
    read = set(re.findall(r"""environ\[["'](\w+)["']\]""", source))
    [told] = [
        properties["Environment"]["Variables"].keys()
        for properties in assembly.properties("AWS::Lambda::Function")
        if properties["Handler"] == f"lambdas.{function}.handler.handler"
    ]
    assert read <= told


def test_functions_run_on_the_settings_processor_and_python_and_are_traced(assembly: Assembly) -> None:
    settings = read_settings({"environment": assembly.environment})
    for function in assembly.properties("AWS::Lambda::Function"):
        assert function["Runtime"] == f"python{settings.function_python}"
        assert function["Architectures"] == [settings.function_architecture]
        assert function["TracingConfig"] == {"Mode": "Active"}


def test_every_log_group_forgets(assembly: Assembly) -> None:
    groups = assembly.properties("AWS::Logs::LogGroup")
    assert len(groups) > len(assembly.properties("AWS::Lambda::Function"))
    assert all(group["RetentionInDays"] in {7, 90} for group in groups)


def test_jobs_run_on_the_settings_machines_with_what_the_lock_file_says(assembly: Assembly) -> None:
    settings = read_settings({"environment": assembly.environment})
    jobs = assembly.properties("AWS::Glue::Job")
    assert {job["Name"] for job in jobs} == {settings.named("interactions-job"), settings.named("items-job")}
    for job in jobs:
        assert (job["Command"]["Name"], job["Command"]["PythonVersion"], job["GlueVersion"]) == ("glueetl", "3", "5.0")
        assert (job["WorkerType"], job["NumberOfWorkers"]) == ("G.1X", settings.glue_workers)
        assert (job["Timeout"], job["MaxRetries"]) == (settings.glue_timeout_minutes, 0)
        modules = job["DefaultArguments"]["--additional-python-modules"]
        assert modules == f"nh3=={version('nh3')},pydantic=={version('pydantic')}"


def test_the_interactions_job_alone_is_told_where_deletions_are(assembly: Assembly) -> None:
    told = {job["Name"]: job["DefaultArguments"].get("--forgotten") for job in assembly.properties("AWS::Glue::Job")}
    [(name, folder)] = [(name, folder) for name, folder in told.items() if folder is not None]
    assert name.endswith("interactions-job")
    assert json.dumps(folder).rstrip('"]}').endswith("/deletions/")


def test_jobs_write_under_training_alone_and_read_sources_and_deletions_too(assembly: Assembly) -> None:
    folders: dict[str, set[str]] = {}
    for name, statement in granted(assembly):
        if name.startswith("JobsRole"):
            for action in many(statement["Action"]):
                found = re.findall(r"/([^/\"]*)/?\*", json.dumps(statement["Resource"]))
                folders.setdefault(action, set()).update(found)
    assert folders["s3:GetObject"] == {"source", "training", "deletions"}
    assert folders["s3:PutObject"] == folders["s3:DeleteObject"] == {"training"}


def test_jobs_import_sources_alone(assembly: Assembly) -> None:
    [library] = {
        digest
        for job in assembly.properties("AWS::Glue::Job")
        for digest in re.findall(r"(\w+)\.zip", json.dumps(job["DefaultArguments"]["--extra-py-files"]))
    }
    folder = assembly.folder / f"asset.{library}"
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert {file.relative_to(folder).parts[0] for file in files} == {"newsrec", "glue_jobs"}
    assert not {file.suffix for file in files} & {".pyc", ".so"}
    assert (folder / "newsrec/transform/source.py").exists()
