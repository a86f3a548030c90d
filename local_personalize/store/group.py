"""One dataset group in memory: who, what, and what happened."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from local_personalize.control.avro import DatasetSchema
from local_personalize.filters.attribute_tests import NO_ATTRIBUTES, Attributes
from local_personalize.filters.index import ItemIndex
from local_personalize.store.attributes import filterable
from local_personalize.store.database import Record, StreamedEvent, streamed_events
from local_personalize.store.events import NOTHING, BulkEvents, Events, Vocabulary, concatenated
from local_personalize.store.histories import Histories
from local_personalize.store.identity import joined

CREATED = "CREATION_TIMESTAMP"
NO_EVENTS = Events.of([], [], [])


class GroupData:
    """The users, items and events of a dataset group, by index."""

    def __init__(self, arn: str) -> None:
        self.arn = arn
        self.users = Vocabulary()
        self.items = Vocabulary()
        self.types = Vocabulary()
        self.contexts: dict[str, Vocabulary] = {}
        self.first_seen: list[float] = []
        self.item_attributes: list[Attributes | None] = []
        self.item_index = ItemIndex()
        self.user_attributes: dict[str, Attributes] = {}
        self.histories = Histories(NO_EVENTS, 0)
        self.sequence = 0

    def __len__(self) -> int:
        """How many items there are."""
        return len(self.first_seen)

    def attributes(self, item: int) -> Attributes | None:
        """The item's numbers and categories by column; None for an item without a record."""
        return self.item_attributes[item] if item < len(self.item_attributes) else None

    def created(self, item: int) -> float:
        """The item's CREATION_TIMESTAMP, or else when it was first seen, in epoch seconds."""
        told = (self.attributes(item) or NO_ATTRIBUTES).get(CREATED)
        return told if isinstance(told, float) else self.first_seen[item]

    def see_item(self, name: str, moment: float) -> int:
        """The index of an item that was there at `moment`."""
        index = self.items.index(name)
        if index >= len(self.first_seen):
            self._see_new_items(moment)
        elif moment < self.first_seen[index]:
            self.first_seen[index] = moment
        return index

    def show_record(self, schema: DatasetSchema, record: Record) -> None:
        """Let an item or user have these attributes."""
        attributes = filterable(record.fields, schema.filterable)
        if schema.name == "Items":
            index = self.see_item(record.id, record.first_seen)
            self.item_attributes[index] = attributes
            self.item_index.set(index, attributes)
        else:
            self.user_attributes[record.id] = attributes

    def set_context(self, columns: Sequence[str]) -> None:
        """Say which columns of the interactions are their context."""
        self.contexts = {name: self.contexts.get(name, Vocabulary()) for name in columns}

    def forget_records(self) -> None:
        """Let no item and no user have attributes."""
        self.item_attributes = [None] * len(self.items.names)
        self.item_index = ItemIndex()
        self.user_attributes = {}

    def _see_new_items(self, moment: float) -> None:
        missing = len(self.items.names) - len(self.first_seen)
        self.first_seen += [moment] * missing
        self.item_attributes += [None] * missing

    def context(self, fields: Mapping[str, Any], columns: Iterable[str]) -> tuple[int, ...]:
        """The codes of an event's, or a request's, values in context columns; -1 where there is none."""
        contexts = self.contexts
        return tuple([_code(contexts[name], fields.get(name)) if name in contexts else NOTHING for name in columns])

    def add_event(self, event: StreamedEvent) -> None:
        """Take in a streamed event."""
        item = self.see_item(event.item, event.received)
        self.histories.add(self.users.index(event.user), item, self.types.index(event.type), event.time)
        self.sequence = max(self.sequence, event.sequence)

    def load(self, connection: sqlite3.Connection, bulk: Sequence[tuple[Path, float]]) -> None:
        """Read histories anew from bulk files, each with its time of import, and all streamed events."""
        loaded = [BulkEvents.load(path) for path, _ in bulk]
        for rows, (_, imported) in zip(loaded, bulk, strict=True):
            for name in rows.items[1]:
                self.see_item(name, imported)
        streamed = list(streamed_events(connection, self.arn))
        for event in streamed:
            self.see_item(event.item, event.received)
            self.users.index(event.user)
            self.types.index(event.type)
            self.sequence = event.sequence
        self.histories = Histories(self._in_order(loaded, streamed), len(self.users.names))

    def read_events(
        self, connection: sqlite3.Connection, bulk: Sequence[Path], until: int, *, join_visitors: bool = False
    ) -> Events:
        """The events of bulk files and those streamed up to a sequence number, in order of time.

        With `join_visitors`, what somebody did before logging in is the user's.
        """
        streamed = list(streamed_events(connection, self.arn, until=until))
        return self._in_order(map(BulkEvents.load, bulk), joined(streamed) if join_visitors else streamed)

    def _in_order(self, bulk: Iterable[BulkEvents], streamed: Sequence[StreamedEvent]) -> Events:
        known = (self.users, self.items, self.types, self.contexts)
        return concatenated([*(rows.indexed(*known) for rows in bulk), self._columns(streamed)])

    def _columns(self, streamed: Sequence[StreamedEvent]) -> Events:
        sessions = np.empty(len(streamed), np.object_)
        sessions[:] = [event.session for event in streamed]
        values = (np.nan if event.value is None else event.value for event in streamed)
        return Events(
            users=self.users.indexes_of(event.user for event in streamed),
            items=self.items.indexes_of(event.item for event in streamed),
            types=self.types.indexes_of(event.type for event in streamed),
            times=np.fromiter((event.time for event in streamed), np.int64),
            sessions=sessions,
            values=np.fromiter(values, np.float32),
            contexts={
                name: np.fromiter((_code(vocabulary, event.fields.get(name)) for event in streamed), np.int32)
                for name, vocabulary in self.contexts.items()
            },
        )


def _code(vocabulary: Vocabulary, value: str | None) -> int:
    return NOTHING if value is None else vocabulary.index(value)
