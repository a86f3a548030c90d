"""What the person who typed the command sees: each step with its progress, result and time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console

Progress = Callable[[str], None]


@dataclass(slots=True)
class Steps:
    """Prints a line per finished step; on a terminal the running one is shown with its progress."""

    console: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=True))

    @contextmanager
    def step(self, title: str) -> Iterator[Progress]:
        """The value is called with what is being done; its last words stay beside the finished step."""
        started = time.monotonic()
        said = ""
        with self.console.status(title) as status:

            def progress(words: str) -> None:
                nonlocal said
                said = words
                status.update(f"{title}: {words}")

            yield progress
        detail = f": {said}" if said else ""
        self.console.print(f"  [green]✓[/] {title}{detail}  [dim]{time.monotonic() - started:.1f} s[/]")

    def say(self, words: str) -> None:
        self.console.print(words)
