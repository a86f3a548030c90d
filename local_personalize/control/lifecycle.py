"""The ways of resources: made, updated, stopped and deleted, step by step by the clock.

A new resource goes CREATE PENDING > CREATE IN_PROGRESS > ACTIVE or CREATE FAILED, and so does an update, whose status
stands in a member of the resource (latestDatasetUpdate). A data deletion job goes PENDING > IN_PROGRESS > COMPLETED or
FAILED. A deletion goes DELETE PENDING > DELETE IN_PROGRESS, and then the resource is gone.
"""

import asyncio
import gc
import sys
import threading
import traceback
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from local_personalize.clock import Clock
from local_personalize.control.kinds import DATASET_GROUP
from local_personalize.control.registry import (
    ACTIVE,
    COMPLETED,
    DELETE_IN_PROGRESS,
    DELETE_PENDING,
    FAILED,
    IN_PROGRESS,
    JOB_FAILED,
    JOB_IN_PROGRESS,
    JOB_PENDING,
    PENDING,
    STOPPED,
    STOPPING,
    Registry,
    Resource,
)

Made = TypeVar("Made")
PENDING_SHARE = 0.1


class JobFailedError(Exception):
    """The work cannot be done; the message becomes the resource's failureReason."""


class Job(Generic[Made]):
    """The work behind a resource: `work` runs in a thread, `finish` with its result in the server's own.

    Without `work` nothing has to be waited for, and `finish` is given None. `finish` returns members to keep with the
    resource; they are saved with its new status in one transaction, and `activated` is called after that. `delay` is
    how long it takes at least, in seconds; None: as long as for any resource.
    """

    def __init__(
        self,
        work: Callable[[], Made] | None,
        finish: Callable[[Made], dict[str, Any]],
        activated: Callable[[], None] = lambda: None,
        delay: float | None = None,
    ) -> None:
        self.work = work
        self.finish = finish
        self.activated = activated
        self.delay = delay


NOTHING_TO_DO = Job[None](work=None, finish=lambda _: {})


@dataclass(frozen=True, slots=True)
class Course:
    """The statuses that work goes through."""

    pending: str
    in_progress: str
    done: str
    failed: str


CREATION = Course(PENDING, IN_PROGRESS, ACTIVE, FAILED)
JOB = Course(JOB_PENDING, JOB_IN_PROGRESS, COMPLETED, JOB_FAILED)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the status of work stands: with a resource itself, or in a member that describes an update."""

    registry: Registry
    arn: str
    member: str | None

    def document(self) -> Mapping[str, Any]:
        resource = self.registry.by_arn.get(self.arn)
        document: Mapping[str, Any] = {} if resource is None else resource.document
        return document.get(self.member, {}) if self.member else document

    def move(self, expected: str, status: str, members: Mapping[str, Any], **of_work: Any) -> None:
        """Change the status, if it is the expected one, and members of the resource."""
        document = self.document()
        if document.get("status") != expected:
            return
        changes = {**of_work, "status": status}
        if self.member:
            now = self.registry.clock.now()
            changes = {self.member: {**document, **changes, "lastUpdatedDateTime": now}}
        self.registry.update(self.registry.by_arn[self.arn], **members, **changes)


class Lifecycle:
    """Moves resources from status to status; `delay` is how many seconds anything takes that has no own delay."""

    def __init__(self, registry: Registry, clock: Clock, delay: float = 0.0) -> None:
        self.registry = registry
        self.clock = clock
        self.delay = delay
        self.tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, resource: Resource, job: Job[Any] = NOTHING_TO_DO) -> None:
        """Begin, or go on, with the work of a new resource, or of a data deletion job."""
        course = JOB if resource.status in (JOB_PENDING, JOB_IN_PROGRESS) else CREATION
        self._begin(resource.arn, self._run(_Place(self.registry, resource.arn, None), course, job))

    def update(self, resource: Resource, member: str, changes: Mapping[str, Any], job: Job[Any]) -> None:
        """Begin an update that `member` will describe with its status and these changes."""
        now = self.clock.now()
        described = {**changes, "status": PENDING, "creationDateTime": now, "lastUpdatedDateTime": now}
        self.resume_update(self.registry.update(resource, **{member: described}), member, job)

    def resume_update(self, resource: Resource, member: str, job: Job[Any]) -> None:
        """Go on with an update that was under way."""
        place = _Place(self.registry, resource.arn, member)
        self._begin(f"{resource.arn} {member}", self._run(place, CREATION, job))

    def delete(
        self,
        resource: Resource,
        forget: Callable[[], None] = lambda: None,
        forgotten: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin, or go on, with a deletion; `forget` runs in its transaction and `forgotten` after that."""
        if not resource.in_deletion:
            self.registry.update(resource, status=DELETE_PENDING, deletionBegan=self.clock.now())
        self._begin(resource.arn, self._delete(resource.arn, forget, forgotten))

    def stop_job(self, resource: Resource) -> None:
        """Abandon the making of a resource: CREATE STOPPING > CREATE STOPPED."""
        if resource.status != STOPPING:
            self.registry.update(resource, status=STOPPING)
        self._begin(resource.arn, self._stop(resource.arn))

    def stop(self) -> None:
        """Drop all work; what is under way starts anew with the next server."""
        for task in tuple(self.tasks.values()):
            task.cancel()

    def _begin(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        if name in self.tasks:
            self.tasks[name].cancel()
        task = self.tasks[name] = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(lambda done: self.tasks.pop(name) if self.tasks.get(name) is done else None)

    async def _run(self, place: _Place, course: Course, job: Job[Any]) -> None:
        delay = self.delay if job.delay is None else job.delay
        created = place.document()["creationDateTime"]
        await self.clock.wait_until(created + PENDING_SHARE * delay)
        place.move(course.pending, course.in_progress, {})
        try:
            made = await in_thread(job.work) if job.work else None
            await self.clock.wait_until(created + delay)
            if place.document().get("status") != course.in_progress:
                return
            with self.registry.database.transaction():
                place.move(course.in_progress, course.done, job.finish(made))
            job.activated()
            gc.freeze()  # so that collections do not walk through imported and learned data
        except JobFailedError as failure:
            place.move(course.in_progress, course.failed, {}, failureReason=str(failure))
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            place.move(course.in_progress, course.failed, {}, failureReason=f"Internal error: {error!r}")

    async def _delete(self, arn: str, forget: Callable[[], None], forgotten: Callable[[], None]) -> None:
        resource = self.registry.by_arn[arn]
        began = resource["deletionBegan"]
        await self.clock.wait_until(began + PENDING_SHARE * self.delay)
        if resource.kind is not DATASET_GROUP:  # the service has no such status for it
            _Place(self.registry, arn, None).move(DELETE_PENDING, DELETE_IN_PROGRESS, {})
        await self.clock.wait_until(began + self.delay)
        with self.registry.database.transaction():
            forget()
            self.registry.delete(self.registry.by_arn[arn])
        forgotten()

    async def _stop(self, arn: str) -> None:
        await self.clock.wait_until(self.registry.by_arn[arn]["lastUpdatedDateTime"] + self.delay)
        _Place(self.registry, arn, None).move(STOPPING, STOPPED, {})


async def in_thread(work: Callable[[], Made]) -> Made:
    """Run `work` in a thread that does not keep the process from ending."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Made] = loop.create_future()

    def settle(result: Made | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # pyright: ignore[reportArgumentType]

    def run() -> None:
        try:
            result, error = work(), None
        except BaseException as raised:
            result, error = None, raised
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, daemon=True).start()
    return await future
