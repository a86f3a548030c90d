"""Which digests one reader got and left, from the DigestLedger table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from newsrec.aws.clients import OutsideError
from newsrec.aws.dynamodb import Item, query
from newsrec.unavailable import Unavailable

MOST_READ: Final = 500
SENT: Final = "sent"
UNSUBSCRIBED: Final = "unsubscribed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderDigests:
    """`sent` are editions, the latest first, each with `digest_id`, `date`, `state` and what the ledger says beside.

    `unsubscribed` are digests, each with `digest_id` and `at`.
    """

    sent: Sequence[Mapping[str, object]]
    unsubscribed: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class ReaderDigestsTable:
    name: str

    def of_reader(self, reader_id: str) -> ReaderDigests:
        """Empty for a reader who never got one. Raises `Unavailable`."""
        try:
            items = query(self.name, "reader_id = :reader", {":reader": reader_id}, most=MOST_READ)
        except OutsideError as error:
            raise Unavailable(f"DigestLedger: {error}") from error
        entries = [(item["entry"].split("#"), item) for item in items]
        sent = [{"digest_id": key[1], "date": key[2]} | _rest(item) for key, item in entries if key[0] == SENT]
        return ReaderDigests(
            sent=sorted(sent, key=lambda edition: str(edition["date"]), reverse=True),
            unsubscribed=[{"digest_id": key[1]} | _rest(item) for key, item in entries if key[0] == UNSUBSCRIBED],
        )


def _rest(item: Item) -> dict[str, object]:
    return {name: value for name, value in item.items() if name not in {"reader_id", "entry", "ttl"}}
