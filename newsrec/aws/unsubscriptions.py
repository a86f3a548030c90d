"""Who left which digest, in the DigestLedger table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.aws.dynamodb import get_items, instant, to_item
from newsrec.unavailable import Unavailable


@dataclass(frozen=True, slots=True)
class Unsubscriptions:
    table: str

    def add(self, reader_id: str, digest_id: str, now: datetime) -> None:
        """Keeps when the reader left first; once more is fine. Raises `Unavailable`."""
        try:
            client("dynamodb").put_item(
                TableName=self.table,
                Item=to_item({"reader_id": reader_id, "entry": _entry(digest_id), "at": instant(now)}),
                ConditionExpression="attribute_not_exists(reader_id)",
            )
        except OutsideError as error:
            if error_code(error) != "ConditionalCheckFailedException":
                raise Unavailable(f"DigestLedger: {error}") from error

    def among(self, reader_ids: Iterable[str], digest_id: str) -> set[str]:
        """Those of the readers who left the digest. Raises `Unavailable`."""
        keys = [{"reader_id": reader_id, "entry": _entry(digest_id)} for reader_id in sorted(set(reader_ids))]
        try:
            return {item["reader_id"] for item in get_items(self.table, keys)}
        except OutsideError as error:
            raise Unavailable(f"DigestLedger: {error}") from error


def _entry(digest_id: str) -> str:
    return f"unsubscribed#{digest_id}"
