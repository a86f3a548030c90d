"""Readers who had themselves forgotten: a tombstone each, in place of all that was known of them."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from newsrec.aws.clients import OutsideError
from newsrec.aws.dynamodb import epoch, get_items, instant, query, to_item, write_many
from newsrec.unavailable import Unavailable

TOMBSTONE: Final = "tombstone"
FORGOTTEN_FOR: Final = timedelta(days=90)
"""How long a tombstone stands: until every late event, and every model that learned of the reader, is gone."""


@dataclass(frozen=True, slots=True)
class ForgottenReadersTable:
    """The tombstones in the ReaderInterests table."""

    name: str

    def forget(self, reader_id: str, now: datetime) -> None:
        """Sets the tombstone, then deletes all else; after `Unavailable` it is to be done again."""
        stays = {"forgotten_at": instant(now), "ttl": epoch(now + FORGOTTEN_FOR)}
        tombstone = to_item({"reader_id": reader_id, "entry": TOMBSTONE} | stays)
        try:
            write_many(self.name, [{"PutRequest": {"Item": tombstone}}])
            entries = query(
                self.name,
                "reader_id = :reader",
                {":reader": reader_id},
                most=None,
                ProjectionExpression="reader_id, entry",
                ConsistentRead=True,
            )
            known = [entry for entry in entries if entry["entry"] != TOMBSTONE]
            write_many(self.name, [{"DeleteRequest": {"Key": to_item(entry)}} for entry in known])
        except OutsideError as error:
            raise Unavailable(f"ReaderInterests: {error}") from error

    def among(self, reader_ids: Iterable[str], now: datetime) -> Set[str]:
        """Those of the readers who are forgotten. Raises `Unavailable`."""
        keys = [{"reader_id": reader_id, "entry": TOMBSTONE} for reader_id in sorted(set(reader_ids))]
        try:
            return {item["reader_id"] for item in get_items(self.name, keys) if item["ttl"] > epoch(now)}
        except OutsideError as error:
            raise Unavailable(f"ReaderInterests: {error}") from error


def not_forgotten(table: str, reader_id: str, now: datetime) -> Mapping[str, Any]:
    """The condition of a transaction that must not bring a forgotten reader back."""
    return {
        "TableName": table,
        "Key": to_item({"reader_id": reader_id, "entry": TOMBSTONE}),
        "ConditionExpression": "attribute_not_exists(entry) OR #ttl <= :now",
        "ExpressionAttributeNames": {"#ttl": "ttl"},
        "ExpressionAttributeValues": to_item({":now": epoch(now)}),
    }
