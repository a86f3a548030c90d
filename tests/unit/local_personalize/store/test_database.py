"""What the database keeps, and what it forgets."""

from pathlib import Path

import pytest

from local_personalize.store.database import Database, Event, Record, kept_events, kept_records


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path)


def event(user: str, session: str, time: int = 0) -> Event:
    return Event(user, session, "a", time, "click", None, None, None, (), {}, 0.0)


def test_a_sequence_number_is_never_given_twice(database: Database) -> None:
    first = database.add_event("group", event("u", "s"))
    assert first is not None
    database.delete_events("group")
    again = database.add_event("group", event("u", "s"))
    assert again is not None
    assert again > first


def test_a_deleted_user_takes_the_events_of_the_session_before_the_login_along(database: Database) -> None:
    for time, (user, session) in enumerate([("s1", "s1"), ("u", "s1"), ("v", "s2"), ("s2", "s2"), ("u", "s3")]):
        database.add_event("group", event(user, session, time))
        database.add_event("other group", event(user, session, time))
    database.put_record("users", Record("u", {}, 0.0))
    assert database.delete_users("group", "users", ["u", "nobody"]) == 4
    assert [kept.user for _, kept in kept_events(database.connection, "group")] == ["v", "s2"]
    assert len(list(kept_events(database.connection, "other group"))) == 5
    assert not list(database.records("users"))


def test_a_full_import_keeps_when_an_item_was_first_seen(database: Database) -> None:
    database.import_records("items", [Record("a", {"N": 1}, 1.0), Record("b", {}, 1.0)], full=True)
    database.put_record("items", Record("c", {"N": 1}, 1.0))
    database.import_records("items", [Record("a", {"N": 2}, 2.0), Record("c", {"N": 2}, 2.0)], full=True)
    assert list(kept_records(database.connection, "items", sent_singly=False)) == [Record("a", {"N": 2}, 1.0)]
    assert list(kept_records(database.connection, "items", sent_singly=True)) == [Record("c", {"N": 1}, 1.0)]


def test_an_incremental_import_replaces_any_item_of_the_same_id(database: Database) -> None:
    database.put_record("items", Record("a", {"N": 1}, 1.0))
    database.import_records("items", [Record("a", {"N": 2}, 2.0)], full=False)
    assert [record.fields for record in database.records("items")] == [{"N": 2}]
