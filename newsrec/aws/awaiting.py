"""The AwaitingArticle table: interactions whose article is not known yet, as generic records."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from newsrec.aws.clients import OutsideError
from newsrec.aws.dynamodb import Item, epoch, get_items, query
from newsrec.model import Interaction
from newsrec.transform import Reject, interaction_record, to_interaction
from newsrec.unavailable import Unavailable

AWAITED_FOR = timedelta(days=30)
MOST_PER_LOOK = 500


@dataclass(frozen=True, slots=True)
class AwaitingArticleTable:
    name: str

    def among(self, interactions: Sequence[Interaction]) -> Sequence[Interaction]:
        """Those that still wait. Raises `Unavailable`."""
        keys = {interaction.event_id: awaiting_key(interaction) for interaction in interactions}
        try:
            items = list(get_items(self.name, list(keys.values()), consistent=True))
        except OutsideError as error:
            raise Unavailable(f"AwaitingArticle: {error}") from error
        return [interaction for item in items for interaction in _interactions(item)]

    def of_article(self, article_id: str) -> Iterator[Interaction]:
        """What waits for the article, by event id. Raises `Unavailable`."""
        items = self._look("article_id = :article", {":article": article_id})
        while items:
            for item in items:
                yield from _interactions(item)
            values = {":article": article_id, ":last": items[-1]["event_id"]}
            items = self._look("article_id = :article AND event_id > :last", values)

    def _look(self, condition: str, values: Mapping[str, str]) -> Sequence[Item]:
        try:
            return query(self.name, condition, values, most=MOST_PER_LOOK, ConsistentRead=True)
        except OutsideError as error:
            raise Unavailable(f"AwaitingArticle: {error}") from error


def awaiting_key(interaction: Interaction) -> dict[str, str]:
    return {"article_id": interaction.article_id, "event_id": interaction.event_id}


def awaiting_item(interaction: Interaction, now: datetime) -> dict[str, Any]:
    record = json.dumps(interaction_record(interaction))
    return awaiting_key(interaction) | {"record": record, "ttl": epoch(now + AWAITED_FOR)}


def _interactions(item: Item) -> Iterator[Interaction]:
    """The one that waits; a record that a later release no longer reads stays until it expires."""
    interaction = to_interaction(json.loads(item["record"]))
    if not isinstance(interaction, Reject):
        yield interaction
