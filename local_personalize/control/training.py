"""Training: from the data there are to a model that serves and goes on learning."""

from collections.abc import Callable
from typing import Any

import numpy as np

from local_personalize.control.kinds import CAMPAIGN, SOLUTION
from local_personalize.control.lifecycle import Job, JobFailedError
from local_personalize.control.registry import Resource
from local_personalize.recipes.catalogue import recipe_entry
from local_personalize.recipes.model import EventSelection, Model, train
from local_personalize.service import Service
from local_personalize.store.database import streamed_events
from local_personalize.store.events import Events

LEAST_INTERACTIONS = 1000
LEAST_RETURNING_USERS = 25
SUMMARY = ("solutionVersionArn", "status", "trainingMode", "trainingType", "creationDateTime", "lastUpdatedDateTime")


def start_training(service: Service, version: Resource) -> None:
    """Do the work of a solution version; campaigns that follow the latest one change to it."""

    def finish(model: Model) -> dict[str, Any]:
        now = service.clock.now()
        service.models[version.arn] = model
        return {"trainedAt": now, "trainingHours": max(0.0, now - version["creationDateTime"]) / 3600}

    def activated() -> None:
        _catch_up(service, version, service.models[version.arn])
        _follow_latest(service, service.registry.by_arn[version.arn])
        drop_unused_models(service)

    service.lifecycle.start(version, Job(training(service, version), finish, activated, service.delays.training))


def training(service: Service, version: Resource) -> Callable[[], Model]:
    """The work of training a version, to be done in any thread; JobFailedError if there is too little data."""
    group = service.group(version["datasetGroupArn"])
    selection = _event_selection(service, version)
    files = [service.bulk_folder / bulk["file"] for bulk in version["bulk"]]
    until = group.sequence
    entry, config = recipe_entry(version["recipeArn"]), version.document.get("solutionConfig", {})

    def train_now() -> Model:
        connection = service.database.connect()
        try:
            events = group.read_events(connection, files, until)
        finally:
            connection.close()
        if selection.weights is not None:
            events = events.taking(np.isin(events.types, list(selection.weights)))
        _check_enough(events, version.document.get("eventType"))
        model = train(events, lambda: entry.build(config), selection)
        model.sequence = until
        return model

    return train_now


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
        user, item, type = group.users.index(event.user), group.items.index(event.item), group.types.index(event.type)
        model.observe(user, event.session, item, type, min(event.time, event.received))
        model.sequence = event.sequence


def _follow_latest(service: Service, version: Resource) -> None:
    registry = service.registry
    solution = registry.by_arn[version["solutionArn"]]
    shown = {name: version[name] for name in SUMMARY}
    with service.database.transaction():
        registry.update(solution, latestSolutionVersion=shown, latestActiveVersion=version.arn)
        for campaign in registry.all(CAMPAIGN, solutionArn=solution.arn):
            if campaign.document.get("campaignConfig", {}).get("syncWithLatestSolutionVersion"):
                registry.update(campaign, solutionVersionArn=version.arn)


def _event_selection(service: Service, version: Resource) -> EventSelection:
    types = service.group(version["datasetGroupArn"]).types
    configured = version.document.get("solutionConfig", {}).get("eventsConfig", {}).get("eventParametersList")
    if configured:
        return EventSelection(
            {types.index(event["eventType"].lower()): event.get("weight", 1.0) for event in configured}
        )
    if event_type := version.document.get("eventType"):
        return EventSelection({types.index(event_type.lower()): 1.0})
    return EventSelection(None)


def _check_enough(events: Events, event_type: str | None) -> None:
    if len(events) < LEAST_INTERACTIONS:
        filtered = f" after filtering by event type: {event_type}" if event_type else ""
        raise JobFailedError(f"Dataset has fewer than {LEAST_INTERACTIONS} interactions{filtered}")
    returning = int((np.unique(events.users, return_counts=True)[1] >= 2).sum())
    if returning < LEAST_RETURNING_USERS:
        raise JobFailedError(f"Dataset has fewer than {LEAST_RETURNING_USERS} users with at least 2 interactions each.")
