"""The running service: its parts, and what every operation is given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_personalize.clock import Clock
from local_personalize.control.avro import parse_schema
from local_personalize.control.kept_models import KeptModels
from local_personalize.control.kinds import DATASET
from local_personalize.control.lifecycle import Lifecycle
from local_personalize.control.registry import Registry
from local_personalize.recipes.exploration import explorer
from local_personalize.recipes.model import Interaction, Model
from local_personalize.runtime.recommendation_log import RecommendationLog
from local_personalize.store.database import Database, StreamedEvent
from local_personalize.store.group import GroupData
from local_personalize.wire.apis import Operation

ACCOUNT = "000000000000"


@dataclass(frozen=True, slots=True)
class Delays:
    """How long things take, in seconds of the clock."""

    dataset_import: float = 0.0
    training: float = 0.0
    item_pickup: float = 0.0
    resource: float = 0.0


@dataclass(frozen=True, slots=True)
class Call:
    """The circumstances of a request."""

    operation: Operation
    region: str

    def arn(self, arn_type: str, name: str) -> str:
        """The ARN of a resource in the region and account of the request."""
        return f"arn:aws:personalize:{self.region}:{ACCOUNT}:{arn_type}/{name}"


class Service:
    """The parts that operations work with."""

    def __init__(self, folder: Path, clock: Clock, delays: Delays) -> None:
        self.folder = folder
        self.bulk_folder = folder / "bulk"
        self.bulk_folder.mkdir(parents=True, exist_ok=True)
        self.clock = clock
        self.delays = delays
        self.database = Database(folder)
        self.registry = Registry(self.database, clock)
        self.lifecycle = Lifecycle(self.registry, clock, delays.resource)
        self.groups: dict[str, GroupData] = {}
        self.models: dict[str, Model] = {}
        self.kept_models = KeptModels(folder / "models")
        self.recommendations = RecommendationLog()

    def group(self, arn: str) -> GroupData:
        """The data of a dataset group."""
        if arn not in self.groups:
            self.groups[arn] = GroupData(arn)
        return self.groups[arn]

    def load_group(self, arn: str) -> None:
        """Read the events, items and users of a dataset group into memory, in place of what is there."""
        group = self.group(arn)
        group.forget_records()
        interactions = self.registry.all(DATASET, datasetGroupArn=arn, datasetType="INTERACTIONS")
        schemas = [self.registry.by_arn[dataset["schemaArn"]]["schema"] for dataset in interactions]
        group.set_context([name for schema in schemas for name in parse_schema(schema).context])
        bulk: list[tuple[Path, float]] = []
        for dataset in self.registry.all(DATASET, datasetGroupArn=arn):
            bulk += [(self.bulk_folder / file["file"], file["imported"]) for file in dataset["bulk"]]
            schema = parse_schema(self.registry.by_arn[dataset["schemaArn"]]["schema"])
            for record in self.database.records(dataset.arn):
                group.show_record(schema, record)
        group.load(self.database.connection, bulk)

    def learn(self, group_arn: str, events: Sequence[StreamedEvent]) -> None:
        """Take in committed events: into histories, and into every model of the dataset group."""
        group, models = self.group(group_arn), self.models_of(group_arn)
        for event in events:
            group.add_event(event)
        for model in models:
            teach(model, group, events)

    def models_of(self, group_arn: str) -> list[Model]:
        """The models of a dataset group that are in memory."""
        versions = self.registry.by_arn
        return [model for arn, model in self.models.items() if versions[arn]["datasetGroupArn"] == group_arn]

    def close(self) -> None:
        """Stop the work under way and close the database."""
        self.lifecycle.stop()
        self.database.close()


def teach(model: Model, group: GroupData, events: Sequence[StreamedEvent]) -> None:
    """Let a model learn events that its dataset group has."""
    users, items, types = group.users.index, group.items.index, group.types.index
    model.observe(
        [
            Interaction(
                users(event.user),
                event.session,
                items(event.item),
                event.time,
                context=group.context(event.fields, model.columns),
            )
            for event in events
        ],
        [types(event.type) for event in events],
        [event.value for event in events],
    )
    if exploring := explorer(model.recipe):
        known = group.items.indexes
        for event in events:
            if event.impression:
                shown = [known[item] for item in event.impression if item in known]
                exploring.observe_impression(shown, items(event.item))
    model.sequence = max((event.sequence for event in events), default=model.sequence)


Handler = Callable[[Service, dict[str, Any], Call], dict[str, Any]]
"""Answers a checked request of one operation."""
