"""Rows of the MIND news set, named as its documentation names the columns.

`news.tsv` has no times, so an article record carries `published_at`, its first impression, beside MIND's own columns;
a row of `behaviors.tsv` holds many candidates, so an interaction record is one of its clicks.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_TIME_FORMAT = "%m/%d/%Y %I:%M:%S %p"


def _entities(record: Mapping[str, Any], kind: str) -> list[str]:
    """Names of the entities of one type, those of the title first, each once."""
    named = (
        str(entity["Label"])
        for column in ("title_entities", "abstract_entities")
        for entity in json.loads(record.get(column) or "[]")
        if entity.get("Type") == kind
    )
    return list(dict.fromkeys(named))


def article_fields(record: Mapping[str, Any]) -> Mapping[str, Any]:
    topics = dict.fromkeys(str(record[name]) for name in ("category", "subcategory") if record.get(name))
    return {
        "article_id": str(record["news_id"]),
        "title": record["title"],
        "abstract": record.get("abstract") or None,
        "url": record.get("url") or None,
        "topics": list(topics),
        "companies": _entities(record, "O"),
        "places": _entities(record, "G"),
        "published_at": _zoned(record["published_at"]),
    }


def interaction_fields(record: Mapping[str, Any]) -> Mapping[str, Any]:
    impression, reader, article = (str(record[name]) for name in ("impression_id", "user_id", "news_id"))
    return {
        "event_id": f"{impression}-{article}",
        "reader_id": reader,
        "session_id": impression,
        "article_id": article,
        "type": record.get("type", "click"),
        "occurred_at": _zoned(record["time"]),
    }


def _zoned(time: str) -> str:
    """MIND writes US dates without a zone; they are taken as UTC."""
    try:
        return datetime.strptime(time, _TIME_FORMAT).replace(tzinfo=UTC).isoformat()
    except ValueError:
        return time
