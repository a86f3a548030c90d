"""Events as columns: what models are trained on and histories are read from."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt


class Vocabulary:
    """Names and the small numbers that stand for them, in order of first appearance."""

    def __init__(self) -> None:
        self.indexes: dict[str, int] = {}
        self.names: list[str] = []

    def index(self, name: str) -> int:
        """The number of a name, a new one if need be."""
        index = self.indexes.get(name)
        if index is None:
            index = self.indexes[name] = len(self.names)
            self.names.append(name)
        return index

    def indexes_of(self, names: Iterable[str]) -> npt.NDArray[np.int64]:
        """The numbers of many names."""
        return np.fromiter(map(self.index, names), np.int64)


@dataclass(frozen=True, slots=True)
class Events:
    """Columns of equal length in order of time: indexes of users, items and types, and epoch seconds.

    `sessions` holds session ids, None where the data have none.
    """

    users: npt.NDArray[np.int64]
    items: npt.NDArray[np.int64]
    types: npt.NDArray[np.int64]
    times: npt.NDArray[np.int64]
    sessions: npt.NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.times)

    def taking(self, rows: npt.NDArray[np.int64] | npt.NDArray[np.bool_] | slice) -> "Events":
        """The chosen rows."""
        return Events(self.users[rows], self.items[rows], self.types[rows], self.times[rows], self.sessions[rows])

    def in_order(self) -> "Events":
        """By time, equal times as they stand."""
        return self.taking(np.argsort(self.times, kind="stable"))


def concatenated(parts: list[Events]) -> Events:
    """All rows of all parts, in order of time."""
    if len(parts) == 1:
        return parts[0].in_order()
    return Events(
        np.concatenate([part.users for part in parts]),
        np.concatenate([part.items for part in parts]),
        np.concatenate([part.types for part in parts]),
        np.concatenate([part.times for part in parts]),
        np.concatenate([part.sessions for part in parts]),
    ).in_order()


@dataclass(frozen=True, slots=True)
class BulkEvents:
    """The rows of one import: codes into lists of names, and epoch seconds."""

    users: npt.NDArray[np.int32]
    user_names: list[str]
    items: npt.NDArray[np.int32]
    item_names: list[str]
    types: npt.NDArray[np.int32]
    type_names: list[str]
    times: npt.NDArray[np.int64]

    def save(self, path: Path) -> None:
        """Write to a file that does not exist yet under this name until it is whole."""
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            np.savez(
                file,
                users=self.users,
                items=self.items,
                types=self.types,
                times=self.times,
                user_names=_packed(self.user_names),
                item_names=_packed(self.item_names),
                type_names=_packed(self.type_names),
            )
        partial.rename(path)

    @classmethod
    def load(cls, path: Path) -> "BulkEvents":
        """Read a saved file."""
        with np.load(path) as columns:
            return cls(
                columns["users"],
                _unpacked(columns["user_names"]),
                columns["items"],
                _unpacked(columns["item_names"]),
                columns["types"],
                _unpacked(columns["type_names"]),
                columns["times"],
            )

    def indexed(self, users: Vocabulary, items: Vocabulary, types: Vocabulary) -> Events:
        """The rows in the numbers of the given vocabularies."""
        return Events(
            users.indexes_of(self.user_names)[self.users],
            items.indexes_of(self.item_names)[self.items],
            types.indexes_of(name.lower() for name in self.type_names)[self.types],
            self.times,
            np.full(len(self.times), None, dtype=np.object_),
        )


def _packed(names: list[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer(json.dumps(names).encode(), dtype=np.uint8)


def _unpacked(text: npt.NDArray[np.uint8]) -> list[str]:
    return json.loads(text.tobytes())
