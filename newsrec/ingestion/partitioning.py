"""Partition keys of the streams: what has the same key stays in order."""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

MOST_CHARACTERS = 256
"""Kinesis takes no longer key."""

PartitionKey = Callable[[Mapping[str, Any]], str]


def reader_key(payload: Mapping[str, Any]) -> str:
    """The key of an interaction, so that one reader's clicks stay in order."""
    record = payload.get("record", payload)
    return str(record.get("reader_id") or record.get("user_id") or record.get("session_id"))


def article_key(payload: Mapping[str, Any]) -> str:
    """The key of an article, so that its descriptions stay in order."""
    record = payload.get("record", payload)
    return str(record.get("article_id") or record.get("news_id"))


KEYS: Mapping[str, PartitionKey] = {"interactions": reader_key, "articles": article_key}
"""The key of each stream's payloads."""


def key_of_bytes(payload: bytes, key: PartitionKey, *, otherwise: str) -> str:
    """The key of a payload that may be anything; `otherwise` for what is no record at all."""
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):
        return otherwise
    if not isinstance(value, Mapping):
        return otherwise
    fields = cast(Mapping[str, Any], value)
    if not isinstance(fields.get("record", fields), Mapping):
        return otherwise
    return key(fields)[:MOST_CHARACTERS]
