"""An article or an interaction as Amazon Personalize takes it, in bulk (rows) and streamed (properties).

What the service would refuse never reaches it: a value that is too much is left out whole, and only text is cut.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from newsrec.model import Article, Interaction
from newsrec.transform.fields import LONGEST_TEXT, RESERVED_WORDS

Row = Mapping[str, str | int | None]

CATEGORY_SEPARATOR: Final = "|"
LONGEST_CATEGORY: Final = 1000
"""Characters of all values of a category together, separators counted: one more fails a whole import."""

LONGEST_EVENT_PROPERTIES: Final = 1024
LONGEST_ITEM_PROPERTIES: Final = 32_000
"""Characters of the JSON in one event of PutEvents, in one item of PutItems."""

_KEYS: Final = frozenset({"USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE"})
_TEXT: Final = "text"


def interaction_row(interaction: Interaction) -> Row:
    """One row of the interactions dataset; the time is in whole seconds since 1970."""
    return {
        "USER_ID": interaction.reader_key,
        "ITEM_ID": interaction.article_id,
        "TIMESTAMP": int(interaction.occurred_at.timestamp()),
        "EVENT_TYPE": interaction.type.value,
        "DEVICE": _category(interaction.context.device),
        "REGION": _category(interaction.context.region),
        "REFERRER": _category(interaction.context.referrer),
    }


def article_row(article: Article) -> Row:
    """One row of the items dataset; several values of a category are joined by `|`."""
    text = " ".join(part for part in (article.title, article.abstract) if part)
    return {
        "ITEM_ID": article.article_id,
        "CREATION_TIMESTAMP": int(article.published_at.timestamp()),
        "STATUS": article.status.value,
        "TOPICS": _category(*article.topics),
        "COMPANIES": _category(*article.companies),
        "INDUSTRIES": _category(*article.industries),
        "AUTHORS": _category(*article.authors),
        "TEXT": _text(" ".join(text.split())[:LONGEST_TEXT]),
    }


def streamed_properties(row: Row) -> Mapping[str, str | int]:
    """A row's attributes under the camel-case names that PutItems and PutEvents take; absent ones are left out.

    As `properties_json` they are never longer than the service takes: in the order of the columns, an attribute that
    no longer fits is left out, and text is cut to what is left.
    """
    properties = {_camel_case(name): value for name, value in row.items() if name not in _KEYS and value is not None}
    longest = LONGEST_EVENT_PROPERTIES if "USER_ID" in row else LONGEST_ITEM_PROPERTIES
    return properties if len(properties_json(properties)) <= longest else dict(_fitting(properties, longest))


def properties_json(properties: object) -> str:
    """JSON in which every script takes as much room as it has characters."""
    return json.dumps(properties, ensure_ascii=False)


def _fitting(properties: Mapping[str, str | int], longest: int) -> Iterator[tuple[str, str | int]]:
    room = longest - len("{}")
    for name, value in properties.items():
        kept = _cut(value, room - _length(name, "")) if name == _TEXT and isinstance(value, str) else value
        if kept != "" and (length := _length(name, kept)) <= room:
            room -= length
            yield name, kept


def _length(name: str, value: str | int) -> int:
    return len(properties_json(name)) + len(properties_json(value)) + len(": , ")


def _cut(text: str, room: int) -> str:
    """As much of `text` as JSON writes in `room` characters, without its quotes."""
    lengths = range(1, len(text) + 1)
    fitting = bisect_right(lengths, room, key=lambda length: len(properties_json(text[:length])) - len('""'))
    return text[:fitting].rstrip()


def _camel_case(column: str) -> str:
    first, *others = column.lower().split("_")
    return first + "".join(word.capitalize() for word in others)


def _category(*values: str | None) -> str | None:
    """The values that fit, each once; those that are reserved words are left out, and bars in them become slashes."""
    named = (value.replace(CATEGORY_SEPARATOR, "/") for value in values if value and value not in RESERVED_WORDS)
    return CATEGORY_SEPARATOR.join(_first_fitting(dict.fromkeys(named))) or None


def _first_fitting(values: Iterable[str]) -> Iterator[str]:
    """The values up to the first that makes the category too long."""
    room = LONGEST_CATEGORY
    for value in values:
        if len(value) > room:
            return
        room -= len(value) + len(CATEGORY_SEPARATOR)
        yield value


def _text(text: str) -> str | None:
    return text if text and text not in RESERVED_WORDS else None
