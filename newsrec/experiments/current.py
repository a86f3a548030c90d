"""The surfaces and experiments in force, read again every few seconds behind the lists that they make."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from newsrec.experiments.assignment import Assignment, assigned
from newsrec.experiments.experiment import Experiment, read_experiments
from newsrec.rules.decoding import InvalidDocument, Problem, parsed
from newsrec.surfaces import Surface, UnknownSurface, load, read_surface, surface_names
from newsrec.surfaces.saved import PACKAGED, InForce, Refusal, SavedDocuments, in_force
from newsrec.unavailable import Unavailable

FRESH_SECONDS: Final = 15.0
"""So long nothing is read again."""
STALE_SECONDS: Final = 60.0
"""A process that slept for longer waits for what it reads."""
PATIENCE_SECONDS: Final = 0.5
"""So long it waits; then what was in force, or the packaged document, makes one more list."""


def surface_document(name: str) -> str:
    """The name that the surface's document is saved under."""
    return f"surface/{name}"


def experiments_document(surface: str) -> str:
    """The name that the list of the surface's experiments is saved under."""
    return f"experiments/{surface}"


def surface_in_force(documents: SavedDocuments, name: str) -> InForce[Surface]:
    """The newest document that can be used. Raises `UnknownSurface` and `Unavailable`."""
    packaged = load(name)
    saved = documents.newest_first(surface_document(name))
    return in_force(saved, lambda document: surface_named(name, document), lambda: packaged)


def experiments_in_force(documents: SavedDocuments, surface: str) -> InForce[tuple[Experiment, ...]]:
    """The experiments of a surface that have not ended, and some that have. Raises `Unavailable`."""
    saved = documents.newest_first(experiments_document(surface))
    return in_force(saved, read_experiments, tuple[Experiment, ...])


def surface_named(name: str, document: object) -> Surface:
    """Raises `InvalidDocument`, also for the document of another surface."""
    surface = read_surface(document)
    if surface.name != name:
        raise InvalidDocument([Problem("name", f"must be {name}")])
    return surface


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was in force when it was read, by the clock."""

    surface: InForce[Surface]
    experiments: InForce[tuple[Experiment, ...]]
    read_at: float


@dataclass(slots=True, kw_only=True)
class CurrentSurfaces:
    """What lists are made by; kept for some seconds, and for as long as nothing newer can be read.

    `clock` tells seconds, `executor` reads behind the answer, and `note` hears of every revision that is passed over.
    """

    documents: SavedDocuments
    clock: Callable[[], float]
    executor: Executor
    note: Callable[[Refusal], None]
    _kept: dict[str, _Kept] = field(default_factory=dict[str, _Kept], init=False)
    _reading: dict[str, Future[None]] = field(default_factory=dict[str, "Future[None]"], init=False)
    _to_note: deque[Refusal] = field(default_factory=deque[Refusal], init=False)

    @staticmethod
    def names() -> tuple[str, ...]:
        return surface_names()

    def current(self, name: str) -> Surface:
        """The surface in force. Raises `UnknownSurface`."""
        return self._known(name).surface.value

    def revision(self, name: str) -> int:
        """The number of the revision in force. Raises `UnknownSurface`."""
        return self._known(name).surface.revision

    def as_of(self, name: str, revision: int | None) -> Surface:
        """The surface as that revision has it, or for None the one in force.

        Raises `UnknownSurface`, `InvalidDocument` for a revision that can't be used, and `Unavailable`.
        """
        if revision is None:
            return self.current(name)
        if name not in surface_names():
            raise UnknownSurface(name)
        if revision == PACKAGED:
            return load(name)
        saved = self.documents.find(surface_document(name), revision)
        if saved is None:
            raise InvalidDocument([Problem("revision", f"{name} has no revision {revision}")])
        return surface_named(name, parsed(saved.text))

    def assigned(self, surface: str, reader_id: str | None, now: datetime) -> Assignment | None:
        """The variant that the reader gets, if an experiment runs; nobody in particular is in none.

        Raises `UnknownSurface`.
        """
        return assigned(self._known(surface).experiments.value, reader_id, now) if reader_id else None

    def _known(self, name: str) -> _Kept:
        kept = self._kept.get(name) or _Kept(InForce(PACKAGED, load(name)), InForce(PACKAGED, ()), -STALE_SECONDS)
        age = self.clock() - kept.read_at
        if age >= FRESH_SECONDS and (name not in self._reading or self._reading[name].done()):
            self._reading[name] = self.executor.submit(self._read, name)
        if age >= STALE_SECONDS:
            wait([self._reading[name]], timeout=PATIENCE_SECONDS)
        while self._to_note:
            self.note(self._to_note.popleft())
        return self._kept.get(name, kept)

    def _read(self, name: str) -> None:
        now = self.clock()
        try:
            surface = surface_in_force(self.documents, name)
            experiments = experiments_in_force(self.documents, name)
        except Unavailable:
            if name in self._kept:  # stays in force, and is asked for again as if it had been read now
                self._kept[name] = replace(self._kept[name], read_at=now)
            return
        self._to_note.extend((*surface.refused, *experiments.refused))
        self._kept[name] = _Kept(surface, experiments, now)
