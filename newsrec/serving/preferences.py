"""Preferences as readers send them: read, checked, and written again."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from typing import Final

from newsrec.model import Preferences
from newsrec.rules.decoding import InvalidDocument, Problem, decode
from newsrec.serving.languages import is_language_tag

MOST_NAMES: Final = 100
"""Of each list; a filter of a model takes no more either."""
MOST_LANGUAGES: Final = 10
NAME_LENGTH: Final = 256


def read_preferences(document: object) -> Preferences:
    """Raises `InvalidDocument` with everything that is wrong."""
    preferences = decode(Preferences, document)
    if problems := list(_problems(preferences)):
        raise InvalidDocument(problems)
    return preferences


def preferences_document(preferences: Preferences) -> Mapping[str, object]:
    """What `read_preferences` reads."""
    return asdict(preferences)


def _problems(preferences: Preferences) -> Iterator[Problem]:
    for field in fields(preferences):
        if field.type == tuple[str, ...]:
            most = MOST_LANGUAGES if field.name == "languages" else MOST_NAMES
            yield from _of_list(field.name, getattr(preferences, field.name), most)
    if preferences.home_region is not None and not 0 < len(preferences.home_region) <= NAME_LENGTH:
        yield Problem("home_region", f"must have 1 to {NAME_LENGTH} characters")
    for index, tag in enumerate(preferences.languages):
        if not is_language_tag(tag):
            yield Problem(f"languages[{index}]", "must be a BCP 47 tag such as `de-CH`")
    for index, topic in enumerate(preferences.muted_topics):
        if topic in preferences.follows_topics:
            yield Problem(f"muted_topics[{index}]", "must not be followed as well")


def _of_list(field: str, names: tuple[str, ...], most: int) -> Iterator[Problem]:
    if len(names) > most:
        yield Problem(field, f"must have at most {most} entries")
    for index, name in enumerate(names):
        if not 0 < len(name) <= NAME_LENGTH:
            yield Problem(f"{field}[{index}]", f"must have 1 to {NAME_LENGTH} characters")
        elif name in names[:index]:
            yield Problem(f"{field}[{index}]", "must not be there twice")
