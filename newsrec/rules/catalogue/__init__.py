"""The rules that editors may write, each a thin parametrisation of a primitive.

A module of them is imported when a rule in it is first read.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Final, cast

from newsrec.rules.rule import Params

_MODULES: Final[Mapping[str, tuple[str, ...]]] = {
    "filters": (
        "published_and_not_withdrawn",
        "publish_window",
        "geography",
        "editorial_risk",
        "no_duplicate_article",
        "max_age",
        "access_allowed",
        "page_dedup",
    ),
    "reader_filters": ("language", "not_already_read", "reader_exclusions", "seen_limit"),
    "duplicates": ("near_duplicate",),
    "maxima": ("max_per_attribute", "max_per_story", "window_max", "viewpoint_balance"),
    "neighbours": ("no_adjacent_same", "forbidden_neighbours", "max_similarity"),
    "slots": ("slot_image", "slot_title_length", "slot_media_type", "slot_requires", "reserved_slot"),
    "placement": ("pin_article", "breaking_override", "sticky_order"),
    "minima": ("min_matching", "min_distinct", "exposure_floor", "exposure_cap"),
    "shares": ("source_mix", "paywalled_share", "local_share", "target_distribution"),
    "quotas": ("just_published_quota", "sponsored_policy"),
    "whole_list": ("min_items", "max_displacement"),
}

RULE_NAMES: Final = tuple(name for names in _MODULES.values() for name in names)


def kind_of(name: str) -> type[Params] | None:
    """The parameters of the rules of that name; `None` for a name that no rule has."""
    for module, names in _MODULES.items():
        if name in names:
            kinds = cast(Mapping[str, type[Params]], import_module(f"{__name__}.{module}").RULES)
            return kinds[name]
    return None
