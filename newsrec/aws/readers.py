"""What is known of a reader: history and interests as the counters left them, and the reader's own preferences."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Final

from newsrec.aws.clients import PATIENT, OutsideError, Patience, client
from newsrec.aws.dynamodb import Item, epoch, query, to_item
from newsrec.aws.forgotten import TOMBSTONE, not_forgotten
from newsrec.interests import FORGOTTEN, Interest, InterestKind, ReadArticle, ReaderProfile, faded
from newsrec.model import NO_PREFERENCES, Preferences
from newsrec.serving.forgetting import ReaderForgotten
from newsrec.unavailable import Unavailable

MOST_READ: Final = 1000
INTERESTS: Final = "interests"
PREFERENCES: Final = "preferences"

_LISTS: Final = tuple(field.name for field in fields(Preferences) if field.type == tuple[str, ...])
_KEY: Final = frozenset({"reader_id", "entry"})


@dataclass(frozen=True, slots=True)
class ReaderInterestsTable:
    name: str
    patience: Patience = PATIENT

    def profile(self, reader_id: str, now: datetime) -> ReaderProfile:
        """What is known of the reader; an unknown one has an empty profile. Raises `Unavailable`."""
        try:
            items = query(
                self.name,
                "reader_id = :reader AND entry >= :first",
                {":reader": reader_id, ":first": INTERESTS},
                most=MOST_READ,
                patience=self.patience,
            )
        except OutsideError as error:
            raise Unavailable(str(error)) from error
        return profile_from(items, now)

    def put_preferences(self, reader_id: str, preferences: Preferences, now: datetime) -> None:
        """Replaces what the reader said before. Raises `ReaderForgotten`, and `Unavailable`."""
        lists = {name: list(getattr(preferences, name)) for name in _LISTS}
        said = {"Item": to_item(_preferences_key(reader_id) | asdict(preferences) | lists), "TableName": self.name}
        writes = [{"ConditionCheck": not_forgotten(self.name, reader_id, now)}, {"Put": said}]
        try:
            client("dynamodb").transact_write_items(TransactItems=writes)
        except OutsideError as error:
            reasons = getattr(error, "response", {}).get("CancellationReasons", [])
            if any(reason.get("Code") == "ConditionalCheckFailed" for reason in reasons):
                raise ReaderForgotten from None
            raise Unavailable(f"ReaderInterests: {error}") from error

    def delete_preferences(self, reader_id: str) -> None:
        """Raises `Unavailable`."""
        try:
            client("dynamodb").delete_item(TableName=self.name, Key=to_item(_preferences_key(reader_id)))
        except OutsideError as error:
            raise Unavailable(f"ReaderInterests: {error}") from error


def profile_from(items: Sequence[Item], now: datetime) -> ReaderProfile:
    """The profile that a reader's items make up; what they hold beside it is passed over."""
    entries = {item["entry"]: item for item in items}
    if TOMBSTONE in entries and entries[TOMBSTONE]["ttl"] > epoch(now):
        return FORGOTTEN
    none: Item = {}
    return ReaderProfile(
        reads=tuple(_read(item) for item in items if item["entry"].startswith("read#")),
        interests={
            _interest(name): faded(count, now)
            for name, count in entries.get(INTERESTS, none).items()
            if name not in _KEY
        },
        preferences=_preferences(entries[PREFERENCES]) if PREFERENCES in entries else NO_PREFERENCES,
    )


def _preferences_key(reader_id: str) -> dict[str, Any]:
    return {"reader_id": reader_id, "entry": PREFERENCES}


def _preferences(item: Item) -> Preferences:
    said: dict[str, Any] = {name: value for name, value in item.items() if name not in _KEY}
    said |= {name: tuple(said[name]) for name in _LISTS if name in said}
    return Preferences(**said)


def _read(item: Item) -> ReadArticle:
    return ReadArticle(
        article_id=item["entry"].removeprefix("read#"),
        read_at=datetime.fromisoformat(item["read_at"]),
        interests=tuple(_interest(name) for name in item.get("about", ())),
        authors=tuple(item.get("authors", ())),
        story_cluster_id=item.get("story_cluster_id"),
    )


def _interest(name: str) -> Interest:
    kind, _, label = name.partition("#")
    return Interest(InterestKind(kind), label)
