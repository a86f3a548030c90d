"""Every counter that an interaction moves, moved in one DynamoDB transaction, once per event id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.aws.dynamodb import epoch, instant, to_item
from newsrec.interests import Interest, engagement_of
from newsrec.interests.engagement import interests_of
from newsrec.model import Article, Interaction, InteractionType
from newsrec.model.article import JUST_PUBLISHED_FOR
from newsrec.model.interaction import OPENED
from newsrec.unavailable import Unavailable

EVENT_REMEMBERED_FOR = timedelta(days=7)
READ_REMEMBERED_FOR = timedelta(days=30)
HOUR_REMEMBERED_FOR = timedelta(days=2)
INTERESTS = "interests"
HOUR_FORMAT = "%Y-%m-%dT%H"

Write = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """The reader's history and interests, the just-published counters, and clicks per article and hour.

    `reader_interests` holds, per reader, the item `interests` (a faded count per interest), an item `read#ARTICLE` per
    opened article, and an item `event#ID` per counted event, which makes a repeated delivery count nothing.
    """

    reader_interests: str
    just_published: str
    article_clicks: str

    def count(self, interaction: Interaction, article: Article | None) -> None:
        """Raises `Unavailable`."""
        effects = [*self._reader(interaction, article), *self._clicks(interaction)]
        if interaction.type in OPENED:
            first_read = _put(self.reader_interests, read_item(interaction, article))
            if self._once(interaction, [first_read, *effects, *self._cold(interaction, article, first=True)]):
                return
        again = [*effects, *self._cold(interaction, article, first=False)]
        if again:
            self._once(interaction, again)

    def _once(self, interaction: Interaction, writes: Sequence[Write]) -> bool:
        """Applies all writes together with the event's marker, or none of them when one of its items exists.

        True when the event is counted, now or by an earlier delivery; false when another write's item exists already.
        """
        marker = _put(
            self.reader_interests,
            {
                "reader_id": interaction.reader_key,
                "entry": f"event#{interaction.event_id}",
                "ttl": epoch(interaction.occurred_at + EVENT_REMEMBERED_FOR),
            },
        )
        try:
            client("dynamodb").transact_write_items(TransactItems=[marker, *writes])
        except OutsideError as error:
            if error_code(error) != "TransactionCanceledException":
                raise Unavailable(f"counters: {error}") from error
            reasons = [reason.get("Code") for reason in getattr(error, "response", {}).get("CancellationReasons", [])]
            if "ConditionalCheckFailed" not in reasons:
                raise Unavailable(f"counters: {reasons}") from error
            return reasons[0] == "ConditionalCheckFailed"
        return True

    def _reader(self, interaction: Interaction, article: Article | None) -> Sequence[Write]:
        engagement = engagement_of(interaction, article) if article else None
        if not engagement:
            return ()
        names = {f"#i{number}": attribute_of(interest) for number, interest in enumerate(engagement)}
        added = {f":i{number}": weight for number, weight in enumerate(engagement.values())}
        return [
            _update(
                self.reader_interests,
                {"reader_id": interaction.reader_key, "entry": INTERESTS},
                "ADD " + ", ".join(f"#i{number} :i{number}" for number in range(len(names))),
                names,
                added,
            )
        ]

    def _clicks(self, interaction: Interaction) -> Sequence[Write]:
        if interaction.type is not InteractionType.CLICK:
            return ()
        hour = interaction.occurred_at.strftime(HOUR_FORMAT)
        return [
            _update(
                self.article_clicks,
                {"hour": hour, "article_id": interaction.article_id},
                "ADD clicks :one SET #ttl = :forgotten",
                {"#ttl": "ttl"},
                {":one": 1, ":forgotten": epoch(interaction.occurred_at + HOUR_REMEMBERED_FOR)},
            )
        ]

    def _cold(self, interaction: Interaction, article: Article | None, *, first: bool) -> Sequence[Write]:
        """The just-published counters, while the article is just published; `first` for a reader's first time."""
        counter = {InteractionType.CLICK: "clicks", InteractionType.IMPRESSION: "impressions"}.get(interaction.type)
        if article is None or article.age(interaction.occurred_at) >= JUST_PUBLISHED_FOR or not (counter or first):
            return ()
        moved = [name for name in (counter, "unique_readers" if first else None) if name]
        return [
            _update(
                self.just_published,
                {"article_id": interaction.article_id},
                "ADD " + ", ".join(f"{name} :one" for name in moved) + " SET #ttl = :leaves",
                {"#ttl": "ttl"},
                {":one": 1, ":leaves": epoch(article.published_at + JUST_PUBLISHED_FOR)},
            )
        ]


def attribute_of(interest: Interest) -> str:
    """The attribute that holds a reader's count of the interest: `company#Acme`."""
    return f"{interest.kind}#{interest.name}"


def read_item(interaction: Interaction, article: Article | None) -> dict[str, Any]:
    """The item that says when a reader first opened an article, and what it was about."""
    about = [attribute_of(interest) for interest in interests_of(article)] if article else []
    return {
        "reader_id": interaction.reader_key,
        "entry": f"read#{interaction.article_id}",
        "read_at": instant(interaction.occurred_at),
        "about": about or None,
        "ttl": epoch(interaction.occurred_at + READ_REMEMBERED_FOR),
    }


def _put(table: str, item: dict[str, Any]) -> Write:
    """A new item; one that exists already cancels the transaction."""
    return {"Put": {"TableName": table, "Item": to_item(item), "ConditionExpression": "attribute_not_exists(entry)"}}


def _update(table: str, key: dict[str, str], expression: str, names: dict[str, str], values: dict[str, Any]) -> Write:
    return {
        "Update": {
            "TableName": table,
            "Key": to_item(key),
            "UpdateExpression": expression,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": to_item(values),
        }
    }
