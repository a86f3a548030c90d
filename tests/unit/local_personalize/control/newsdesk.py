"""A service in memory with a dataset group of clicks, whose clock a test sets."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from local_personalize.clock import ManualClock
from local_personalize.control.kinds import DATASET, DATASET_GROUP, SCHEMA
from local_personalize.operations import OPERATIONS, load, resume
from local_personalize.service import Call, Delays, Service
from local_personalize.store.database import Event, streamed_events
from local_personalize.wire.apis import load_apis

ARN = "arn:aws:personalize:eu-west-1:000000000000:"
GROUP = f"{ARN}dataset-group/news"
RECIPE = "arn:aws:personalize:::recipe/"
NOW = 1_700_000_000.0
APIS = load_apis()
SCHEMAS = {
    "INTERACTIONS": '{"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", '
    '"fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"}, '
    '{"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"}, '
    '{"name": "DEVICE", "type": "string", "categorical": true}], "version": "1.0"}',
    "ITEMS": '{"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", '
    '"fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "TOPIC", "type": "string", "categorical": true}, '
    '{"name": "PRICE", "type": "float"}], "version": "1.0"}',
}


class Newsdesk:
    """The server without its network; anything takes `delay` seconds of the clock."""

    def __init__(self, folder: Path, delay: float = 0.0) -> None:
        self.folder = folder
        self.delay = delay
        self.clock = ManualClock(NOW)
        self.sent = 0
        self.start()
        registry = self.service.registry
        registry.create(DATASET_GROUP, GROUP, {"name": "news", "status": "ACTIVE"})
        for type_name, schema in SCHEMAS.items():
            made = registry.create(SCHEMA, f"{ARN}schema/{type_name}", {"name": type_name, "schema": schema})
            document = {
                "name": type_name,
                "schemaArn": made.arn,
                "datasetGroupArn": GROUP,
                "datasetType": type_name,
                "status": "ACTIVE",
                "bulk": [],
            }
            registry.create(DATASET, f"{ARN}dataset/news/{type_name}", document)
        self.service.load_group(GROUP)

    def start(self) -> None:
        """Start the server, anew if it was stopped."""
        self.service = Service(self.folder, self.clock, Delays(training=self.delay, resource=self.delay))
        load(self.service)

    async def restart(self) -> None:
        """End as with a kill and start again."""
        self.service.close()
        await asyncio.sleep(0)
        self.start()
        resume(self.service)

    def click(self, readers: int, articles: int = 6, item: str = "a") -> None:
        """Let so many readers read so many articles each, one after the other."""
        for reader in range(readers):
            for step in range(articles):
                self.sent += 1
                time = int(self.clock.now()) - 50_000 + self.sent
                event = Event(
                    *(f"r{reader}", f"s{reader}", f"{item}{(reader + step) % 30}", time, "click", None, None, None),
                    impression=(),
                    fields={"DEVICE": "phone"},
                    received=self.clock.now(),
                )
                self.service.database.add_event(GROUP, event)
        after = self.service.group(GROUP).sequence
        self.service.learn(GROUP, list(streamed_events(self.service.database.connection, GROUP, after=after)))

    def call(self, name: str, /, **request: Any) -> dict[str, Any]:
        """The answer of an operation, both held against the service's model."""
        operation = APIS.by_target[name]
        wrong: list[str] = []
        operation.check_request(request, "", wrong)
        answer = OPERATIONS[name](self.service, request, Call(operation, "eu-west-1"))
        operation.check_answer(answer, "", wrong)
        assert not wrong
        return answer

    async def at(self, seconds: float) -> None:
        """Set the clock to so long after the beginning, and let what is due be done."""
        self.clock.set(NOW + seconds)
        await self.settle()

    async def settle(self) -> None:
        """Let work that waits for nothing but a thread be done."""
        for _ in range(20):
            await asyncio.sleep(0.002)

    async def until(self, describe: Callable[[], str], status: str) -> None:
        """Wait until a status is reached."""
        for _ in range(4000):
            if describe() == status:
                return
            await asyncio.sleep(0.005)
        raise AssertionError(describe())

    async def solution(self, recipe: str = "aws-user-personalization-v2", /, **request: Any) -> str:
        """The ARN of an ACTIVE solution without automatic training."""
        request = {"name": "s", "performAutoTraining": False, **request}
        arn = self.call("CreateSolution", datasetGroupArn=GROUP, recipeArn=RECIPE + recipe, **request)
        self.clock.set(self.clock.now() + self.delay)
        await self.settle()
        return arn["solutionArn"]

    async def version(self, solution: str, **request: Any) -> str:
        """The ARN of a version, trained to the end."""
        arn = self.call("CreateSolutionVersion", solutionArn=solution, **request)["solutionVersionArn"]
        self.clock.set(self.clock.now() + self.delay)
        await self.until(lambda: self.status_of(arn), "ACTIVE")
        return arn

    def status_of(self, arn: str) -> str:
        """A resource's status."""
        return self.service.registry.by_arn[arn].status


def playing(folder: Path, scene: Callable[[Newsdesk], Awaitable[None]], delay: float = 0.0) -> None:
    """Run a scene at a desk of its own."""

    async def play() -> None:
        desk = Newsdesk(folder, delay)
        await scene(desk)
        desk.service.close()

    asyncio.run(play())
