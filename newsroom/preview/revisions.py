"""The revisions of a surface's document and of its experiments, as the page is told of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

from newsrec.experiments.current import experiments_document, surface_document, surface_in_force
from newsrec.experiments.experiment import read_experiments
from newsrec.rules.decoding import JsonObject, parsed
from newsrec.surfaces import packaged_document
from newsrec.surfaces.saved import (
    PACKAGED,
    DocumentStore,
    SavedDocument,
    SavedDocuments,
    SavedMeanwhile,
    in_force,
    save,
)
from newsroom.preview.problems import FieldError, Problem
from newsroom.preview.requests import refusing

Told = Mapping[str, object]

HISTORY_SHOWN = 50


def told_in_force(documents: SavedDocuments, surface: str, now: datetime) -> Told:
    """The document in force and its revision, the newest one, which may be unusable, and the experiments' variants."""
    current = surface_in_force(documents, surface)
    refused = [
        {**refusal.saved.described(), "problems": [str(problem) for problem in refusal.problems]}
        for refusal in current.refused
    ]
    return {
        **told_revision(documents, surface, current.revision),
        "surface": surface,
        "newest": current.newest,
        "refused": refused,
        "experiments": _experiments(documents, surface, now),
    }


def told_revision(documents: SavedDocuments, surface: str, revision: int) -> Told:
    """Raises `Problem` 404 where there is none, and 400 for one that is not even JSON."""
    if revision == PACKAGED:
        return {**_PACKAGED, "document": packaged_document(surface)}
    saved = documents.find(surface_document(surface), revision)
    if saved is None:
        error = FieldError("revision", "unknown_revision", f"{surface} has no revision {revision}.")
        raise Problem(HTTPStatus.NOT_FOUND, error.message, (error,))
    with refusing("document"):
        return {**saved.described(), "document": parsed(saved.text)}


def told_history(documents: SavedDocuments, surface: str) -> Told:
    """Who saved which revision when and why, the newest first, down to what came with the product."""
    revisions: list[Told] = []
    for saved in documents.newest_first(surface_document(surface), at_once=HISTORY_SHOWN):
        if len(revisions) == HISTORY_SHOWN:
            break
        revisions.append(saved.described())
    return {"revisions": [*revisions, _PACKAGED]}


def told_saved(
    documents: DocumentStore, surface: str, document: JsonObject, *, after: int, by: str, why: str, now: datetime
) -> Told:
    """Raises `Problem` 409 where somebody else saved one meanwhile, and 400 where nobody says who saves it or why."""
    name = surface_document(surface)
    try:
        with refusing():
            return save(documents, name, document, after=after, saved_by=by, why=why, now=now).described()
    except SavedMeanwhile as meanwhile:
        newest = next(iter(documents.newest_first(name)), None)
        raise Problem(HTTPStatus.CONFLICT, _meanwhile(newest) if newest else f"{meanwhile}.") from meanwhile


def _meanwhile(newest: SavedDocument) -> str:
    why = f", because: {newest.why}" if newest.why else ""
    return f"{newest.saved_by or 'Somebody'} saved revision {newest.revision} meanwhile{why}."


def _experiments(documents: SavedDocuments, surface: str, now: datetime) -> Sequence[Told]:
    """The experiments of the surface with their variants' documents, as they are written."""
    saved = documents.newest_first(experiments_document(surface))
    current = in_force(saved, _written_and_read, lambda: ({"experiments": []}, ()))
    written, read = current.value
    return [
        {
            "id": experiment.id,
            "running": experiment.runs(now),
            "variants": [{"name": one["name"], "document": one["document"]} for one in document["variants"]],
        }
        for document, experiment in zip(cast(Sequence[Any], written["experiments"]), read, strict=True)
    ]


def _written_and_read(document: object) -> tuple[JsonObject, tuple[Any, ...]]:
    """Raises `InvalidDocument`."""
    read = read_experiments(document)
    return cast(JsonObject, document), read


_PACKAGED: Told = {"revision": PACKAGED, "saved_at": None, "saved_by": "", "why": "Came with the product"}
