"""Every counter that an interaction moves, moved in one DynamoDB transaction, once per event id.

No effect depends on the order of events. Where only one of several events may have an effect (a reader's earliest read,
a reader's first time), its write carries a condition; a transaction that is cancelled for it is tried again without it.
"""

import random
import time
from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from newsrec.aws import transactions
from newsrec.aws.awaiting import awaiting_item, awaiting_key
from newsrec.aws.clients import OutsideError, client, refusal_of
from newsrec.aws.dynamodb import epoch, instant, to_item
from newsrec.aws.experiment_counts import exposed
from newsrec.aws.readers import INTERESTS
from newsrec.aws.transactions import Write, Writes
from newsrec.ingestion.deadline import UNHURRIED, Deadline
from newsrec.ingestion.ports import Counting
from newsrec.interests import Interest, engagement_of
from newsrec.interests.engagement import interests_of
from newsrec.model import Article, Interaction, InteractionType
from newsrec.model.article import JUST_PUBLISHED_FOR
from newsrec.model.interaction import OPENED
from newsrec.model.pace import MOST_CLICKS_PER_WINDOW, pace_window
from newsrec.serving.just_published import weight_at
from newsrec.serving.popular_now import window_at
from newsrec.unavailable import Unacceptable

EVENT_REMEMBERED_FOR = timedelta(days=21)
"""From when it is counted: longer than a stream and then the dead-letter queue keep it for delivering it again."""
READ_REMEMBERED_FOR = timedelta(days=60)
WINDOW_REMEMBERED_FOR = timedelta(days=2)

KNOWN_OF_READ: Final = ("about", "authors", "story_cluster_id")
"""What a read remembers of its article."""

_EVENT: Final = "event"
_PACE: Final = "pace"
_WAITING: Final = "waiting"
_READ: Final = "read"
_FIRST_TIME: Final = "first time"
_COUNTED_BY_ARTICLE: Final = OPENED | {InteractionType.IMPRESSION}
_COUNTER: Final = {InteractionType.CLICK: "clicks", InteractionType.IMPRESSION: "impressions"}

_MAY_PASS: Final = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
_WAIT_SECONDS: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
"""At most so long before another try of a transaction that met another one on the same item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """The reader's history and interests, the just-published counters, and clicks per article and quarter of an hour.

    `reader_interests` holds, per reader, the item `interests` (a faded count per interest), an item `read#ARTICLE` per
    opened article with its earliest time, an item `event#ID` per counted event, which makes a repeated delivery count
    nothing, an item `cold#ARTICLE` per article that the reader opened while it was just published, an item
    `clicks#WINDOW` that counts the clicks of ten seconds, and an item `experiment#ID#VARIANT` that counts what the
    reader saw and opened in lists of that variant. (Whoever reads interests and reads skips what sorts before.)
    """

    reader_interests: str
    just_published: str
    article_clicks: str
    awaiting_article: str
    deadline: Deadline = UNHURRIED

    def count(self, interaction: Interaction, article: Article | None, *, now: datetime) -> Counting:
        """Raises `Unavailable` and `Unacceptable`."""
        once = self._pace(interaction, now) | self._clicks(interaction)
        if article is None and interaction.type in _COUNTED_BY_ARTICLE:
            once[_WAITING] = transactions.put_new(self.awaiting_article, awaiting_item(interaction, now), "event_id")

        def others(without: Set[str]) -> Writes:
            writes = exposed(self.reader_interests, interaction, now, without)
            return writes | self._of_article(interaction, article, without)

        if not once and not others(frozenset()):
            return Counting.NOW
        once = {_EVENT: self._marker(interaction, now)} | once
        failed = self._together(lambda without: once | others(without), once.keys())
        if failed & {_EVENT, _WAITING}:
            return Counting.EARLIER
        return Counting.TOO_FAST if failed else Counting.NOW

    def join(self, interaction: Interaction, article: Article) -> None:
        """Raises `Unavailable` and `Unacceptable`."""
        taken = {
            "Delete": {
                "TableName": self.awaiting_article,
                "Key": to_item(awaiting_key(interaction)),
                "ConditionExpression": "attribute_exists(event_id)",
            }
        }
        self._together(
            lambda without: {_WAITING: taken} | self._of_article(interaction, article, without), frozenset({_WAITING})
        )

    def _together(self, writes: Callable[[Set[str]], Writes], needed: Set[str]) -> Set[str]:
        """Applies the writes in one transaction, leaving out those whose condition fails.

        Answers the needed ones whose condition fails: if there are any, nothing is applied.
        """
        without: frozenset[str] = frozenset()
        while failed := self._attempt(writes(without)):
            if failed & needed:
                return failed & needed
            without |= failed
        return frozenset()

    def _attempt(self, writes: Writes) -> frozenset[str]:
        """Applies all the writes, or none of them: then those whose condition failed are the answer."""
        waits = iter(_WAIT_SECONDS)
        while True:
            self.deadline.allow_call()
            try:
                client("dynamodb").transact_write_items(TransactItems=list(writes.values()))
            except OutsideError as error:
                codes = [reason.get("Code") for reason in getattr(error, "response", {}).get("CancellationReasons", [])]
                failed = {name for name, code in zip(writes, codes, strict=False) if code == "ConditionalCheckFailed"}
                if failed:
                    return frozenset(failed)
                if "ValidationError" in codes:
                    raise Unacceptable(f"counters: {error}") from error
                wait = next(waits, None) if _MAY_PASS.intersection(codes) else None
                if wait is None:
                    raise refusal_of(error, "counters") from error
            else:
                return frozenset()
            time.sleep(random.uniform(0, wait))

    def _marker(self, interaction: Interaction, now: datetime) -> Write:
        marker = {
            "reader_id": interaction.reader_key,
            "entry": f"event#{interaction.event_id}",
            "ttl": epoch(now + EVENT_REMEMBERED_FOR),
        }
        return transactions.put_new(self.reader_interests, marker, "entry")

    def _pace(self, interaction: Interaction, now: datetime) -> dict[str, Write]:
        if interaction.type is not InteractionType.CLICK or interaction.aggregate_only:
            return {}
        update = transactions.update(
            self.reader_interests,
            {"reader_id": interaction.reader_key, "entry": f"clicks#{pace_window(interaction.occurred_at)}"},
            "ADD clicks :one SET #ttl = :forgotten",
            {"#ttl": "ttl"},
            {":one": 1, ":most": MOST_CLICKS_PER_WINDOW, ":forgotten": epoch(now + EVENT_REMEMBERED_FOR)},
            condition="attribute_not_exists(clicks) OR clicks < :most",
        )
        return {_PACE: update}

    def _clicks(self, interaction: Interaction) -> dict[str, Write]:
        if interaction.type is not InteractionType.CLICK:
            return {}
        update = transactions.update(
            self.article_clicks,
            {"window": window_at(interaction.occurred_at), "article_id": interaction.article_id},
            "ADD clicks :one SET #ttl = :forgotten",
            {"#ttl": "ttl"},
            {":one": 1, ":forgotten": epoch(interaction.occurred_at + WINDOW_REMEMBERED_FOR)},
        )
        return {"clicks now": update}

    def _of_article(self, interaction: Interaction, article: Article | None, without: Set[str]) -> Writes:
        writes: dict[str, Write] = {}
        if interaction.is_kept_as_read and _READ not in without:
            writes[_READ] = self._read(interaction, article)
        if article is None:
            return writes
        if engagement := engagement_of(interaction, article):
            names = {f"#i{number}": attribute_of(interest) for number, interest in enumerate(engagement)}
            writes["interests"] = transactions.update(
                self.reader_interests,
                {"reader_id": interaction.reader_key, "entry": INTERESTS},
                "ADD " + ", ".join(f"#i{number} :i{number}" for number in range(len(names))),
                names,
                {f":i{number}": weight for number, weight in enumerate(engagement.values())},
            )
        if article.age(interaction.occurred_at) < JUST_PUBLISHED_FOR:
            writes |= self._just_published(interaction, article, without)
        return writes

    def _read(self, interaction: Interaction, article: Article | None) -> Write:
        """The earliest read; of two at the same time the one that knows the article, which may be joined late."""
        item = read_item(interaction, article)
        known = [name for name in KNOWN_OF_READ if item[name]]
        return transactions.update(
            self.reader_interests,
            {name: item[name] for name in ("reader_id", "entry")},
            "SET read_at = :at, #ttl = :forgotten" + "".join(f", {name} = :{name}" for name in known),
            {"#ttl": "ttl"},
            {":at": item["read_at"], ":forgotten": item["ttl"]} | {f":{name}": item[name] for name in known},
            condition=f"attribute_not_exists(read_at) OR read_at {'>=' if known else '>'} :at",
        )

    def _just_published(self, interaction: Interaction, article: Article, without: Set[str]) -> Writes:
        moved: dict[str, int | Decimal] = {}
        if counter := _COUNTER.get(interaction.type):
            moved = {counter: 1, f"fading_{counter}": weight_at(article.age(interaction.occurred_at))}
        writes: dict[str, Write] = {}
        if interaction.is_kept_as_read and _FIRST_TIME not in without:
            moved["unique_readers"] = 1
            first_time = {
                "reader_id": interaction.reader_key,
                "entry": f"cold#{article.article_id}",
                "ttl": epoch(article.published_at + READ_REMEMBERED_FOR),
            }
            writes[_FIRST_TIME] = transactions.put_new(self.reader_interests, first_time, "entry")
        if moved:
            writes["just published"] = transactions.update(
                self.just_published,
                {"article_id": article.article_id},
                "ADD " + ", ".join(f"{name} :{name}" for name in moved) + " SET #ttl = :leaves",
                {"#ttl": "ttl"},
                {f":{name}": amount for name, amount in moved.items()}
                | {":leaves": epoch(article.published_at + JUST_PUBLISHED_FOR)},
            )
        return writes


def attribute_of(interest: Interest) -> str:
    """The attribute that holds a reader's count of the interest: `company#Acme`."""
    return f"{interest.kind}#{interest.name}"


def read_item(interaction: Interaction, article: Article | None) -> dict[str, Any]:
    """The item that says when a reader opened an article, and what is known of the article."""
    about = [attribute_of(interest) for interest in interests_of(article)] if article else []
    return {
        "reader_id": interaction.reader_key,
        "entry": f"read#{interaction.article_id}",
        "read_at": instant(interaction.occurred_at),
        "about": about or None,
        "authors": (list(article.authors) or None) if article else None,
        "story_cluster_id": article.story_cluster_id if article else None,
        "ttl": epoch(interaction.occurred_at + READ_REMEMBERED_FOR),
    }
