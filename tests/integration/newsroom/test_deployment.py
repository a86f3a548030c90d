"""The product's own template on the local AWS, deployed by the real command line."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from newsrec.aws.clients import client
from newsrec.aws.deployment import StackOutputs
from newsrec.training.schemas import INTERACTIONS_SCHEMA, UNREAD_FILTER
from newsroom.deployment import CdkCommandLine, api_address, deploy
from newsroom.failure import StepFailed
from tests.integration.newsroom.conftest import Services

pytestmark = pytest.mark.e2e

CONTEXT = {"environment": "local"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deployment")


@pytest.fixture(scope="module", autouse=True)
def endpoint(services: Services) -> Iterator[None]:
    """The product's own clients talk to the local AWS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", services.aws_url)
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "local")
        client.cache_clear()
        yield
    client.cache_clear()


@pytest.fixture(scope="module")
def outputs(services: Services, folder: Path) -> StackOutputs:
    return deploy(endpoint_url=services.aws_url, folder=folder, context=CONTEXT, progress=lambda _: None)


def test_a_second_deployment_synthesises_nothing_and_changes_nothing(
    services: Services, folder: Path, outputs: StackOutputs
) -> None:
    seen: list[str] = []
    again = deploy(endpoint_url=services.aws_url, folder=folder, context=CONTEXT, progress=seen.append)
    assert again == outputs
    assert seen == ["preparing aws://000000000000/eu-west-1"]


def test_tables_expire_what_the_template_says(services: Services, outputs: StackOutputs) -> None:
    dynamodb = services.client("dynamodb")
    expiring = {
        table: dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"].get("AttributeName")
        for table in (
            outputs.articles_table_name,
            outputs.just_published_table_name,
            outputs.reader_interests_table_name,
            outputs.article_clicks_table_name,
            outputs.digest_ledger_table_name,
        )
    }
    assert list(expiring.values()) == [None, "ttl", "ttl", "ttl", "ttl"]


def test_both_streams_feed_their_consumer(services: Services, outputs: StackOutputs) -> None:
    mappings = services.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    assert {mapping["EventSourceArn"].rsplit("/")[-1] for mapping in mappings} == {
        outputs.interactions_stream_name,
        outputs.articles_stream_name,
    }
    assert {mapping["State"] for mapping in mappings} == {"Enabled"}


def test_personalize_has_what_the_template_declares(services: Services, outputs: StackOutputs) -> None:
    personalize = services.client("personalize", endpoint_url=services.personalize_url)
    dataset = personalize.describe_dataset(datasetArn=outputs.interactions_dataset_arn)["dataset"]
    assert dataset["datasetGroupArn"] == outputs.dataset_group_arn
    assert personalize.describe_schema(schemaArn=dataset["schemaArn"])["schema"]["schema"] == INTERACTIONS_SCHEMA
    unread = personalize.describe_filter(filterArn=outputs.unread_filter_arn)["filter"]
    assert (unread["status"], unread["filterExpression"]) == ("ACTIVE", UNREAD_FILTER)


def test_functions_are_told_the_tracking_id_that_personalize_gave(services: Services, outputs: StackOutputs) -> None:
    personalize = services.client("personalize", endpoint_url=services.personalize_url)
    [tracker] = personalize.list_event_trackers(datasetGroupArn=outputs.dataset_group_arn)["eventTrackers"]
    described = personalize.describe_event_tracker(eventTrackerArn=tracker["eventTrackerArn"])["eventTracker"]
    told = [
        function["Environment"]["Variables"]["TRACKING_ID"]
        for function in services.client("lambda").list_functions()["Functions"]
        if "TRACKING_ID" in function["Environment"]["Variables"]
    ]
    assert told == [described["trackingId"]] == [outputs.tracking_id]


def test_the_aws_port_answers_for_personalize_too(services: Services, outputs: StackOutputs) -> None:
    [group] = services.client("personalize").list_dataset_groups()["datasetGroups"]
    assert group["datasetGroupArn"] == outputs.dataset_group_arn


def test_the_api_answers_at_its_address(services: Services, outputs: StackOutputs) -> None:
    answer = httpx.get(f"{api_address(outputs, services.aws_url)}/health", timeout=60)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_failing_command_line_is_reported_with_its_last_lines(services: Services, folder: Path) -> None:
    command_line = CdkCommandLine(
        repository=Path(__file__).parents[3], endpoint_url=services.aws_url, progress=lambda _: None
    )
    with pytest.raises(StepFailed, match=r"`cdk deploy` failed; [^\n]*\n.*no-assembly"):
        command_line.run("deploy", "--all", "--app", "no-assembly", folder=folder)
