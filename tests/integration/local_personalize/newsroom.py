"""A small newsroom at Amazon Personalize: schemas, datasets, clicks, models, campaigns."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

ROLE = "arn:aws:iam::000000000000:role/personalize"
RECIPES = {
    "personal": "arn:aws:personalize:::recipe/aws-user-personalization-v2",
    "trending": "arn:aws:personalize:::recipe/aws-trending-now",
}
INTERACTIONS_SCHEMA = json.dumps(
    {
        "type": "record",
        "name": "Interactions",
        "namespace": "com.amazonaws.personalize.schema",
        "fields": [
            {"name": "USER_ID", "type": "string"},
            {"name": "ITEM_ID", "type": "string"},
            {"name": "TIMESTAMP", "type": "long"},
            {"name": "EVENT_TYPE", "type": "string"},
        ],
        "version": "1.0",
    }
)
ITEMS_SCHEMA = json.dumps(
    {
        "type": "record",
        "name": "Items",
        "namespace": "com.amazonaws.personalize.schema",
        "fields": [
            {"name": "ITEM_ID", "type": "string"},
            {"name": "TOPICS", "type": ["null", "string"], "categorical": True},
            {"name": "WORD_COUNT", "type": ["null", "int"]},
            {"name": "TEXT", "type": ["null", "string"], "textual": True},
            {"name": "FREE", "type": ["null", "boolean"]},
            {"name": "CREATION_TIMESTAMP", "type": "long"},
        ],
        "version": "1.0",
    }
)
USERS_SCHEMA = json.dumps(
    {
        "type": "record",
        "name": "Users",
        "namespace": "com.amazonaws.personalize.schema",
        "fields": [
            {"name": "USER_ID", "type": "string"},
            {"name": "PLAN", "type": ["null", "string"], "categorical": True},
            {"name": "AGE", "type": ["null", "int"]},
        ],
        "version": "1.0",
    }
)
TOPICS = ("politics", "business|europe", "sport", "science")


class Clients(Protocol):
    region: str
    personalize: Any
    events: Any
    runtime: Any


@dataclass
class Newsroom:
    """What was made, by ARN."""

    account: Clients
    group: str
    interactions: str
    items: str
    users: str
    tracking_id: str
    campaigns: dict[str, str]
    now: int

    def filter(self, name: str, expression: str) -> str:
        made = self.account.personalize.create_filter(
            name=name, datasetGroupArn=self.group, filterExpression=expression
        )
        return made["filterArn"]

    def click(
        self, reader: str, *articles: str, at: float | None = None, type: str = "click", session: str = ""
    ) -> None:
        self.account.events.put_events(
            trackingId=self.tracking_id,
            userId=reader,
            sessionId=session or f"session of {reader}",
            eventList=[
                {"eventType": type, "itemId": article, "sentAt": (at or self.now) + second}
                for second, article in enumerate(articles)
            ],
        )

    def publish(self, article: str, **properties: Any) -> None:
        self.account.events.put_items(
            datasetArn=self.items, items=[{"itemId": article, "properties": json.dumps(properties)}]
        )

    def recommend(self, campaign: str = "personal", **request: Any) -> list[dict[str, Any]]:
        answer = self.account.runtime.get_recommendations(campaignArn=self.campaigns[campaign], **request)
        return answer["itemList"]

    def recommended(self, campaign: str = "personal", **request: Any) -> list[str]:
        return [item["itemId"] for item in self.recommend(campaign, **request)]


def clicks_csv(now: int) -> str:
    """1,200 clicks: readers of an even number read a0, a2, a4 ..., the others a1, a3, a5 ..., in this order."""
    rows = ["USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE"]
    for reader in range(200):
        start = now - 12_000 + 60 * reader
        rows += [
            f"r{reader},a{(2 * (reader // 2 + step) + reader % 2) % 40},{start + 10 * step},click" for step in range(6)
        ]
    return "\n".join(rows)


def articles_csv(now: int) -> str:
    rows = ["ITEM_ID,TOPICS,WORD_COUNT,TEXT,FREE,CREATION_TIMESTAMP"]
    rows += [
        f'a{article},{TOPICS[article % 4]},{100 * article},"With ""quotes"", of {article}",true,{now - 1000 * article}'
        for article in range(40)
    ]
    return "\n".join(rows)


def create_group(account: Clients, name: str = "news") -> tuple[str, str, str, str]:
    """The ARNs of a new dataset group and of its Interactions, Items and Users datasets."""
    personalize = account.personalize
    group: str = personalize.create_dataset_group(name=name)["datasetGroupArn"]
    datasets: list[str] = []
    for type_name, schema in (("Interactions", INTERACTIONS_SCHEMA), ("Items", ITEMS_SCHEMA), ("Users", USERS_SCHEMA)):
        schema_arn = personalize.create_schema(name=f"{name}-{type_name}", schema=schema)["schemaArn"]
        made = personalize.create_dataset(
            name=f"{name}-{type_name}", schemaArn=schema_arn, datasetGroupArn=group, datasetType=type_name
        )
        datasets.append(made["datasetArn"])
    return group, *datasets  # pyright: ignore[reportReturnType]


def import_csv(account: Clients, s3: Any, dataset: str, name: str, *contents: str, **request: Any) -> dict[str, Any]:
    """Import CSV files and return the finished job."""
    folder = f"{account.region}/{name}/"
    for number, content in enumerate(contents):
        s3.put_object(Bucket="clicks", Key=f"{folder}{number}.csv", Body=content.encode())
    job = account.personalize.create_dataset_import_job(
        jobName=name,
        datasetArn=dataset,
        dataSource={"dataLocation": f"s3://clicks/{folder}"},
        roleArn=ROLE,
        **request,
    )["datasetImportJobArn"]
    return finished(
        lambda: account.personalize.describe_dataset_import_job(datasetImportJobArn=job)["datasetImportJob"]
    )


def train(account: Clients, solution: str) -> dict[str, Any]:
    """Train a version and return it finished."""
    version = account.personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"]
    return finished(
        lambda: account.personalize.describe_solution_version(solutionVersionArn=version)["solutionVersion"]
    )


def create_newsroom(account: Clients, s3: Any, now: int | None = None) -> Newsroom:
    """Everything from schemas to campaigns, with clicks and articles imported."""
    now = now or int(time.time()) - 60
    personalize = account.personalize
    group, interactions, items, users = create_group(account)
    tracker = personalize.create_event_tracker(name="clicks", datasetGroupArn=group)
    assert import_csv(account, s3, interactions, "clicks", clicks_csv(now))["status"] == "ACTIVE"
    assert import_csv(account, s3, items, "articles", articles_csv(now))["status"] == "ACTIVE"
    campaigns: dict[str, str] = {}
    for name, recipe in RECIPES.items():
        solution = personalize.create_solution(
            name=name, recipeArn=recipe, datasetGroupArn=group, performAutoTraining=False
        )["solutionArn"]
        version = train(account, solution)
        assert version["status"] == "ACTIVE", version
        campaigns[name] = personalize.create_campaign(name=name, solutionVersionArn=version["solutionVersionArn"])[
            "campaignArn"
        ]
    return Newsroom(account, group, interactions, items, users, tracker["trackingId"], campaigns, now)


def finished(describe: Callable[[], dict[str, Any]], seconds: float = 20.0) -> dict[str, Any]:
    """The description of a resource once it is no longer being made."""
    deadline = time.monotonic() + seconds
    while (resource := describe())["status"] in ("CREATE PENDING", "CREATE IN_PROGRESS"):
        assert time.monotonic() < deadline, resource
        time.sleep(0.01)
    return resource
