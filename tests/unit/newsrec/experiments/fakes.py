"""Documents in memory, experiments over them, and a clock that is set."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from newsrec.experiments.experiment import Experiment, read_experiment
from newsrec.surfaces import packaged_document
from newsrec.surfaces.saved import SavedDocument, SavedMeanwhile
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.records import NOW


@dataclass
class MemoryDocuments:
    saved: dict[tuple[str, int], SavedDocument] = field(default_factory=dict)
    away: bool = False
    reads: int = 0

    def newest_first(self, name: str, *, at_once: int = 1) -> Iterator[SavedDocument]:
        self._read()
        mine = [document for document in self.saved.values() if document.name == name]
        return iter(sorted(mine, key=lambda document: -document.revision))

    def find(self, name: str, revision: int) -> SavedDocument | None:
        self._read()
        return self.saved.get((name, revision))

    def save(self, document: SavedDocument) -> None:
        if (document.name, document.revision) in self.saved:
            raise SavedMeanwhile("there already")
        self.saved[document.name, document.revision] = document

    def write(self, name: str, document: object) -> None:
        """What somebody writes by hand, past every check."""
        revision = 1 + max((number for kept, number in self.saved if kept == name), default=0)
        text = document if isinstance(document, str) else json.dumps(document)
        self.save(SavedDocument(name=name, revision=revision, saved_at=NOW, saved_by="a hand", why="", text=text))

    def _read(self) -> None:
        self.reads += 1
        if self.away:
            raise Unavailable("away")


@dataclass
class Clock:
    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Later(Executor):
    """Runs what it was given when the test says so, or at once."""

    at_once: bool = True
    waiting: list[Callable[[], None]] = field(default_factory=list)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()

        def run() -> None:
            future.set_result(fn(*args, **kwargs))

        if self.at_once:
            run()
        else:
            self.waiting.append(run)
        return future

    def run(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


def surface_document_of(name: str = "home", **changes: Any) -> dict[str, Any]:
    document = packaged_document(name)
    assert isinstance(document, dict)
    return document | changes


def experiment_document(id: str = "bigger", **changes: Any) -> dict[str, Any]:
    """Half of the readers get another number of candidates, for two days from an hour ago on."""
    return {
        "id": id,
        "surface": "home",
        "from": (NOW - timedelta(hours=1)).isoformat(),
        "until": (NOW + timedelta(days=2)).isoformat(),
        "variants": [
            {"name": "control", "share": 0.5, "document": surface_document_of()},
            {"name": "more", "share": 0.5, "document": surface_document_of(overfetch=6)},
        ],
    } | changes


def experiment(id: str = "bigger", **changes: Any) -> Experiment:
    return read_experiment(experiment_document(id, **changes))
