"""The ServedLists table: what first pages left, for the pages after them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from newsrec.aws.clients import OutsideError, Patience
from newsrec.aws.dynamodb import epoch, from_item, tables, to_item
from newsrec.model import Source
from newsrec.serving.merge import Offered
from newsrec.serving.paging import StoredList
from newsrec.unavailable import Unavailable

BRIEF: Final = Patience(connect_seconds=0.2, read_seconds=0.2, attempts=1)
"""A reader waits for the answer, and can do without a next page."""


@dataclass(frozen=True, slots=True)
class ServedListsTable:
    name: str
    patience: Patience = BRIEF

    def keep(self, stored: StoredList, until: datetime) -> None:
        """Raises `Unavailable`."""
        item = {
            "list_id": stored.list_id,
            "surface": stored.surface,
            "host_article_id": stored.host_article_id,
            "shown": json.dumps(stored.shown),
            "rest": json.dumps([(one.article_id, one.source, one.also_from, one.followed) for one in stored.rest]),
            "ttl": epoch(until),
        }
        try:
            tables(self.patience).put_item(TableName=self.name, Item=to_item(item))
        except OutsideError as error:
            raise Unavailable(f"ServedLists: {error}") from error

    def find(self, list_id: str, now: datetime) -> StoredList | None:
        """Sees what was kept a moment ago; TTL deletes late, so the time is looked at. Raises `Unavailable`."""
        try:
            found = tables(self.patience).get_item(
                TableName=self.name, Key=to_item({"list_id": list_id}), ConsistentRead=True
            )
        except OutsideError as error:
            raise Unavailable(f"ServedLists: {error}") from error
        item = from_item(found.get("Item", {}))
        if not item or item["ttl"] < epoch(now):
            return None
        return StoredList(
            list_id=list_id,
            surface=item["surface"],
            host_article_id=item.get("host_article_id"),
            shown=tuple(json.loads(item["shown"])),
            rest=tuple(_offered(*one) for one in json.loads(item["rest"])),
        )


def _offered(article_id: str, source: str, also_from: list[str], followed: bool) -> Offered:
    return Offered(article_id, Source(source), also_from=tuple(map(Source, also_from)), followed=followed)
