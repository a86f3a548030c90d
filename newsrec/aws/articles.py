"""The Articles table: the serving side's source of truth about every article."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from newsrec.aws.clients import PATIENT, OutsideError, Patience, client, error_code, refusal_of
from newsrec.aws.dynamodb import Item, get_many, instant, to_item
from newsrec.model import Article, ArticleStatus, Image, Sponsor
from newsrec.unavailable import Unavailable

_TIMES = ("published_at", "embargo_until", "expires_at", "updated_at")
_LISTS = tuple(field.name for field in fields(Article) if field.type == tuple[str, ...])


@dataclass(frozen=True, slots=True)
class ArticlesTable:
    name: str
    patience: Patience = PATIENT

    def put(self, article: Article) -> bool:
        """Keeps the article unless a greater version of it is stored; says whether it was kept.

        Raises `Unavailable` and `Unacceptable`.
        """
        try:
            client("dynamodb").put_item(
                TableName=self.name,
                Item=to_item(article_item(article)),
                ConditionExpression="attribute_not_exists(version) OR version <= :version",
                ExpressionAttributeValues=to_item({":version": article.version}),
            )
        except OutsideError as error:
            if error_code(error) == "ConditionalCheckFailedException":
                return False
            raise refusal_of(error, "Articles") from error
        return True

    def get_many(self, article_ids: Iterable[str], *, consistent: bool = False) -> Mapping[str, Article]:
        """Raises `Unavailable` when the table can't be read."""
        try:
            items = list(get_many(self.name, "article_id", article_ids, consistent=consistent, patience=self.patience))
        except OutsideError as error:
            raise Unavailable(f"Articles: {error}") from error
        return {item["article_id"]: item_article(item) for item in items}


def article_item(article: Article) -> dict[str, Any]:
    values = asdict(article)
    times = {name: instant(value) for name in _TIMES if (value := values[name]) is not None}
    lists = {name: list(values[name]) or None for name in _LISTS}
    return values | times | lists | {"status": article.status.value, "version": article.version}


def item_article(item: Item) -> Article:
    values: dict[str, Any] = {name: value for name, value in item.items() if name != "version"}
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
