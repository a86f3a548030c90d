"""A shop at Amazon Personalize: what the conformance tests talk to, through boto3 alone."""

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

SECONDS = float(os.environ.get("PERSONALIZE_WAIT_SECONDS", "60"))
PAUSE = float(os.environ.get("PERSONALIZE_POLL_SECONDS", "0.02"))
ROLE = os.environ.get("PERSONALIZE_ROLE", "arn:aws:iam::000000000000:role/personalize")
UNDER_WAY = ("PENDING", "IN_PROGRESS")

FIELDS: Mapping[str, tuple[dict[str, Any], ...]] = {
    "Interactions": (
        {"name": "USER_ID", "type": "string"},
        {"name": "ITEM_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"},
        {"name": "EVENT_TYPE", "type": "string"},
        {"name": "DEVICE", "type": ["null", "string"], "categorical": True},
    ),
    "Items": (
        {"name": "ITEM_ID", "type": "string"},
        *(
            {"name": name, "type": ["null", "string"], "categorical": True}
            for name in ("CATEGORY", "DESCRIPTION", "CATEGORY_L1", "CATEGORY_L2", "GENRE")
        ),
        {"name": "PRICE", "type": ["null", "float"]},
        {"name": "CREATION_TIMESTAMP", "type": "long"},
    ),
    "Users": (
        {"name": "USER_ID", "type": "string"},
        {"name": "AGE", "type": ["null", "int"]},
        {"name": "MEMBERSHIP_STATUS", "type": ["null", "string"], "categorical": True},
    ),
}
ITEMS = {
    "boots": ("shoe", "boot", "drama", 80, 1000),
    "sneakers": ("shoe", "sneaker", "comedy", 60, 2000),
    "shirt": ("clothing", "cotton", "comedy|drama", 40, 3000),
    "gold-watch": ("watch", "luxury", "horror", 900, 4000),
    "plain-watch": ("watch", "plain", "", 20, 5000),
    **{f"other-{number}": ("other", "none", "none", 5000 + number, 2500) for number in range(25)},
}
"""Category, description, genres, price, creation."""
READERS = 80
RECIPES = ("user-personalization-v2", "personalized-ranking-v2", "similar-items", "trending-now", "popularity-count")


def schema(name: str, *more: dict[str, Any]) -> str:
    """The schema of one of the shop's datasets."""
    fields = [*FIELDS[name], *more]
    document = {"type": "record", "name": name, "namespace": "com.amazonaws.personalize.schema", "fields": fields}
    return json.dumps({**document, "version": "1.0"})


def interactions_csv(now: int) -> str:
    """1,600 clicks and views of 80 readers, the newest an hour ago."""
    names = list(ITEMS)
    rows = [
        f"reader-{reader},{names[(reader + step * (1 + reader % 3)) % len(names)]},"
        f"{now - 90_000 + 1080 * reader + step},"
        f"{'view' if step % 5 == 4 else 'click'},{'phone' if reader % 2 else 'desktop'}"
        for reader in range(READERS)
        for step in range(20)
    ]
    return "\n".join(["USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,DEVICE", *rows])


def items_csv() -> str:
    """The catalogue."""
    rows = [
        f"{item},{category},{description},{category},{description},{genres},{price},{created}"
        for item, (category, description, genres, price, created) in ITEMS.items()
    ]
    header = "ITEM_ID,CATEGORY,DESCRIPTION,CATEGORY_L1,CATEGORY_L2,GENRE,PRICE,CREATION_TIMESTAMP"
    return "\n".join([header, *rows])


def users_csv() -> str:
    """An adult and a child, and readers of no known age."""
    return "\n".join(["USER_ID,AGE,MEMBERSHIP_STATUS", "adult,30,gold", "child,12,", "reader-0,,silver"])


def settled(describe: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The description of a resource once its status says that nothing is under way."""
    deadline = time.monotonic() + SECONDS
    while (resource := describe())["status"].split()[-1] in UNDER_WAY:
        assert time.monotonic() < deadline, resource
        time.sleep(PAUSE)
    return resource


def delete(delete_one: Callable[..., Any], describe: Callable[..., Any], **arn: str) -> None:
    """Delete a resource and wait until it is gone."""
    delete_one(**arn)
    assert eventually(lambda: not found(describe, **arn))


def found(describe: Callable[..., Any], **arn: str) -> bool:
    """Whether a resource is still there."""
    try:
        describe(**arn)
    except ClientError as error:
        assert type(error).__name__ == "ResourceNotFoundException", error
        return False
    return True


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether it holds within the time that the service may take."""
    deadline = time.monotonic() + min(SECONDS, 30)
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True


NewGroup = Callable[..., tuple[str, dict[str, str]]]
"""Makes a dataset group with datasets of the given types."""


@dataclass(frozen=True)
class Aws:
    """The three clients, and a bucket that Amazon Personalize may read and write."""

    personalize: Any
    events: Any
    runtime: Any
    s3: Any
    bucket: str
    run: str

    def name(self, what: str) -> str:
        """A name of this run's own."""
        return f"{self.run}-{what}"

    def upload(self, key: str, content: str) -> str:
        """Put a file into the bucket; its location."""
        self.s3.put_object(Bucket=self.bucket, Key=f"{self.run}/{key}", Body=content.encode())
        return f"s3://{self.bucket}/{self.run}/{key}"

    def read(self, prefix: str) -> str:
        """The files below a prefix of this run, one after another."""
        listed = self.s3.list_objects_v2(Bucket=self.bucket, Prefix=f"{self.run}/{prefix}").get("Contents", [])
        bodies = [self.s3.get_object(Bucket=self.bucket, Key=entry["Key"])["Body"].read() for entry in listed]
        return "\n".join(body.decode() for body in bodies)

    def dataset_group(self, what: str, *types: str) -> tuple[str, dict[str, str]]:
        """A new dataset group with datasets of these types, each ACTIVE."""
        describe = self.personalize.describe_dataset_group
        group: str = self.personalize.create_dataset_group(name=self.name(what))["datasetGroupArn"]
        settled(lambda: describe(datasetGroupArn=group)["datasetGroup"])
        datasets: dict[str, str] = {}
        for type_name in types:
            name = self.name(f"{what}-{type_name}")
            schema_arn = self.personalize.create_schema(name=name, schema=schema(type_name))["schemaArn"]
            made = self.personalize.create_dataset(
                name=name, datasetGroupArn=group, datasetType=type_name, schemaArn=schema_arn
            )["datasetArn"]
            settled(lambda made=made: self.personalize.describe_dataset(datasetArn=made)["dataset"])
            datasets[type_name] = made
        return group, datasets

    def clear(self, group: str) -> None:
        """Delete a dataset group with all that it has, in the order that the service wants."""
        personalize = self.personalize
        for solution in personalize.list_solutions(datasetGroupArn=group)["solutions"]:
            delete(personalize.delete_solution, personalize.describe_solution, solutionArn=solution["solutionArn"])
        for tracker in personalize.list_event_trackers(datasetGroupArn=group)["eventTrackers"]:
            arn = tracker["eventTrackerArn"]
            delete(personalize.delete_event_tracker, personalize.describe_event_tracker, eventTrackerArn=arn)
        for made in personalize.list_metric_attributions(datasetGroupArn=group)["metricAttributions"]:
            arn = made["metricAttributionArn"]
            delete(
                personalize.delete_metric_attribution, personalize.describe_metric_attribution, metricAttributionArn=arn
            )
        for dataset in personalize.list_datasets(datasetGroupArn=group)["datasets"]:
            delete(personalize.delete_dataset, personalize.describe_dataset, datasetArn=dataset["datasetArn"])
        delete(personalize.delete_dataset_group, personalize.describe_dataset_group, datasetGroupArn=group)

    def import_job(self, dataset: str, what: str, content: str, **options: Any) -> dict[str, Any]:
        """Import one CSV file; the finished job."""
        job = self.personalize.create_dataset_import_job(
            jobName=self.name(what),
            datasetArn=dataset,
            dataSource={"dataLocation": self.upload(f"{what}.csv", content)},
            roleArn=ROLE,
            **options,
        )["datasetImportJobArn"]
        describe = self.personalize.describe_dataset_import_job
        return settled(lambda: describe(datasetImportJobArn=job)["datasetImportJob"])

    def version(self, solution: str, **options: Any) -> dict[str, Any]:
        """Train a version of a solution; the finished version."""
        arn = self.personalize.create_solution_version(solutionArn=solution, **options)["solutionVersionArn"]
        describe = self.personalize.describe_solution_version
        return settled(lambda: describe(solutionVersionArn=arn)["solutionVersion"])

    def solution(self, group: str, recipe: str, what: str, **options: Any) -> str:
        """A new solution without automatic training, ACTIVE."""
        arn: str = self.personalize.create_solution(
            name=self.name(what),
            datasetGroupArn=group,
            recipeArn=f"arn:aws:personalize:::recipe/aws-{recipe}",
            performAutoTraining=False,
            **options,
        )["solutionArn"]
        settled(lambda: self.personalize.describe_solution(solutionArn=arn)["solution"])
        return arn

    def campaign(self, version: str, what: str, **options: Any) -> str:
        """A new campaign, ACTIVE."""
        arn: str = self.personalize.create_campaign(name=self.name(what), solutionVersionArn=version, **options)[
            "campaignArn"
        ]
        settled(lambda: self.personalize.describe_campaign(campaignArn=arn)["campaign"])
        return arn

    def filter(self, group: str, what: str, expression: str) -> str:
        """A new filter, ACTIVE."""
        arn: str = self.personalize.create_filter(
            name=self.name(what), datasetGroupArn=group, filterExpression=expression
        )["filterArn"]
        described = settled(lambda: self.personalize.describe_filter(filterArn=arn)["filter"])
        assert described["status"] == "ACTIVE", described
        return arn


@dataclass(frozen=True)
class Shop:
    """The shop's dataset group with its data, a tracker and a campaign for each recipe."""

    aws: Aws
    group: str
    datasets: Mapping[str, str]
    tracking_id: str
    solutions: Mapping[str, str]
    versions: Mapping[str, str]
    campaigns: Mapping[str, str]
    now: int

    def act(self, user: str, *events: tuple[str, str], session: str = "") -> None:
        """Let a user do things: event type and item."""
        self.aws.events.put_events(
            trackingId=self.tracking_id,
            userId=user,
            sessionId=session or f"session-of-{user}",
            eventList=[
                {"eventType": type_name, "itemId": item, "sentAt": self.now + second}
                for second, (type_name, item) in enumerate(events)
            ],
        )

    def recommended(self, recipe: str = "user-personalization-v2", **request: Any) -> list[str]:
        """The recommended items of a recipe's campaign, best first."""
        answer = self.aws.runtime.get_recommendations(campaignArn=self.campaigns[recipe], **request)
        return [item["itemId"] for item in answer["itemList"]]


def open_shop(aws: Aws) -> Shop:
    """Everything from schemas to campaigns."""
    now = int(time.time()) - 3600
    group, datasets = aws.dataset_group("shop", "Interactions", "Items", "Users")
    tracker = aws.personalize.create_event_tracker(name=aws.name("tracker"), datasetGroupArn=group)
    arn = tracker["eventTrackerArn"]
    settled(lambda: aws.personalize.describe_event_tracker(eventTrackerArn=arn)["eventTracker"])
    contents = {"Interactions": interactions_csv(now), "Items": items_csv(), "Users": users_csv()}
    for type_name, content in contents.items():
        job = aws.import_job(datasets[type_name], f"shop-{type_name}", content)
        assert job["status"] == "ACTIVE", job
    solutions = {recipe: aws.solution(group, recipe, recipe) for recipe in RECIPES}
    versions: dict[str, str] = {}
    for recipe, solution in solutions.items():
        version = aws.version(solution)
        assert version["status"] == "ACTIVE", version
        versions[recipe] = version["solutionVersionArn"]
    campaigns = {recipe: aws.campaign(version, recipe) for recipe, version in versions.items()}
    return Shop(aws, group, datasets, tracker["trackingId"], solutions, versions, campaigns, now)
