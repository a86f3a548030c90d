"""Import jobs take CSV files from S3, and fail with a reason."""

import pytest

from tests.conformance.personalize.shop import ROLE, Aws, NewGroup, interactions_csv, items_csv, settled
from tests.integration.local_personalize.refusal import refused

NOW = 1_760_000_000


@pytest.fixture(scope="module")
def datasets(aws: Aws, new_group: NewGroup) -> dict[str, str]:
    """Datasets without data."""
    return new_group("imports", "Interactions", "Items")[1]


def test_the_first_import_cannot_be_incremental(aws: Aws, datasets: dict[str, str]) -> None:
    """model: CreateDatasetImportJobRequest.importMode; guide: updating-existing-bulk-data."""
    with refused("InvalidInputException"):
        aws.import_job(datasets["Items"], "too-early", items_csv(), importMode="INCREMENTAL")


def test_a_full_and_then_an_incremental_import(aws: Aws, datasets: dict[str, str]) -> None:
    """guide: bulk-data-import, updating-existing-bulk-data."""
    assert aws.import_job(datasets["Interactions"], "full", interactions_csv(NOW))["status"] == "ACTIVE"
    more = aws.import_job(datasets["Interactions"], "more", interactions_csv(NOW + 50_000), importMode="INCREMENTAL")
    assert (more["status"], more["importMode"]) == ("ACTIVE", "INCREMENTAL")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("columns", "USER_ID,ITEM_ID\nu,i", "Input CSV is missing the following columns"),
        ("few", "\n".join(interactions_csv(NOW).splitlines()[:100]), "1000"),
        ("long", interactions_csv(NOW).replace("phone", "p" * 1001), "Length cannot be more than 1000 characters"),
    ],
)
def test_a_file_that_breaks_a_rule_fails_the_job_with_the_reason(
    aws: Aws, datasets: dict[str, str], name: str, content: str, reason: str
) -> None:
    """guide: error-messages, limits."""
    job = aws.import_job(datasets["Interactions"], f"broken-{name}", content)
    assert job["status"] == "CREATE FAILED"
    assert reason in job["failureReason"]


def test_a_location_without_a_file_fails_the_job(aws: Aws, datasets: dict[str, str]) -> None:
    """guide: error-messages."""
    job = aws.personalize.create_dataset_import_job(
        jobName=aws.name("nowhere"),
        datasetArn=datasets["Interactions"],
        dataSource={"dataLocation": f"s3://{aws.bucket}/{aws.run}/nowhere.csv"},
        roleArn=ROLE,
    )["datasetImportJobArn"]
    describe = aws.personalize.describe_dataset_import_job
    described = settled(lambda: describe(datasetImportJobArn=job)["datasetImportJob"])
    assert described["status"] == "CREATE FAILED"
    assert described["failureReason"].startswith("Invalid Data location.")
