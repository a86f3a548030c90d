"""An article or an interaction as Amazon Personalize takes it, in bulk (rows) and streamed (properties)."""

from collections.abc import Mapping

from newsrec.model import Article, Interaction

Row = Mapping[str, str | int | None]

CATEGORY_SEPARATOR = "|"
TEXT_LENGTH = 20_000


def interaction_row(interaction: Interaction) -> Row:
    """One row of the interactions dataset; the time is in whole seconds since 1970."""
    return {
        "USER_ID": interaction.reader_key,
        "ITEM_ID": interaction.article_id,
        "TIMESTAMP": int(interaction.occurred_at.timestamp()),
        "EVENT_TYPE": interaction.type.value,
        "DEVICE": interaction.context.device,
        "REGION": interaction.context.region,
        "REFERRER": interaction.context.referrer,
    }


def article_row(article: Article) -> Row:
    """One row of the items dataset; several values of a category are joined by `|`."""
    text = " ".join(part for part in (article.title, article.abstract) if part)
    return {
        "ITEM_ID": article.article_id,
        "CREATION_TIMESTAMP": int(article.published_at.timestamp()),
        "STATUS": article.status.value,
        "TOPICS": _joined(article.topics),
        "COMPANIES": _joined(article.companies),
        "INDUSTRIES": _joined(article.industries),
        "AUTHORS": _joined(article.authors),
        "TEXT": " ".join(text.split())[:TEXT_LENGTH] or None,
    }


def streamed_properties(row: Row) -> Mapping[str, str | int]:
    """A row's attributes under the camel-case names that PutItems and PutEvents take; absent ones are left out."""
    keys = {"USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE"}
    return {_camel_case(name): value for name, value in row.items() if name not in keys and value is not None}


def _camel_case(column: str) -> str:
    first, *others = column.lower().split("_")
    return first + "".join(word.capitalize() for word in others)


def _joined(values: tuple[str, ...]) -> str | None:
    return CATEGORY_SEPARATOR.join(value.replace(CATEGORY_SEPARATOR, "/") for value in values) or None
