"""Experiments started and stopped: each time the list of a surface's experiments is saved anew, so all of it stays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from newsrec.experiments.current import experiments_document
from newsrec.experiments.experiment import Experiment, listed, read_experiment, read_experiments
from newsrec.rules.decoding import InvalidDocument, JsonObject, Problem, parsed
from newsrec.surfaces import surface_names
from newsrec.surfaces.saved import PACKAGED, DocumentStore, SavedDocuments, save


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who changes what runs, why and when."""

    by: str
    why: str
    now: datetime


@dataclass(frozen=True, slots=True)
class _Listed:
    """The newest usable list of a surface's experiments, as written and as read, and the newest revision of all."""

    revision: int = PACKAGED
    written: tuple[JsonObject, ...] = ()
    read: tuple[Experiment, ...] = ()

    def unfinished(self, now: datetime) -> Sequence[JsonObject]:
        return [written for written, read in zip(self.written, self.read, strict=True) if read.until > now]


def start(documents: DocumentStore, document: JsonObject, change: Change) -> Experiment:
    """Runs an experiment from its `from` on, or from now. Raises `InvalidDocument`, `SavedMeanwhile`, `Unavailable`."""
    begun: JsonObject = {"from": change.now.isoformat(), **document}
    experiment = read_experiment(begun)
    if experiment.from_ < change.now:
        raise InvalidDocument([Problem("from", "must not be over; leave it out to start now")])
    if find(documents, experiment.id):
        raise InvalidDocument([Problem("id", f"{experiment.id} is the id of another experiment, perhaps an old one")])
    before = _listed(documents, experiment.surface)
    _save(documents, experiment.surface, before.revision, [*before.unfinished(change.now), begun], change)
    return experiment


def stop(documents: DocumentStore, experiment_id: str, change: Change) -> Experiment:
    """Ends an experiment now, or takes back one that has not begun; answers it as it was.

    Raises `InvalidDocument`, `SavedMeanwhile` and `Unavailable`.
    """
    experiment = find(documents, experiment_id)
    before = _listed(documents, experiment.surface) if experiment else _Listed()
    unfinished = before.unfinished(change.now)
    stopped = next((one for one in unfinished if one["id"] == experiment_id), None)
    if experiment is None or stopped is None:
        raise InvalidDocument([Problem("ID", f"no experiment {experiment_id} is running or planned")])
    kept = [one for one in unfinished if one is not stopped]
    if experiment.from_ < change.now:
        kept.append({**stopped, "until": change.now.isoformat()})
    _save(documents, experiment.surface, before.revision, kept, change)
    return experiment


def find(documents: SavedDocuments, experiment_id: str) -> Experiment | None:
    """The experiment as it was listed last, on whatever surface. Raises `Unavailable`."""
    everywhere = (experiment for surface in surface_names() for experiment in _ever(documents, surface))
    return next((experiment for experiment in everywhere if experiment.id == experiment_id), None)


def latest(documents: SavedDocuments) -> Sequence[Experiment]:
    """What runs or is planned, and what ran last, surface by surface. Raises `Unavailable`."""
    return [experiment for surface in surface_names() for experiment in _listed(documents, surface).read]


def _ever(documents: SavedDocuments, surface: str) -> Iterator[Experiment]:
    """Every experiment in every usable revision, the newest first."""
    for saved in documents.newest_first(experiments_document(surface), at_once=25):
        try:
            yield from read_experiments(parsed(saved.text))
        except InvalidDocument:
            continue


def _listed(documents: SavedDocuments, surface: str) -> _Listed:
    revision = PACKAGED
    for saved in documents.newest_first(experiments_document(surface)):
        revision = max(revision, saved.revision)
        try:
            document = parsed(saved.text)
            read = read_experiments(document)
        except InvalidDocument:
            continue
        written = cast(Sequence[JsonObject], cast(JsonObject, document)["experiments"])
        return _Listed(revision, tuple(written), read)
    return _Listed(revision)


def _save(
    documents: DocumentStore, surface: str, after: int, experiments: Sequence[JsonObject], change: Change
) -> None:
    document = listed(experiments)
    read_experiments(document)
    name = experiments_document(surface)
    save(documents, name, document, after=after, saved_by=change.by, why=change.why, now=change.now)
