"""Automatic training: solutions that make versions by themselves, by the server's clock."""

import sys
from typing import NamedTuple

from local_personalize.control.datasets import find_dataset
from local_personalize.control.kinds import SOLUTION, SOLUTION_VERSION
from local_personalize.control.registry import ACTIVE, Resource
from local_personalize.control.solution_config import days_between_trainings
from local_personalize.control.solution_versions import AUTOMATIC, FULL, begin_version
from local_personalize.errors import ServiceError
from local_personalize.service import Service

HOUR, DAY = 3600.0, 86_400.0


async def train_automatically(service: Service) -> None:
    """Make the versions that are due, forever.

    The first one of a solution is due an hour after it was made, or was told to train by itself; the others follow in
    the rhythm of its schedule.
    """
    clock = service.clock
    while True:
        now = clock.now()
        for solution in _automatic(service):
            if _due(solution).moment <= now:
                _train(service, solution)
        await clock.wait_until(min([now + HOUR, *(_due(solution).moment for solution in _automatic(service))]))


class _Due(NamedTuple):
    """When a training is due, in epoch seconds, and whether it is the first."""

    moment: float
    is_first: bool


def _due(solution: Resource) -> _Due:
    since: float = solution.document.get("automaticSince", solution["creationDateTime"])
    last: float | None = solution.document.get("automaticLast")
    if last is None or last < since:
        return _Due(since + HOUR, is_first=True)
    days = days_between_trainings(solution.document.get("solutionConfig", {}), "solutionConfig")
    return _Due(last + days * DAY, is_first=False)


def _automatic(service: Service) -> list[Resource]:
    return [one for one in service.registry.all(SOLUTION, status=ACTIVE) if one["performAutoTraining"]]


def _train(service: Service, solution: Resource) -> None:
    """Make a version, unless nothing has come since the last one, or the hour before had one already."""
    versions = service.registry.all(SOLUTION_VERSION, solutionArn=solution.arn)
    due = _due(solution)
    with service.database.transaction():
        solution = service.registry.update(solution, automaticLast=service.clock.now())
        if due.is_first and any(version["creationDateTime"] >= due.moment - HOUR for version in versions):
            return
        if not _has_news(service, solution, versions):
            return
        try:
            begin_version(service, solution, AUTOMATIC, {"trainingMode": FULL, "tags": []})
        except ServiceError as error:
            sys.stderr.write(f"local_personalize: no automatic training of {solution.arn}: {error.message}\n")


def _has_news(service: Service, solution: Resource, versions: list[Resource]) -> bool:
    """Whether interactions have come since the last training."""
    dataset = find_dataset(service.registry, solution["datasetGroupArn"], "INTERACTIONS")
    bulk, sequence = dataset["bulk"] if dataset else [], service.group(solution["datasetGroupArn"]).sequence
    if not versions:
        return bool(bulk) or sequence > 0
    last = versions[-1].document
    return bulk != last["bulk"] or sequence > last.get("sequence", 0)
