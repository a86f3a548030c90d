"""Articles too new for any model: which of them join a list, and where."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newsrec.model import Article, Candidate, Source

FAIR_SHOWING = 20
"""Impressions that every new article gets before its clicks alone decide."""

_HEAD_START_HOURS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdArticle:
    """A just-published article with what readers made of it so far."""

    article_id: str
    published_at: datetime
    impressions: int = 0
    clicks: int = 0
    unique_readers: int = 0

    def clicks_per_hour(self, now: datetime) -> float:
        hours = (now - self.published_at).total_seconds() / 3600
        return self.clicks / (max(hours, 0) + _HEAD_START_HOURS)


def picks(shelf: Sequence[ColdArticle], places: int, *, now: datetime) -> Sequence[ColdArticle]:
    """The articles for `places` places: the most popular first, the last place for the least shown, newest first.

    Without that last place an article that nobody has seen could never be clicked.
    """
    popular = sorted(
        shelf, key=lambda cold: (-cold.clicks_per_hour(now), -cold.published_at.timestamp(), cold.article_id)
    )
    unseen = [cold for cold in shelf if cold.impressions + cold.clicks < FAIR_SHOWING]
    if places < 2 or not unseen:
        return popular[:places]
    shown_least = min(
        unseen, key=lambda cold: (cold.impressions + cold.clicks, -cold.published_at.timestamp(), cold.article_id)
    )
    others = [cold for cold in popular if cold is not shown_least]
    return [*others[: places - 1], shown_least]


def places_for(share: float, limit: int) -> int:
    """How many of `limit` places a share allows; a maximum, so rounded down."""
    return math.floor(share * limit + 1e-9)


def insert(
    ranked: Sequence[Candidate], chosen: Sequence[Article], *, limit: int, first_slot: int, seed: str
) -> Sequence[Candidate]:
    """`ranked` with the chosen articles put at random places from `first_slot` to `limit`, the same for one seed.

    A chosen article that was ranked already moves from its old place to the new one and keeps its other source.
    """
    ranked_sources = {candidate.article.article_id: candidate.source for candidate in ranked}
    chosen_ids = {article.article_id for article in chosen}
    result = [candidate for candidate in ranked if candidate.article.article_id not in chosen_ids]
    last = min(limit, len(result) + len(chosen))
    open_places = range(min(first_slot, max(last - len(chosen) + 1, 1)), last + 1)
    places = sorted(random.Random(seed).sample(open_places, min(len(chosen), len(open_places))))
    for place, article in zip(places, chosen, strict=False):
        other = ranked_sources.get(article.article_id)
        result.insert(
            place - 1,
            Candidate(article=article, source=Source.JUST_PUBLISHED, also_from=(other,) if other else ()),
        )
    return result
