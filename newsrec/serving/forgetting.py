"""Readers who ask to be forgotten: at once in the product's own tables, then in the models' data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from newsrec.unavailable import Unavailable


class ReaderForgotten(Exception):
    """The reader asked to be forgotten, so nothing of them is kept."""

    def __init__(self) -> None:
        super().__init__("you asked to be forgotten, so nothing of yours is kept")


class ReaderData(Protocol):
    """What the product itself knows of readers."""

    def forget(self, reader_id: str, now: datetime) -> None:
        """Marks the reader as forgotten and deletes all else of them; may be done again. Raises `Unavailable`."""
        ...


class DeletionRequests(Protocol):
    """Readers whose data the models still hold, each under the receipt of their request. Raises `Unavailable`."""

    def add(self, receipt: str, reader_id: str) -> None: ...

    def waiting(self) -> Mapping[str, str]:
        """Reader ids by receipt."""
        ...

    def settle(self, receipts: Iterable[str]) -> None:
        """These need no job any more."""
        ...


class ModelData(Protocol):
    """The data that models are trained on."""

    def delete_readers(self, job: str, reader_ids: Iterable[str]) -> None:
        """Begins a job that deletes all of these readers. Raises `Unavailable` while no job can begin."""
        ...


@dataclass(frozen=True, slots=True)
class DeletionRun:
    """How many readers a job was begun for, and how many still wait, with the reason."""

    requested: int
    waiting: int = 0
    reason: str = ""


def forget_reader(
    reader_id: str, *, receipt: str, now: datetime, readers: ReaderData, requests: DeletionRequests
) -> None:
    """Nothing is known of the reader from now on, and a request waits for the next run. Raises `Unavailable`."""
    requests.add(receipt, reader_id)
    readers.forget(reader_id, now)


def request_deletions(
    job: str, *, now: datetime, readers: ReaderData, requests: DeletionRequests, models: ModelData
) -> DeletionRun:
    """Begins one job for all who wait; when none can begin they wait on. Raises `Unavailable`.

    What came in of them while they were being forgotten is deleted first.
    """
    waiting = requests.waiting()
    if not waiting:
        return DeletionRun(requested=0)
    reader_ids = sorted(set(waiting.values()))
    for reader_id in reader_ids:
        readers.forget(reader_id, now)
    try:
        models.delete_readers(job, reader_ids)
    except Unavailable as failure:
        return DeletionRun(requested=0, waiting=len(reader_ids), reason=str(failure))
    requests.settle(waiting)
    return DeletionRun(requested=len(reader_ids))
