"""The JustPublished table: articles that no model knows yet, with their first impressions and clicks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newsrec.aws.clients import PATIENT, OutsideError, Patience, client, error_code
from newsrec.aws.dynamodb import Item, epoch, get_many, instant, query, to_item
from newsrec.model import Article
from newsrec.model.article import JUST_PUBLISHED_FOR
from newsrec.serving.just_published import ColdArticle
from newsrec.unavailable import Unavailable

EDITION = "main"
"""The one partition of the publication index: a few hundred small items, read together."""

MOST_READ = 500


@dataclass(frozen=True, slots=True)
class JustPublishedTable:
    name: str
    patience: Patience = PATIENT

    def offer(self, article: Article) -> None:
        """Puts the article on the shelf; counters that clicks made before are kept."""
        leaves = article.published_at + JUST_PUBLISHED_FOR
        self._write(
            "update_item",
            Key=to_item({"article_id": article.article_id}),
            UpdateExpression="SET edition = :edition, published_at = :published_at, #ttl = :leaves",
            ExpressionAttributeNames={"#ttl": "ttl"},
            ExpressionAttributeValues=to_item(
                {":edition": EDITION, ":published_at": instant(article.published_at), ":leaves": epoch(leaves)}
            ),
        )

    def take_back(self, article_id: str) -> None:
        """Takes the article off the shelf; its counters stay for their two hours, should it be offered again."""
        self._write(
            "update_item",
            Key=to_item({"article_id": article_id}),
            UpdateExpression="REMOVE edition, published_at",
            ConditionExpression="attribute_exists(article_id)",
        )

    def published_after(self, time: datetime) -> Sequence[ColdArticle]:
        """The shelf, newest first; TTL deletes late, so the time is asked for. Raises `Unavailable`."""
        try:
            items = query(
                self.name,
                "edition = :edition AND published_at > :time",
                {":edition": EDITION, ":time": instant(time)},
                most=MOST_READ,
                patience=self.patience,
                IndexName="by-publication",
                ScanIndexForward=False,
            )
        except OutsideError as error:
            raise Unavailable(f"JustPublished: {error}") from error
        return [_cold_article(item) for item in items]

    def find(self, article_id: str, now: datetime) -> ColdArticle | None:
        """The article if it is on the shelf at `now`. Raises `Unavailable`."""
        try:
            items = list(get_many(self.name, "article_id", [article_id]))
        except OutsideError as error:
            raise Unavailable(f"JustPublished: {error}") from error
        shelved = [_cold_article(item) for item in items if "edition" in item]  # counters alone are not on the shelf
        return next((cold for cold in shelved if now - cold.published_at < JUST_PUBLISHED_FOR), None)

    def _write(self, operation: str, **arguments: object) -> None:
        try:
            getattr(client("dynamodb"), operation)(TableName=self.name, **arguments)
        except OutsideError as error:
            if error_code(error) != "ConditionalCheckFailedException":
                raise Unavailable(f"JustPublished: {error}") from error


def _cold_article(item: Item) -> ColdArticle:
    return ColdArticle(
        article_id=item["article_id"],
        published_at=datetime.fromisoformat(item["published_at"]),
        impressions=int(item.get("impressions", 0)),
        clicks=int(item.get("clicks", 0)),
        unique_readers=int(item.get("unique_readers", 0)),
        fading_clicks=float(item.get("fading_clicks", 0)),
        fading_impressions=float(item.get("fading_impressions", 0)),
    )
