"""Resources go from status to status by the clock, and go on after a restart."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local_personalize.clock import ManualClock
from local_personalize.control.kinds import DATA_DELETION_JOB, DATASET, DATASET_GROUP, SOLUTION_VERSION, Kind
from local_personalize.control.lifecycle import Job, JobFailedError, Lifecycle
from local_personalize.control.registry import Registry, Resource
from local_personalize.store.database import Database

DELAY = 100.0


class World:
    """A registry with resources that take a hundred seconds of a manual clock."""

    def __init__(self, folder: Path, delay: float = DELAY) -> None:
        self.clock = ManualClock(0.0)
        self.database = Database(folder)
        self.registry = Registry(self.database, self.clock)
        self.lifecycle = Lifecycle(self.registry, self.clock, delay)

    def create(self, kind: Kind = DATASET, status: str = "CREATE PENDING") -> Resource:
        return self.registry.create(kind, f"arn:aws:personalize:a:b:{kind.arn_type}/x", {"status": status})

    async def at(self, seconds: float) -> dict[str, Any]:
        """The documents by kind at that time."""
        self.clock.set(seconds)
        for _ in range(20):
            await asyncio.sleep(0.001)
        return {resource.kind.noun: resource.document for resource in self.registry.by_arn.values()}


def failing(message: str) -> Job[None]:
    def work() -> None:
        raise JobFailedError(message)

    return Job(work, lambda _: {})


def statuses(folder: Path, begin: Callable[[World], None], *moments: float) -> list[str | None]:
    async def watch() -> list[str | None]:
        world = World(folder)
        begin(world)
        seen: list[str | None] = []
        for moment in moments:
            (document,) = (await world.at(moment)).values() or [{}]
            seen.append(document.get("status"))
        return seen

    return asyncio.run(watch())


@pytest.mark.parametrize(
    ("kind", "pending", "course"),
    (
        (DATASET, "CREATE PENDING", ["CREATE PENDING", "CREATE IN_PROGRESS", "CREATE IN_PROGRESS", "ACTIVE"]),
        (DATA_DELETION_JOB, "PENDING", ["PENDING", "IN_PROGRESS", "IN_PROGRESS", "COMPLETED"]),
    ),
)
def test_what_is_made_passes_its_statuses(tmp_path: Path, kind: Kind, pending: str, course: list[str]) -> None:
    assert statuses(tmp_path, lambda w: w.lifecycle.start(w.create(kind, pending)), 9, 10, 99, 100) == course


def test_what_fails_says_why(tmp_path: Path) -> None:
    async def watch() -> None:
        world = World(tmp_path)
        world.lifecycle.start(world.create(), failing("no data"))
        document = (await world.at(100))["Dataset"]
        assert (document["status"], document["failureReason"]) == ("CREATE FAILED", "no data")

    asyncio.run(watch())


def test_an_update_has_its_own_statuses_and_changes_the_resource_at_its_end(tmp_path: Path) -> None:
    async def watch() -> None:
        world = World(tmp_path)
        resource = world.create(status="ACTIVE")
        job = Job(work=lambda: None, finish=lambda _: {"schemaArn": "new"})
        world.lifecycle.update(resource, "latestDatasetUpdate", {"schemaArn": "new"}, job)
        under_way = (await world.at(50))["Dataset"]
        assert under_way["status"] == "ACTIVE"
        assert under_way["latestDatasetUpdate"]["status"] == "CREATE IN_PROGRESS"
        assert "schemaArn" not in under_way
        done = (await world.at(100))["Dataset"]
        assert (done["latestDatasetUpdate"]["status"], done["schemaArn"]) == ("ACTIVE", "new")
        world.lifecycle.update(resource, "latestDatasetUpdate", {"schemaArn": "x"}, failing("no"))
        failed = (await world.at(200))["Dataset"]
        assert failed["latestDatasetUpdate"]["failureReason"] == "no"
        assert failed["latestDatasetUpdate"]["status"] == "CREATE FAILED"

    asyncio.run(watch())


def test_a_deletion_passes_two_statuses_and_then_nothing_is_left(tmp_path: Path) -> None:
    def delete(world: World) -> None:
        world.lifecycle.delete(world.create(status="ACTIVE"))

    assert statuses(tmp_path, delete, 9, 10, 99, 100) == [
        "DELETE PENDING",
        "DELETE IN_PROGRESS",
        "DELETE IN_PROGRESS",
        None,
    ]


def test_a_dataset_group_is_not_deleted_in_progress(tmp_path: Path) -> None:
    def delete(world: World) -> None:
        world.lifecycle.delete(world.create(DATASET_GROUP, "ACTIVE"))

    assert statuses(tmp_path, delete, 99, 100) == ["DELETE PENDING", None]


def test_a_job_that_is_stopped_never_ends(tmp_path: Path) -> None:
    async def watch() -> None:
        world = World(tmp_path)
        resource = world.create(SOLUTION_VERSION)
        finished: list[None] = []
        world.lifecycle.start(resource, Job(lambda: None, lambda _: finished.append(None) or {}))
        await world.at(50)
        world.lifecycle.stop_job(world.registry.by_arn[resource.arn])
        assert (await world.at(51))["SolutionVersion"]["status"] == "CREATE STOPPING"
        assert (await world.at(150))["SolutionVersion"]["status"] == "CREATE STOPPED"
        assert not finished

    asyncio.run(watch())


def test_without_a_delay_all_is_done_in_the_next_turn_of_the_loop(tmp_path: Path) -> None:
    async def watch() -> None:
        world = World(tmp_path, delay=0.0)
        resource = world.create()
        world.lifecycle.start(resource)
        await asyncio.sleep(0)
        assert world.registry.by_arn[resource.arn].status == "ACTIVE"
        world.lifecycle.delete(world.registry.by_arn[resource.arn])
        await asyncio.sleep(0)
        assert not world.registry.by_arn

    asyncio.run(watch())


def test_a_deletion_under_way_keeps_its_time_over_a_restart(tmp_path: Path) -> None:
    async def watch() -> None:
        before = World(tmp_path)
        before.lifecycle.delete(before.create(status="ACTIVE"))
        await before.at(50)
        before.lifecycle.stop()
        before.database.close()
        after = World(tmp_path)
        (resource,) = after.registry.by_arn.values()
        assert resource.status == "DELETE IN_PROGRESS"
        forgotten: list[str] = []
        after.lifecycle.delete(resource, forgotten=lambda: forgotten.append(resource.arn))
        assert await after.at(99)
        assert not await after.at(100)
        assert forgotten == [resource.arn]
        assert not list(after.database.resources())

    asyncio.run(watch())
