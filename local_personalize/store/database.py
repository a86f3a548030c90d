"""The durable log: one SQLite file; an answer is given only after its transaction is committed."""

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import orjson

SCHEMA = """
CREATE TABLE IF NOT EXISTS resource (
    position INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, document TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS event (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, dataset_group TEXT NOT NULL, user TEXT NOT NULL, session TEXT NOT NULL,
    item TEXT, time INTEGER NOT NULL, type TEXT NOT NULL, value REAL, event_id TEXT, digest BLOB NOT NULL,
    recommendation_id TEXT, impression TEXT, fields TEXT NOT NULL, received REAL NOT NULL,
    UNIQUE (time, digest, dataset_group)
);
CREATE UNIQUE INDEX IF NOT EXISTS event_by_id ON event (dataset_group, event_id) WHERE event_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS record (
    dataset TEXT NOT NULL, id TEXT NOT NULL, fields TEXT NOT NULL, sent_singly INTEGER NOT NULL,
    first_seen REAL NOT NULL, PRIMARY KEY (dataset, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attributed (
    attribution TEXT NOT NULL, metric TEXT NOT NULL, time INTEGER NOT NULL, source TEXT NOT NULL, value REAL NOT NULL,
    PRIMARY KEY (attribution, metric, time, source)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counted (attribution TEXT PRIMARY KEY, sequence INTEGER NOT NULL);
"""

ATTRIBUTION_SOURCE = "EVENT_ATTRIBUTION_SOURCE"


class Event(NamedTuple):
    """One event of PutEvents; `time` in whole epoch seconds, `received` by the server's clock.

    `fields` are the values of the schema's own columns.
    """

    user: str
    session: str
    item: str | None
    time: int
    type: str
    value: float | None
    event_id: str | None
    recommendation_id: str | None
    impression: tuple[str, ...]
    fields: Mapping[str, Any]
    received: float


@dataclass(frozen=True, slots=True)
class Record:
    """An item or user: its columns as JSON values, and when it was first seen by the server's clock."""

    id: str
    fields: Mapping[str, Any]
    first_seen: float


class Database:
    """The SQLite file of a data folder, for one writer."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "local_personalize.sqlite"
        self.connection = self.connect()
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = NORMAL")
        self.connection.execute("PRAGMA wal_autocheckpoint = 20000")  # pages; a checkpoint holds up the request at hand
        self.connection.executescript(SCHEMA)

    def connect(self) -> sqlite3.Connection:
        """A connection of one's own, for reading in another thread."""
        return sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; within another transaction, part of that one."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def resources(self) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Position, kind and document of every resource, oldest first."""
        for position, kind, document in self.connection.execute(
            "SELECT position, kind, document FROM resource ORDER BY position"
        ):
            yield position, kind, json.loads(document)

    def save_resource(self, arn: str, kind: str, document: Mapping[str, Any]) -> int:
        """Insert or replace a resource and return its position."""
        (position,) = self.connection.execute(
            "INSERT INTO resource (arn, kind, document) VALUES (?, ?, ?) "
            "ON CONFLICT (arn) DO UPDATE SET document = excluded.document RETURNING position",
            (arn, kind, json.dumps(document)),
        ).fetchone()
        return position

    def delete_resource(self, arn: str) -> None:
        """Remove a resource."""
        self.connection.execute("DELETE FROM resource WHERE arn = ?", (arn,))

    def add_event(self, dataset_group: str, event: Event) -> int | None:
        """Append an event and return its sequence number; None for one there already, by its id or its content."""
        fields = _text(event.fields)
        added = self.connection.execute(
            "INSERT OR IGNORE INTO event (dataset_group, user, session, item, time, type, value, event_id, digest, "
            "recommendation_id, impression, fields, received) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                dataset_group,
                event.user,
                event.session,
                event.item,
                event.time,
                event.type,
                event.value,
                event.event_id,
                _digest(event, fields),
                event.recommendation_id,
                "|".join(event.impression) or None,
                fields,
                event.received,
            ),
        )
        return added.lastrowid if added.rowcount == 1 else None

    def delete_events(self, dataset_group: str) -> None:
        """Forget the events of a dataset group."""
        self.connection.execute("DELETE FROM event WHERE dataset_group = ?", (dataset_group,))

    def delete_users(self, dataset_group: str, dataset: str | None, users: Iterable[str]) -> int:
        """Forget the events of users, also those of their sessions before they were known, and their records.

        `dataset` is that of the users; returns how many of both there were.
        """
        with self._named(users):
            anonymous = self.connection.execute(
                "DELETE FROM event WHERE dataset_group = ?1 AND user = session AND session IN "
                "(SELECT session FROM event WHERE dataset_group = ?1 AND user IN (SELECT id FROM named))",
                (dataset_group,),
            )
            events = self.connection.execute(
                "DELETE FROM event WHERE dataset_group = ? AND user IN (SELECT id FROM named)", (dataset_group,)
            )
            records = self.connection.execute(
                "DELETE FROM record WHERE dataset = ? AND id IN (SELECT id FROM named)", (dataset,)
            )
            return anonymous.rowcount + events.rowcount + records.rowcount

    def newest_sequence(self) -> int:
        """The sequence number of the event that was accepted last, 0 if there is none."""
        return self.connection.execute("SELECT coalesce(max(sequence), 0) FROM event").fetchone()[0]

    def count_events(self) -> int:
        """How many events were accepted."""
        return self.connection.execute("SELECT count(*) FROM event").fetchone()[0]

    def records(self, dataset: str) -> Iterator[Record]:
        """The items or users of a dataset."""
        for identifier, fields, first_seen in self.connection.execute(
            "SELECT id, fields, first_seen FROM record WHERE dataset = ?", (dataset,)
        ):
            yield Record(identifier, json.loads(fields), first_seen)

    def fields_of(self, dataset: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The columns of some items or users of a dataset, by id; unknown ones are left out."""
        places = ", ".join("?" * len(ids))
        rows = self.connection.execute(
            f"SELECT id, fields FROM record WHERE dataset = ? AND id IN ({places})", (dataset, *ids)
        )
        return {identifier: json.loads(fields) for identifier, fields in rows}

    def put_record(self, dataset: str, record: Record) -> None:
        """Insert or replace one item or user; when it was first seen stays."""
        self._put_records(dataset, [record], sent_singly=True, replace="1")

    def import_records(self, dataset: str, records: Sequence[Record], *, full: bool) -> None:
        """Take in a bulk import: a full one replaces all bulk records and yields to those sent singly."""
        self._put_records(dataset, records, sent_singly=False, replace="NOT record.sent_singly" if full else "1")
        if full:
            with self._named(record.id for record in records):
                self.connection.execute(
                    "DELETE FROM record WHERE dataset = ? AND NOT sent_singly AND id NOT IN (SELECT id FROM named)",
                    (dataset,),
                )

    def delete_records(self, dataset: str) -> None:
        """Forget the items or users of a dataset."""
        self.connection.execute("DELETE FROM record WHERE dataset = ?", (dataset,))

    @contextmanager
    def _named(self, ids: Iterable[str]) -> Iterator[None]:
        """A temporary table `named` of these ids."""
        self.connection.execute("CREATE TEMP TABLE named (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self.connection.executemany("INSERT OR IGNORE INTO named VALUES (?)", ((id,) for id in ids))
        yield
        self.connection.execute("DROP TABLE named")

    def _put_records(self, dataset: str, records: Iterable[Record], *, sent_singly: bool, replace: str) -> None:
        self.connection.executemany(
            "INSERT INTO record (dataset, id, fields, sent_singly, first_seen) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (dataset, id) DO UPDATE SET fields = excluded.fields, sent_singly = excluded.sent_singly "
            f"WHERE {replace}",
            [(dataset, record.id, json.dumps(record.fields), sent_singly, record.first_seen) for record in records],
        )


def _text(fields: Mapping[str, Any]) -> str:
    return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS).decode()


def _digest(event: Event, fields: str) -> bytes:
    """Equal for events with the same content; where they are attributed to is none of it."""
    if ATTRIBUTION_SOURCE in event.fields:
        fields = _text({name: value for name, value in event.fields.items() if name != ATTRIBUTION_SOURCE})
    content = (event.user, event.session, event.item, event.time, event.type, event.value, fields)
    return blake2b(repr(content).encode(), digest_size=16).digest()


def kept_records(connection: sqlite3.Connection, dataset: str, *, sent_singly: bool) -> Iterator[Record]:
    """The items or users of a dataset that were sent singly, or those that were imported."""
    for identifier, fields, first_seen in connection.execute(
        "SELECT id, fields, first_seen FROM record WHERE dataset = ? AND sent_singly = ?", (dataset, sent_singly)
    ):
        yield Record(identifier, json.loads(fields), first_seen)


def kept_events(connection: sqlite3.Connection, dataset_group: str, *, after: int = 0) -> Iterator[tuple[int, Event]]:
    """The events with a sequence number after one, with that, as they were sent."""
    for sequence, *columns, impression, fields, received in connection.execute(
        "SELECT sequence, user, session, item, time, type, value, event_id, recommendation_id, impression, fields, "
        "received FROM event WHERE dataset_group = ? AND sequence > ? ORDER BY sequence",
        (dataset_group, after),
    ):
        yield sequence, Event(*columns, impression=_shown(impression), fields=json.loads(fields), received=received)


def _shown(impression: str | None) -> tuple[str, ...]:
    return tuple(impression.split("|")) if impression else ()


class StreamedEvent(NamedTuple):
    """An event on an item, as models and histories need it: `time` not after `received`, `type` in lower case.

    `impression` are the items that it was shown among.
    """

    sequence: int
    user: str
    session: str
    item: str
    time: int
    type: str
    value: float | None
    fields: Mapping[str, Any]
    received: float
    impression: tuple[str, ...] = ()


def streamed_events(
    connection: sqlite3.Connection, dataset_group: str, *, after: int = 0, until: int = sys.maxsize
) -> Iterator[StreamedEvent]:
    """The events on items with a sequence number after one and up to another, in order of arrival."""
    rows = connection.execute(
        "SELECT sequence, user, session, item, min(time, CAST(received AS INTEGER)), lower(type), value, fields, "
        "received, impression FROM event "
        "WHERE dataset_group = ? AND sequence > ? AND sequence <= ? AND item IS NOT NULL ORDER BY sequence",
        (dataset_group, after, until),
    )
    for *columns, fields, received, impression in rows:
        known = json.loads(fields) if fields != "{}" else {}
        yield StreamedEvent._make((*columns, known, received, _shown(impression)))
