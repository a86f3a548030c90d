"""Training: from the data there are to a model that serves and goes on learning."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from local_personalize.control.kinds import CAMPAIGN, SOLUTION
from local_personalize.control.lifecycle import Job, JobFailedError
from local_personalize.control.registry import Resource
from local_personalize.control.solution_config import excluded_columns, schemas_of
from local_personalize.recipes.catalogue import recipe_entry
from local_personalize.recipes.holdout import holdout_metrics
from local_personalize.recipes.items import Items
from local_personalize.recipes.model import EventSelection, Model, Recipe, interactions, train
from local_personalize.service import Service, teach
from local_personalize.store.database import streamed_events
from local_personalize.store.events import NOTHING, Events
from local_personalize.store.group import GroupData
from local_personalize.store.learned_items import LearnedItems

LEAST_INTERACTIONS = 1000
LEAST_RETURNING_USERS = 25
TAUGHT_AT_ONCE = 10_000
CAMPAIGN_UPDATE = "latestCampaignUpdate"


def start_training(service: Service, version: Resource) -> None:
    """Do the work of a solution version; campaigns that follow the latest one change to it."""
    training = Training(service, version)
    update = _Update(service, training, version) if "updates" in version.document else None

    def work() -> tuple[Model, dict[str, float]]:
        events = training.read_events()
        _check_enough(events, training.event_type)
        model = update.model() if update else training.train(events)
        return training.keep(model), training.metrics(events)

    def finish(made: tuple[Model, dict[str, float]]) -> dict[str, Any]:
        service.models[version.arn], metrics = made
        now = service.clock.now()
        hours = max(0.0, now - version["creationDateTime"]) / 3600
        return {"metrics": metrics, "trainedAt": now, "trainingHours": hours}

    def activated() -> None:
        catch_up(service, version, service.models[version.arn])
        _follow_latest(service, service.registry.by_arn[version.arn])
        drop_unused_models(service)

    service.lifecycle.start(version, Job(work, finish, activated, service.delays.training))


class Training:
    """The work of training a version: made in the server's thread, to be done in any."""

    def __init__(self, service: Service, version: Resource) -> None:
        self.arn = version.arn
        self.kept_models = service.kept_models
        self.group = service.group(version["datasetGroupArn"])
        self.until = self.group.sequence
        self.catalogue_size = len(self.group.items.names)
        self.database = service.database
        self.files = [service.bulk_folder / bulk["file"] for bulk in version["bulk"]]
        self.event_type: str | None = version.document.get("eventType")
        self.selection = _event_selection(self.group, version)
        self.recipe = recipe_entry(version["recipeArn"])
        self.config = version.document.get("solutionConfig", {})
        excluded = excluded_columns(self.config, schemas_of(service.registry, self.group.arn))
        self.excluded_context = excluded.get("INTERACTIONS", frozenset())
        self.items: Items = self.group
        if "ITEMS" in excluded:
            self.items = LearnedItems(self.group, excluded["ITEMS"])

    def read_events(self) -> Events:
        """The bulk events of the version and all streamed so far, those that it learns from."""
        return self.read(self.files, self.until)

    def read(self, files: Sequence[Path], until: int) -> Events:
        """The events of files and those streamed up to a sequence number, those that it learns from."""
        connection = self.database.connect()
        try:
            events = self.group.read_events(connection, files, until, join_visitors=True)
        finally:
            connection.close()
        contexts = {name: codes for name, codes in events.contexts.items() if name not in self.excluded_context}
        return replace(events, contexts=contexts).taking(self.selection.weights_of(events) > 0.0)

    def train(self, events: Events) -> Model:
        """The model that these events make."""
        model = train(events, self.build, self.selection)
        model.sequence = self.until
        return model

    def keep(self, model: Model) -> Model:
        """The model, once it is in its file."""
        self.kept_models.save(self.arn, model, self.group)
        return model

    def recover(self) -> Model:
        """The model of a version that was trained before: from its file, or else made anew of what there is."""
        model = self.kept_models.load(self.arn, self.group)
        return self.keep(self.train(self.read_events())) if model is None else model

    def metrics(self, events: Events) -> dict[str, float]:
        """The offline metrics that these events make."""
        return holdout_metrics(events, self.build, self.selection, self.catalogue_size)

    def build(self) -> Recipe:
        """The recipe as it is configured, untrained."""
        return self.recipe.build(self.config, self.items)


class _Update:
    """The work of a version that goes on with what another one has learned: new items come in, nothing is unlearned."""

    def __init__(self, service: Service, training: Training, version: Resource) -> None:
        self.training = training
        self.base = Training(service, service.registry.by_arn[version["updates"]])

    def model(self) -> Model:
        """The other version's model, taught what was imported since; streamed events are caught up with later."""
        model = self.base.recover()
        imported = self.training.read([file for file in self.training.files if file not in self.base.files], until=0)
        empty = np.full(len(imported), NOTHING, np.int32)
        events = replace(imported, contexts={name: imported.contexts.get(name, empty) for name in model.columns})
        model.observe(interactions(events, np.ones(len(events))), events.types.tolist(), events.values.tolist())
        return model


def deploy(service: Service, version: Resource, model: Model) -> None:
    """Let a trained model serve, once it has learned what came while it was trained."""
    catch_up(service, version, model)
    service.models[version.arn] = model


def drop_unused_models(service: Service) -> None:
    """Keep in memory only the models that campaigns use, or are about to, and each solution's latest."""
    campaigns = service.registry.all(CAMPAIGN)
    used = {campaign["solutionVersionArn"] for campaign in campaigns}
    used |= {
        campaign[CAMPAIGN_UPDATE].get("solutionVersionArn")
        for campaign in campaigns
        if campaign.in_update(CAMPAIGN_UPDATE)
    }
    used |= {solution.document.get("latestActiveVersion") for solution in service.registry.all(SOLUTION)}
    for arn in service.models.keys() - used:
        del service.models[arn]


def catch_up(service: Service, version: Resource, model: Model) -> None:
    """Let a version's model learn what came since its training."""
    group = service.group(version["datasetGroupArn"])
    missed = streamed_events(service.database.connection, group.arn, after=model.sequence)
    while events := list(islice(missed, TAUGHT_AT_ONCE)):
        teach(model, group, events)


def _follow_latest(service: Service, version: Resource) -> None:
    registry = service.registry
    solution = registry.by_arn[version["solutionArn"]]
    with service.database.transaction():
        registry.update(solution, latestActiveVersion=version.arn)
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
