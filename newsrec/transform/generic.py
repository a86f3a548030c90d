"""The way back: an article of the model as a source record, for whoever changes and sends it again."""

from dataclasses import asdict
from datetime import datetime
from enum import Enum
from typing import Any

from newsrec.model import Article


def article_record(article: Article) -> dict[str, Any]:
    """A JSON object from which `to_article` makes the same article, as source `bare` if it has no title."""
    return _written(asdict(article))


def _written(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _json(value) for name, value in values.items() if value not in (None, ())}


def _json(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case Enum():
            return value.value
        case tuple():
            return list(value)  # type: ignore[arg-type]
        case dict():
            return _written(value)  # type: ignore[arg-type]
        case _:
            return value
