"""Rows of the Globo.com click log: integers only, and no word about the articles."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def _time(milliseconds: float) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat()


def article_fields(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """An article known by id alone; `timestamp_ms` is its first click, taken as its publication."""
    return {"article_id": str(record["article_id"]), "published_at": _time(record["timestamp_ms"])}


def interaction_fields(record: Mapping[str, Any]) -> Mapping[str, Any]:
    reader, session, article, time = (record[name] for name in ("user_id", "session_id", "article_id", "timestamp_ms"))
    return {
        "event_id": f"{session}-{article}-{time}",
        "reader_id": str(reader),
        "session_id": str(session),
        "article_id": str(article),
        "type": "click",
        "occurred_at": _time(time),
        "context": {
            name: str(record[column])
            for name, column in (("region", "region"), ("device", "device_group"), ("referrer", "referrer"))
            if record.get(column) is not None
        },
    }
