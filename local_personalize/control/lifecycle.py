"""The way of a new resource: CREATE PENDING > CREATE IN_PROGRESS > ACTIVE or CREATE FAILED."""

import asyncio
import gc
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from local_personalize.clock import Clock
from local_personalize.control.registry import ACTIVE, FAILED, IN_PROGRESS, PENDING, Registry, Resource

Made = TypeVar("Made")
PENDING_SHARE = 0.1


class JobFailedError(Exception):
    """The work cannot be done; the message becomes the resource's failureReason."""


class Job(Generic[Made]):
    """The work behind a resource: `work` runs in a thread, `finish` with its result in the server's own.

    `finish` returns members to keep with the resource; they are saved with its new status in one transaction, and
    `activated` is called after that.
    """

    def __init__(
        self,
        work: Callable[[], Made],
        finish: Callable[[Made], dict[str, Any]],
        activated: Callable[[], None] = lambda: None,
        delay: float = 0.0,
    ) -> None:
        self.work = work
        self.finish = finish
        self.activated = activated
        self.delay = delay


NOTHING_TO_DO = Job[None](work=lambda: None, finish=lambda _: {})


class Lifecycle:
    """Moves resources from status to status."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self.registry = registry
        self.clock = clock
        self.tasks: set[asyncio.Task[None]] = set()

    def start(self, resource: Resource, job: Job[Any] = NOTHING_TO_DO) -> None:
        """Begin with the work of a resource that is CREATE PENDING."""
        task = asyncio.get_running_loop().create_task(self._run(resource.arn, job))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def stop(self) -> None:
        """Drop all work; what is under way starts anew with the next server."""
        for task in tuple(self.tasks):
            task.cancel()

    async def _run(self, arn: str, job: Job[Any]) -> None:
        created = self.registry.by_arn[arn]["creationDateTime"]
        await self.clock.wait_until(created + PENDING_SHARE * job.delay)
        self._set(arn, PENDING, status=IN_PROGRESS)
        try:
            made = None if job is NOTHING_TO_DO else await in_thread(job.work)
            await self.clock.wait_until(created + job.delay)
            with self.registry.database.transaction():
                self._set(arn, IN_PROGRESS, **job.finish(made), status=ACTIVE)
            job.activated()
            gc.freeze()  # so that collections do not walk through imported and learned data
        except JobFailedError as failure:
            self._set(arn, IN_PROGRESS, status=FAILED, failureReason=str(failure))
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            self._set(arn, IN_PROGRESS, status=FAILED, failureReason=f"Internal error: {error!r}")

    def _set(self, arn: str, expected: str, **members: Any) -> None:
        resource = self.registry.by_arn.get(arn)
        if resource is not None and resource.status == expected:
            self.registry.update(resource, **members)


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
