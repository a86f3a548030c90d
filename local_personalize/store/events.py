"""Events as columns: what models are trained on and histories are read from."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

NOTHING = -1
"""The code of a value that is not there."""


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

    `sessions` holds session ids, None where the data have none; `values` the event values, not-a-number where there
    is none; `contexts` the codes of each context column, -1 where an event has no value in it.
    """

    users: npt.NDArray[np.int64]
    items: npt.NDArray[np.int64]
    types: npt.NDArray[np.int64]
    times: npt.NDArray[np.int64]
    sessions: npt.NDArray[np.object_]
    values: npt.NDArray[np.float32]
    contexts: Mapping[str, npt.NDArray[np.int32]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        users: npt.ArrayLike,
        items: npt.ArrayLike,
        times: npt.ArrayLike,
        sessions: Iterable[str | None] | None = None,
        contexts: Mapping[str, npt.NDArray[np.int32]] | None = None,
    ) -> "Events":
        """Events of one type without values, in order of time."""
        moments = np.asarray(times, np.int64)
        keys = np.full(len(moments), None, np.object_)
        if sessions is not None:
            keys[:] = list(sessions)
        kinds, values = np.zeros(len(moments), np.int64), np.full(len(moments), np.nan, np.float32)
        columns = np.asarray(users, np.int64), np.asarray(items, np.int64), kinds, moments
        return cls(*columns, sessions=keys, values=values, contexts=contexts or {}).in_order()

    def __len__(self) -> int:
        return len(self.times)

    def taking(self, rows: npt.NDArray[np.int64] | npt.NDArray[np.bool_] | slice) -> "Events":
        """The chosen rows."""
        return Events(
            self.users[rows],
            self.items[rows],
            self.types[rows],
            self.times[rows],
            self.sessions[rows],
            self.values[rows],
            {name: codes[rows] for name, codes in self.contexts.items()},
        )

    def in_order(self) -> "Events":
        """By time, equal times as they stand."""
        if (self.times[:-1] <= self.times[1:]).all():
            return self
        return self.taking(np.argsort(self.times, kind="stable"))


def concatenated(parts: list[Events]) -> Events:
    """All rows of all parts, in order of time; a context column that a part lacks is empty for its rows."""
    names = dict.fromkeys(name for part in parts for name in part.contexts)
    return Events(
        np.concatenate([part.users for part in parts]),
        np.concatenate([part.items for part in parts]),
        np.concatenate([part.types for part in parts]),
        np.concatenate([part.times for part in parts]),
        np.concatenate([part.sessions for part in parts]),
        np.concatenate([part.values for part in parts]),
        {name: np.concatenate([part.contexts.get(name, _absent(len(part))) for part in parts]) for name in names},
    ).in_order()


def _absent(count: int) -> npt.NDArray[np.int32]:
    return np.full(count, NOTHING, np.int32)


Coded = tuple[npt.NDArray[np.int32], list[str]]
"""Codes, -1 for nothing, and the names that they stand for."""


@dataclass(frozen=True, slots=True)
class BulkEvents:
    """The rows of one import: codes into lists of names, epoch seconds, event values (or not-a-number)."""

    users: Coded
    items: Coded
    types: Coded
    times: npt.NDArray[np.int64]
    values: npt.NDArray[np.float32]
    contexts: Mapping[str, Coded]

    def save(self, path: Path) -> None:
        """Write to a file that does not exist yet under this name until it is whole."""
        coded = {"users": self.users, "items": self.items, "types": self.types}
        coded |= {f"context {name}": column for name, column in self.contexts.items()}
        columns = {name: codes for name, (codes, _) in coded.items()}
        columns |= {f"names of {name}": _packed(names) for name, (_, names) in coded.items()}
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            np.savez(file, allow_pickle=False, times=self.times, values=self.values, **columns)
        partial.rename(path)

    @classmethod
    def load(cls, path: Path) -> "BulkEvents":
        """Read a saved file."""
        with np.load(path) as columns:

            def coded(name: str) -> Coded:
                return columns[name], _unpacked(columns[f"names of {name}"])

            contexts = [name for name in columns.files if name.startswith("context ")]
            return cls(
                coded("users"),
                coded("items"),
                coded("types"),
                columns["times"],
                columns["values"],
                {name.removeprefix("context "): coded(name) for name in contexts},
            )

    def indexed(
        self, users: Vocabulary, items: Vocabulary, types: Vocabulary, contexts: Mapping[str, Vocabulary]
    ) -> Events:
        """The rows in the numbers of the given vocabularies, with those context columns that have one."""
        return Events(
            users.indexes_of(self.users[1])[self.users[0]],
            items.indexes_of(self.items[1])[self.items[0]],
            types.indexes_of(name.lower() for name in self.types[1])[self.types[0]],
            self.times,
            np.full(len(self.times), None, dtype=np.object_),
            self.values,
            {name: _recoded(self.contexts[name], contexts[name]) for name in self.contexts if name in contexts},
        )


def _recoded(column: Coded, vocabulary: Vocabulary) -> npt.NDArray[np.int32]:
    codes, names = column
    return np.append(vocabulary.indexes_of(names), NOTHING)[codes].astype(np.int32)  # code -1 is the last place


def _packed(names: list[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer(json.dumps(names).encode(), dtype=np.uint8)


def _unpacked(text: npt.NDArray[np.uint8]) -> list[str]:
    return json.loads(text.tobytes())
