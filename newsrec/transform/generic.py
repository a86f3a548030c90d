"""The way back: the model as generic records, to be changed and sent again, or shown beside what is wrong with them."""

from dataclasses import asdict
from datetime import datetime
from enum import Enum
from typing import Any

from newsrec.model import Article, Interaction


def article_record(article: Article) -> dict[str, Any]:
    """A JSON object from which `to_article` makes the same article, as source `bare` if it has no title."""
    return _written(asdict(article))


def interaction_record(interaction: Interaction) -> dict[str, Any]:
    """A JSON object from which `to_interaction` makes the same interaction."""
    return _written(asdict(interaction))


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
