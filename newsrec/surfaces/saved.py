"""Documents that editors save while the product runs, and which of their revisions is in force."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from newsrec.rules.decoding import InvalidDocument, Problem, parsed

T = TypeVar("T")

PACKAGED = 0
"""The revision of a document of which nothing was saved: the one that came with the product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedDocument:
    """One revision of a document, numbered from 1, with who saved it and why; `text` is its JSON, unchecked.

    Of one that was written by hand it may be unknown when.
    """

    name: str
    revision: int
    saved_at: datetime | None
    saved_by: str
    why: str
    text: str

    def described(self) -> Mapping[str, object]:
        """Which revision it is, who saved it, when and why, as JSON."""
        return {
            "revision": self.revision,
            "saved_at": self.saved_at.isoformat() if self.saved_at else None,
            "saved_by": self.saved_by,
            "why": self.why,
        }


class SavedMeanwhile(Exception):
    """Somebody else saved the document since it was read."""


class SavedDocuments(Protocol):
    """Documents by name; no revision of one is ever changed."""

    def newest_first(self, name: str, *, at_once: int = 1) -> Iterable[SavedDocument]:
        """The revisions, read `at_once` at a time as they are needed. Raises `Unavailable`."""
        ...

    def find(self, name: str, revision: int) -> SavedDocument | None:
        """Raises `Unavailable`."""
        ...


class DocumentStore(SavedDocuments, Protocol):
    """Where documents are saved."""

    def save(self, document: SavedDocument) -> None:
        """Keeps a new revision. Raises `SavedMeanwhile` and `Unavailable`."""
        ...


class Refusal(NamedTuple):
    """A revision that can't be used, with everything that is wrong with it."""

    saved: SavedDocument
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class InForce(Generic[T]):
    """The document that counts, its revision, and the newer revisions that can't be used."""

    revision: int
    value: T
    refused: tuple[Refusal, ...] = ()

    @property
    def newest(self) -> int:
        """The newest revision there is, usable or not: what the next one follows."""
        return max([self.revision, *(refusal.saved.revision for refusal in self.refused)])


def in_force(
    newest_first: Iterable[SavedDocument], read: Callable[[object], T], packaged: Callable[[], T]
) -> InForce[T]:
    """The newest revision that can be used, or else the packaged document. `read` raises `InvalidDocument`."""
    refused: list[Refusal] = []
    for saved in newest_first:
        try:
            return InForce(saved.revision, read(parsed(saved.text)), tuple(refused))
        except InvalidDocument as invalid:
            refused.append(Refusal(saved, invalid.problems))
    return InForce(PACKAGED, packaged(), tuple(refused))


def save(
    documents: DocumentStore, name: str, document: object, *, after: int, saved_by: str, why: str, now: datetime
) -> SavedDocument:
    """Saves `document` as what follows the revision `after`, the newest one that whoever changed it had read.

    Raises `InvalidDocument` when nobody says who saves it or why, `SavedMeanwhile` and `Unavailable`.
    """
    said = (("by", saved_by), ("why", why))
    if problems := [Problem(field, "must not be empty") for field, text in said if not text.strip()]:
        raise InvalidDocument(problems)
    newest = next(iter(documents.newest_first(name)), None)
    if (newest.revision if newest else PACKAGED) != after:
        raise SavedMeanwhile(_meanwhile(newest, after))
    saved = SavedDocument(
        name=name,
        revision=after + 1,
        saved_at=now,
        saved_by=saved_by,
        why=why,
        text=json.dumps(document, ensure_ascii=False, separators=(",", ":")),
    )
    documents.save(saved)
    return saved


def _meanwhile(newest: SavedDocument | None, after: int) -> str:
    if newest is None:
        return f"there is no revision {after}: nothing was saved yet"
    return f"the newest revision is {newest.revision}, saved by {newest.saved_by or 'somebody'}, and not {after}"
