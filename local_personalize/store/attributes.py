"""Items' and users' columns in the form that filters test."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from local_personalize.filters.evaluation import Value


def filterable(fields: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Value]:
    """The given columns: numbers as they are, strings as the set of their `|`-separated categories."""
    return {
        name.upper(): _categories(value) if isinstance(value, str) else float(value)
        for name in columns
        if (value := fields.get(name)) is not None
    }


@lru_cache(maxsize=100_000)
def _categories(text: str) -> frozenset[str]:
    return frozenset((text, *text.split("|"))) if "|" in text else frozenset((text,))
