"""The attributes that articles have, so that a misspelt one is found before it silently matches nothing."""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Final, cast

from newsrec.rules.predicates import Predicate
from newsrec.rules.rule import Params

KNOWN: Final = frozenset(
    (
        *("article_id", "title", "short_title", "kicker", "abstract", "url", "canonical_url", "normalised_title"),
        *("published_at", "first_published", "updated_at", "last_substantial_update", "embargo_until", "expires_at"),
        *("topic", "topics", "author", "authors", "company", "companies", "industry", "industries", "place", "places"),
        *("location", "region", "regions", "desk", "section", "category", "format", "type", "tone", "genre"),
        *("language", "word_count", "media_type", "duration_s", "captions", "live", "status", "news_value", "lifetime"),
        *("access", "products", "sponsored", "sponsor", "story_cluster_id", "package_id", "editorial_flags"),
        *(
            "allowed_countries",
            "party",
            "stance",
            "viewpoint",
            "breaking",
            "source",
            "sources",
            "publisher",
            "followed",
        ),
        *("image_width", "image_height", "image_alt", "image_rights", "image_focal_point"),
        *("impressions", "clicks", "impression_share", "author_impressions", "desk_impressions"),
        *("author_impression_share", "desk_impression_share"),
    )
)
_NAMING: Final = ("attribute", "key", "also")
"""Parameters that name attributes."""


def unknown_attributes(params: Params) -> Iterator[tuple[str, str]]:
    """The parameters that ask for an attribute that no article has: field and message."""
    for field in dataclasses.fields(params):
        for name in _named(field.name, getattr(params, field.name)):
            if name not in KNOWN:
                yield field.name, f"{name} is not an attribute of articles"


def _named(field: str, value: object) -> Iterable[str]:
    """The attributes that a parameter asks for."""
    if isinstance(value, Predicate):
        return value.attributes()
    if field not in _NAMING:
        return ()
    return cast(tuple[str, ...], value) if isinstance(value, tuple) else (str(value),)
