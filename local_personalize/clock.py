"""The time the service goes by."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Protocol


class Clock(Protocol):
    """Tells the time in epoch seconds and waits for one."""

    def now(self) -> float:
        """The current time."""
        ...

    async def wait_until(self, moment: float) -> None:
        """Return once `moment` has come."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        """The current time."""
        return time.time()

    async def wait_until(self, moment: float) -> None:
        """Return once `moment` has come."""
        while (rest := moment - self.now()) > 0:
            await asyncio.sleep(rest)


@dataclass(slots=True)
class ManualClock:
    """Stands still until it is set forward."""

    moment: float = field(default_factory=time.time)
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self) -> float:
        """The time it was last set to."""
        return self.moment

    def set(self, moment: float) -> None:
        """Move on to `moment`; ValueError if that has passed."""
        if moment < self.moment:
            raise ValueError(f"{moment} lies before the clock's {self.moment}; it only moves forward")
        self.moment = moment
        self.moved.set()
        self.moved = asyncio.Event()

    async def wait_until(self, moment: float) -> None:
        """Return once the clock has been set to `moment` or later."""
        while self.moment < moment:
            await self.moved.wait()
