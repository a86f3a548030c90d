"""The bulk history and the two models at Amazon Personalize: described if they exist, made if not."""

import csv
import io
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from newsrec.aws.clients import client
from newsrec.model import Interaction
from newsrec.model.interaction import TOLD_TO_MODELS
from newsrec.transform import interaction_row
from newsroom.failure import StepFailed

POLL_SECONDS = 0.3
RECIPE = "arn:aws:personalize:::recipe/aws-"


@dataclass(frozen=True, slots=True)
class ModelPlan:
    """A solution and the campaign of the same name that serves it."""

    name: str
    recipe: str
    feature_transformation: dict[str, str]


def plans(dataset_group: str) -> Sequence[ModelPlan]:
    """The two models of one dataset group, named as the serving side expects them."""
    return (
        ModelPlan(f"{dataset_group}-user-personalization", "user-personalization-v2", {}),
        ModelPlan(f"{dataset_group}-trending-now", "trending-now", {"trend_discovery_frequency": "30 minutes"}),
    )


def import_interactions(interactions: Iterable[Interaction], *, bucket: str, dataset_arn: str, role_arn: str) -> int:
    """Uploads the history as CSV and imports it; answers how many rows. Raises `StepFailed`."""
    rows = [interaction_row(interaction) for interaction in interactions if interaction.type in TOLD_TO_MODELS]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    key = "history/interactions.csv"
    client("s3").put_object(Bucket=bucket, Key=key, Body=text.getvalue().encode())
    made = client("personalize").create_dataset_import_job(
        jobName=f"history-{int(time.time())}",
        datasetArn=dataset_arn,
        dataSource={"dataLocation": f"s3://{bucket}/{key}"},
        roleArn=role_arn,
        importMode="FULL",
    )
    _wait("dataset_import_job", "datasetImportJobArn", made["datasetImportJobArn"])
    return len(rows)


def create_models(dataset_group_arn: str, *, progress: Callable[[str], None]) -> None:
    """Solutions, their first versions, and campaigns that serve them, until all are ACTIVE. Raises `StepFailed`."""
    for plan in plans(dataset_group_arn.rpartition("/")[2]):
        progress(f"training {plan.recipe}")
        solution = _described_or_created(
            "solution",
            "solutionArn",
            dataset_group_arn.replace(":dataset-group/", ":solution/").rpartition("/")[0] + f"/{plan.name}",
            name=plan.name,
            datasetGroupArn=dataset_group_arn,
            recipeArn=RECIPE + plan.recipe,
            performAutoTraining=False,
            solutionConfig={"featureTransformationParameters": plan.feature_transformation},
        )
        version = client("personalize").create_solution_version(solutionArn=solution, trainingMode="FULL")
        _wait("solution_version", "solutionVersionArn", version["solutionVersionArn"])
        _described_or_created(
            "campaign",
            "campaignArn",
            solution.replace(":solution/", ":campaign/"),
            name=plan.name,
            solutionVersionArn=version["solutionVersionArn"],
            minProvisionedTPS=1,
        )


def _described_or_created(kind: str, arn_name: str, arn: str, **arguments: Any) -> str:
    personalize = client("personalize")
    try:
        getattr(personalize, f"describe_{kind}")(**{arn_name: arn})
    except personalize.exceptions.ResourceNotFoundException:
        getattr(personalize, f"create_{kind}")(**arguments)
    _wait(kind, arn_name, arn)
    return arn


def _wait(kind: str, arn_name: str, arn: str) -> None:
    described = "".join(word.capitalize() for word in kind.split("_"))
    described = described[0].lower() + described[1:]
    while True:
        resource = getattr(client("personalize"), f"describe_{kind}")(**{arn_name: arn})[described]
        if resource["status"] == "ACTIVE":
            return
        if resource["status"].endswith("FAILED"):
            raise StepFailed(f"{kind.replace('_', ' ')} failed: {resource.get('failureReason', 'no reason given')}")
        time.sleep(POLL_SECONDS)
