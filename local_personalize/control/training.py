"""Training: from the data there are to a model that serves and goes on learning."""

from typing import Any

import numpy as np

from local_personalize.control.kinds import CAMPAIGN, SOLUTION
from local_personalize.control.lifecycle import Job, JobFailedError
from local_personalize.control.registry import Resource
from local_personalize.recipes.catalogue import recipe_entry
from local_personalize.recipes.holdout import holdout_metrics
from local_personalize.recipes.model import EventSelection, Model, Recipe, train
from local_personalize.service import Service, teach
from local_personalize.store.database import streamed_events
from local_personalize.store.events import Events
from local_personalize.store.group import GroupData

LEAST_INTERACTIONS = 1000
LEAST_RETURNING_USERS = 25
SUMMARY = ("solutionVersionArn", "status", "trainingMode", "trainingType", "creationDateTime", "lastUpdatedDateTime")


def start_training(service: Service, version: Resource) -> None:
    """Do the work of a solution version; campaigns that follow the latest one change to it."""
    training = Training(service, version)

    def work() -> tuple[Model, dict[str, float]]:
        events = training.read_events()
        return training.train(events), training.metrics(events)

    def finish(made: tuple[Model, dict[str, float]]) -> dict[str, Any]:
        service.models[version.arn], metrics = made
        now = service.clock.now()
        hours = max(0.0, now - version["creationDateTime"]) / 3600
        return {"metrics": metrics, "trainedAt": now, "trainingHours": hours}

    def activated() -> None:
        _catch_up(service, version, service.models[version.arn])
        _follow_latest(service, service.registry.by_arn[version.arn])
        drop_unused_models(service)

    service.lifecycle.start(version, Job(work, finish, activated, service.delays.training))


class Training:
    """The work of training a version: made in the server's thread, to be done in any."""

    def __init__(self, service: Service, version: Resource) -> None:
        self.group = service.group(version["datasetGroupArn"])
        self.until = self.group.sequence
        self.catalogue_size = len(self.group.items.names)
        self.database = service.database
        self.files = [service.bulk_folder / bulk["file"] for bulk in version["bulk"]]
        self.event_type: str | None = version.document.get("eventType")
        self.selection = _event_selection(self.group, version)
        self.recipe = recipe_entry(version["recipeArn"])
        self.config = version.document.get("solutionConfig", {})

    def read_events(self) -> Events:
        """The bulk events of the version and all streamed so far; JobFailedError if they are too few."""
        connection = self.database.connect()
        try:
            events = self.group.read_events(connection, self.files, self.until, join_visitors=True)
        finally:
            connection.close()
        events = events.taking(self.selection.weights_of(events) > 0.0)
        _check_enough(events, self.event_type)
        return events

    def train(self, events: Events) -> Model:
        """The model that these events make."""
        model = train(events, self.build, self.selection)
        model.sequence = self.until
        return model

    def metrics(self, events: Events) -> dict[str, float]:
        """The offline metrics that these events make."""
        return holdout_metrics(events, self.build, self.selection, self.catalogue_size)

    def build(self) -> Recipe:
        """The recipe as it is configured, untrained."""
        return self.recipe.build(self.config)


def deploy(service: Service, version: Resource, model: Model) -> None:
    """Let a trained model serve, once it has learned what came while it was trained."""
    _catch_up(service, version, model)
    service.models[version.arn] = model


def drop_unused_models(service: Service) -> None:
    """Keep in memory only the models that campaigns use, and each solution's latest."""
    used = {campaign["solutionVersionArn"] for campaign in service.registry.all(CAMPAIGN)}
    used |= {solution.document.get("latestActiveVersion") for solution in service.registry.all(SOLUTION)}
    for arn in service.models.keys() - used:
        del service.models[arn]


def _catch_up(service: Service, version: Resource, model: Model) -> None:
    group = service.group(version["datasetGroupArn"])
    for event in streamed_events(service.database.connection, group.arn, after=model.sequence):
        teach(model, group, event)


def _follow_latest(service: Service, version: Resource) -> None:
    registry = service.registry
    solution = registry.by_arn[version["solutionArn"]]
    shown = {name: version[name] for name in SUMMARY}
    with service.database.transaction():
        registry.update(solution, latestSolutionVersion=shown, latestActiveVersion=version.arn)
        for campaign in registry.all(CAMPAIGN, solutionArn=solution.arn):
            if campaign.document.get("campaignConfig", {}).get("syncWithLatestSolutionVersion"):
                registry.update(campaign, solutionVersionArn=version.arn)


def _event_selection(group: GroupData, version: Resource) -> EventSelection:
    config = version.document.get("solutionConfig", {})
    parameters = config.get("eventsConfig", {}).get("eventParametersList")
    if not parameters:
        event_type = version.document.get("eventType")
        parameters = [{"eventType": event_type}] if event_type else []
        if parameters and "eventValueThreshold" in config:
            parameters[0]["eventValueThreshold"] = float(config["eventValueThreshold"])
    by_type = {group.types.index(given["eventType"].lower()): given for given in parameters}
    least = {type: given["eventValueThreshold"] for type, given in by_type.items() if "eventValueThreshold" in given}
    weights = {type: given.get("weight", 1.0) for type, given in by_type.items()}
    return EventSelection(weights or None, least)


def _check_enough(events: Events, event_type: str | None) -> None:
    if len(events) < LEAST_INTERACTIONS:
        filtered = f" after filtering by event type: {event_type}" if event_type else ""
        raise JobFailedError(f"Dataset has fewer than {LEAST_INTERACTIONS} interactions{filtered}")
    returning = int((np.unique(events.users, return_counts=True)[1] >= 2).sum())
    if returning < LEAST_RETURNING_USERS:
        raise JobFailedError(f"Dataset has fewer than {LEAST_RETURNING_USERS} users with at least 2 interactions each.")
