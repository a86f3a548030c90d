"""The Amazon Personalize dataset schemas (Avro, as JSON text) and the filters that serving asks with.

Field names are the columns of every import file and, in camel case, the `properties` of PutEvents and PutItems.
"""

import json
from typing import Final

_NAMESPACE = "com.amazonaws.personalize.schema"


def _schema(name: str, fields: list[dict[str, object]]) -> str:
    return json.dumps(
        {"type": "record", "name": name, "namespace": _NAMESPACE, "fields": fields, "version": "1.0"},
        separators=(",", ":"),
    )


def _optional_category(name: str) -> dict[str, object]:
    return {"name": name, "type": ["null", "string"], "categorical": True}


INTERACTIONS_SCHEMA: Final = _schema(
    "Interactions",
    [
        {"name": "USER_ID", "type": "string"},
        {"name": "ITEM_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"},
        {"name": "EVENT_TYPE", "type": "string"},
        _optional_category("DEVICE"),
        _optional_category("REGION"),
        _optional_category("REFERRER"),
    ],
)

ITEMS_SCHEMA: Final = _schema(
    "Items",
    [
        {"name": "ITEM_ID", "type": "string"},
        {"name": "CREATION_TIMESTAMP", "type": "long"},
        {"name": "STATUS", "type": "string", "categorical": True},
        _optional_category("TOPICS"),
        _optional_category("COMPANIES"),
        _optional_category("INDUSTRIES"),
        _optional_category("AUTHORS"),
        {"name": "TEXT", "type": ["null", "string"], "textual": True},
    ],
)

_PUBLISHED: Final = 'INCLUDE ItemID WHERE Items.STATUS IN ("published") AND Items.CREATION_TIMESTAMP > $PUBLISHED_AFTER'
_OPENED: Final = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click", "read", "hide")'

UNREAD_FILTER: Final = f"{_PUBLISHED} | {_OPENED}"
"""Published, young enough, and not yet opened or hidden by the reader; `PUBLISHED_AFTER` is epoch seconds."""

TOPICS_FILTER: Final = f"{_PUBLISHED} AND Items.TOPICS IN ($TOPICS) | {_OPENED}"
"""The same on certain topics alone."""

FOLLOWED_FILTER: Final = " | ".join(
    (*(f"{_PUBLISHED} AND Items.{name} IN (${name})" for name in ("COMPANIES", "INDUSTRIES", "TOPICS")), _OPENED)
)
"""The same about what a reader follows: any of the companies, industries or topics. Each needs a value."""
