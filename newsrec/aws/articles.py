"""The Articles table: the serving side's source of truth about every article."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.aws.dynamodb import Item, get_many, instant, to_item
from newsrec.model import Article, ArticleStatus, Image, Sponsor
from newsrec.unavailable import Unavailable

_TIMES = ("published_at", "embargo_until", "expires_at", "updated_at")
_LISTS = tuple(field.name for field in fields(Article) if field.type == tuple[str, ...])


@dataclass(frozen=True, slots=True)
class ArticlesTable:
    name: str

    def put(self, article: Article) -> bool:
        """Keeps the article unless a later description of it is stored; says whether it was kept."""
        try:
            client("dynamodb").put_item(
                TableName=self.name,
                Item=to_item(article_item(article)),
                ConditionExpression="attribute_not_exists(article_id) OR version_time <= :version_time",
                ExpressionAttributeValues=to_item({":version_time": instant(article.version_time)}),
            )
        except OutsideError as error:
            if error_code(error) == "ConditionalCheckFailedException":
                return False
            raise Unavailable(f"Articles: {error}") from error
        return True

    def get_many(self, article_ids: Iterable[str]) -> Mapping[str, Article]:
        """Raises `Unavailable` when the table can't be read."""
        try:
            return {item["article_id"]: item_article(item) for item in get_many(self.name, "article_id", article_ids)}
        except OutsideError as error:
            raise Unavailable(f"Articles: {error}") from error


def article_item(article: Article) -> dict[str, Any]:
    values = asdict(article)
    times = {name: instant(value) for name in _TIMES if (value := values[name]) is not None}
    lists = {name: list(values[name]) or None for name in _LISTS}
    return values | times | lists | {"status": article.status.value, "version_time": instant(article.version_time)}


def item_article(item: Item) -> Article:
    values: dict[str, Any] = {name: value for name, value in item.items() if name != "version_time"}
    values |= {name: datetime.fromisoformat(values[name]) for name in _TIMES if name in values}
    values |= {name: tuple(values[name]) for name in _LISTS if name in values}
    values |= {name: int(values[name]) for name in ("word_count", "news_value") if name in values}
    if "image" in values:
        sizes = {name: int(size) for name in ("width", "height") if (size := values["image"].get(name)) is not None}
        values["image"] = Image(**(values["image"] | sizes))
    if "sponsored" in values:
        values["sponsored"] = Sponsor(**values["sponsored"])
    values["status"] = ArticleStatus(values["status"])
    return Article(**values)
