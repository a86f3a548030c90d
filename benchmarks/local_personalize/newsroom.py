"""A newsroom at the local Amazon Personalize: what is made there, and how long the server takes for it."""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.local_personalize.clicks import CATEGORIES, articles_of
from benchmarks.local_personalize.http_client import Connection

ROLE = "arn:aws:iam::000000000000:role/personalize"
RECIPE = "arn:aws:personalize:::recipe/aws-user-personalization-v2"
FILTER = 'INCLUDE ItemID WHERE Items.TOPICS IN ($T) | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click")'
LOOK_AGAIN = 0.005
UNDER_WAY = ("CREATE PENDING", "CREATE IN_PROGRESS")
COLUMNS = {
    "Interactions": {"USER_ID": "string", "ITEM_ID": "string", "TIMESTAMP": "long", "EVENT_TYPE": "string"}
    | dict.fromkeys(CATEGORIES, "string"),
    "Items": {"ITEM_ID": "string", "TOPICS": "string", "CREATION_TIMESTAMP": "long"},
}


@dataclass(frozen=True, slots=True)
class Files:
    """The CSV files of one import."""

    clicks: Path
    articles: Path

    @classmethod
    def write(cls, clicks: pl.DataFrame, folder: Path) -> "Files":
        """Write the clicks, and the articles that they are of."""
        files = cls(folder / "clicks.csv", folder / "articles.csv")
        clicks.write_csv(files.clicks)
        articles_of(clicks).write_csv(files.articles)
        return files


@dataclass(slots=True)
class Newsroom:
    """A dataset group with a campaign of User-Personalization-v2; times in seconds, from a creation until ACTIVE."""

    connection: Connection
    files: Files
    group: str = ""
    datasets: dict[str, str] = field(default_factory=dict)
    tracking_id: str = ""
    solution: str = ""
    campaign: str = ""
    filter: str = ""
    jobs: int = 0

    def open(self) -> None:
        """Make everything that needs no data."""
        self.group = self._made("DatasetGroup", name="news")
        for kind, columns in COLUMNS.items():
            schema = self._call("CreateSchema", name=kind, schema=_schema(kind, columns))["schemaArn"]
            self.datasets[kind] = self._made(
                "Dataset", name=kind, datasetGroupArn=self.group, datasetType=kind, schemaArn=schema
            )
        tracker = self._call("CreateEventTracker", name="clicks", datasetGroupArn=self.group)
        self.tracking_id = tracker["trackingId"]
        self._wait("EventTracker", tracker["eventTrackerArn"])

    def import_articles(self) -> float:
        """Import the Items dataset."""
        return self._import("Items", self.files.articles)

    def import_clicks(self) -> float:
        """Import the Interactions dataset, in place of what is there."""
        return self._import("Interactions", self.files.clicks)

    def train(self) -> float:
        """Train one more solution version; the first makes the solution too."""
        if not self.solution:
            self.solution = self._made(
                "Solution", name="personal", datasetGroupArn=self.group, recipeArn=RECIPE, performAutoTraining=False
            )
        began = time.perf_counter()
        version = self._made("SolutionVersion", solutionArn=self.solution)
        seconds = time.perf_counter() - began
        if not self.campaign:
            self.campaign = self._made("Campaign", name="personal", solutionVersionArn=version)
            self.filter = self._made("Filter", name="topics", datasetGroupArn=self.group, filterExpression=FILTER)
        return seconds

    def _import(self, kind: str, file: Path) -> float:
        self.jobs += 1
        began = time.perf_counter()
        self._made(
            "DatasetImportJob",
            jobName=f"job-{self.jobs}",
            datasetArn=self.datasets[kind],
            dataSource={"dataLocation": file.resolve().as_uri()},
            roleArn=ROLE,
        )
        return time.perf_counter() - began

    def _made(self, kind: str, **members: Any) -> str:
        """The ARN of a new resource, once it is ACTIVE."""
        arn = self._call(f"Create{kind}", **members)[f"{_member(kind)}Arn"]
        self._wait(kind, arn)
        return arn

    def _wait(self, kind: str, arn: str) -> None:
        while (described := self._describe(kind, arn))["status"] in UNDER_WAY:
            time.sleep(LOOK_AGAIN)
        if described["status"] != "ACTIVE":
            raise RuntimeError(f"{arn}: {described['status']}: {described.get('failureReason')}")

    def _describe(self, kind: str, arn: str) -> dict[str, Any]:
        answer = self._call(f"Describe{kind}", **{f"{_member(kind)}Arn": arn})
        return answer.get(_member(kind), answer)

    def _call(self, operation: str, **members: Any) -> dict[str, Any]:
        return self.connection.call("/", members, target=operation)


def _member(kind: str) -> str:
    return kind[0].lower() + kind[1:]


def _schema(kind: str, columns: dict[str, str]) -> str:
    fields = [
        {"name": name, "type": type, **({"categorical": True} if name in ("TOPICS", *CATEGORIES) else {})}
        for name, type in columns.items()
    ]
    return json.dumps(
        {
            "type": "record",
            "name": kind,
            "namespace": "com.amazonaws.personalize.schema",
            "fields": fields,
            "version": "1.0",
        }
    )
