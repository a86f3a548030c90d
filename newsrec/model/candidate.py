"""An article on its way to a place in a list, with where it came from and why it may stay."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from newsrec.model.article import Article


class Source(StrEnum):
    PERSONALISED = "personalised"
    TRENDING = "trending"
    JUST_PUBLISHED = "just_published"
    EDITORS = "editors"
    """An editor's pin of an article that no other source named."""
    POPULAR = "popular"
    """The product's own click counts: what is left when no model answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article and the source that placed it; `also_from` are the other sources that named it.

    A `followed` one is in a place that is kept for what the reader follows.
    """

    article: Article
    source: Source
    also_from: tuple[Source, ...] = ()
    followed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a reader sees an article: a code, the sentence for readers, and the facts that make it true."""

    code: str
    text: str
    evidence: Mapping[str, object] = field(default_factory=dict[str, object])
