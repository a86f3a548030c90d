"""The DigestLedger table: who got which edition of which digest, and which is on its way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.aws.dynamodb import Item, epoch, from_item, get_items, instant, query, to_item
from newsrec.digest.model import Edition, Mail
from newsrec.digest.ports import LedgerEntry
from newsrec.unavailable import Unavailable

MOST_EDITIONS: Final = 400
"""Editions of one digest that are read back at most; more than a year of daily ones."""


@dataclass(frozen=True, slots=True)
class DigestLedger:
    """Implements `newsrec.digest.ports.Ledger`."""

    table: str

    def entries(self, reader_ids: Iterable[str], edition: Edition) -> Mapping[str, LedgerEntry]:
        keys = [_key(reader_id, edition) for reader_id in sorted(set(reader_ids))]
        try:
            return {item["reader_id"]: _entry(item) for item in get_items(self.table, keys)}
        except OutsideError as error:
            raise Unavailable(f"DigestLedger: {error}") from error

    def recently_sent(self, reader_id: str, digest_id: str, since: datetime) -> Mapping[str, datetime]:
        try:
            items = query(
                self.table,
                "reader_id = :reader AND begins_with(entry, :editions)",
                {":reader": reader_id, ":editions": f"sent#{digest_id}#"},
                most=MOST_EDITIONS,
                ScanIndexForward=False,
            )
        except OutsideError as error:
            raise Unavailable(f"DigestLedger: {error}") from error
        mails = [(_entry(item), item.get("article_ids", ())) for item in items]
        return {
            article_id: entry.claimed_at
            for entry, article_ids in reversed(mails)
            if entry.state != "failed" and entry.claimed_at > since
            for article_id in article_ids
        }

    def claim(
        self, mail: Mail, edition: Edition, *, run: str, now: datetime, forget_at: datetime
    ) -> LedgerEntry | None:
        key = _key(mail.recipient.reader_id, edition)
        claimed: Mapping[str, Any] = {
            "state": "claimed",
            "run": run,
            "claimed_at": instant(now),
            "article_ids": list(mail.article_ids),
            "ttl": epoch(forget_at),
        }
        try:
            client("dynamodb").put_item(
                TableName=self.table,
                Item=to_item(key | claimed),
                ConditionExpression="attribute_not_exists(reader_id) OR #state = :failed",
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues=to_item({":failed": "failed"}),
            )
        except OutsideError as error:
            if error_code(error) == "ConditionalCheckFailedException":
                in_the_way = self._in_the_way(key)
                # The first answer may have been lost, and this one be to the client's own retry.
                own = (in_the_way.run, in_the_way.claimed_at) == (run, now)
                return None if own else in_the_way
            raise Unavailable(f"DigestLedger: {error}") from error
        return None

    def mark_sent(self, reader_id: str, edition: Edition, message_id: str) -> None:
        self._mark(_key(reader_id, edition), "sent", {"message_id": message_id})

    def mark_failed(self, reader_id: str, edition: Edition, reason: str) -> None:
        self._mark(_key(reader_id, edition), "failed", {"reason": reason})

    def release(self, reader_id: str, edition: Edition) -> None:
        try:
            client("dynamodb").delete_item(TableName=self.table, Key=to_item(_key(reader_id, edition)))
        except OutsideError as error:
            raise Unavailable(f"DigestLedger: {error}") from error

    def _in_the_way(self, key: Mapping[str, str]) -> LedgerEntry:
        try:
            found = client("dynamodb").get_item(TableName=self.table, Key=to_item(key), ConsistentRead=True)
        except OutsideError as error:
            raise Unavailable(f"DigestLedger: {error}") from error
        if "Item" not in found:
            raise Unavailable("DigestLedger: a claim was given back at this moment")
        return _entry(from_item(found["Item"]))

    def _mark(self, key: Mapping[str, str], state: str, values: Mapping[str, str]) -> None:
        [(name, value)] = values.items()
        try:
            client("dynamodb").update_item(
                TableName=self.table,
                Key=to_item(key),
                UpdateExpression="SET #state = :state, #name = :value",
                ExpressionAttributeNames={"#state": "state", "#name": name},
                ExpressionAttributeValues=to_item({":state": state, ":value": value}),
            )
        except OutsideError as error:
            raise Unavailable(f"DigestLedger: {error}") from error


def _key(reader_id: str, edition: Edition) -> dict[str, str]:
    return {"reader_id": reader_id, "entry": f"sent#{edition.key}"}


def _entry(item: Item) -> LedgerEntry:
    return LedgerEntry(
        state=item["state"],
        run=item.get("run", ""),
        claimed_at=datetime.fromisoformat(item["claimed_at"]),
        message_id=item.get("message_id"),
        reason=item.get("reason"),
    )
