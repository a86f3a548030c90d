"""Articles too new for any model: which of them join a list, and where."""

import math
import random
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Final

from newsrec.model import Article, Candidate, Source

FADING: Final = timedelta(minutes=10)
"""After so long a click or an impression counts half; the half-life that foresees best (docs/front-page.md)."""

PRIOR_CLICKS: Final = 1.0
PRIOR_IMPRESSIONS: Final = 100.0
"""What every article is thought to have had already, so that three lucky clicks prove nothing."""

FAIR_SHOWING: Final = 20
"""Impressions that every new article gets before its clicks alone decide."""

FIRST_SHOWING_LISTS: Final = 0.5
"""The share of lists that show, in one of their places, the newest article that nobody has seen yet."""

FIRST_SHOWING_WITHIN: Final = timedelta(minutes=10)
"""How young that article is: where a website reports no impressions, nothing else would say that it was seen."""

EXPLORING_LISTS: Final = 0.05
"""The share of lists that show, in one of their places, an article that still waits for its fair showing."""

MODEL_LIKING: Final = 100.0
"""How strongly the reader's own model speaks for the first that it ranks, for the second half as strongly."""

_WEIGHT_DIGITS: Final = Decimal("0.000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdArticle:
    """A just-published article with what readers made of it so far.

    `fading_clicks` and `fading_impressions` are sums of `weight_at` the age of the article at each of them.
    """

    article_id: str
    published_at: datetime
    impressions: int = 0
    clicks: int = 0
    unique_readers: int = 0
    fading_clicks: float = 0
    fading_impressions: float = 0

    def click_through(self, now: datetime) -> float:
        """The share of those who see the article now who will open it, as the newest impressions and clicks have it."""
        faded = 0.5 ** (max(now - self.published_at, timedelta()) / FADING)
        clicks = PRIOR_CLICKS + self.fading_clicks * faded
        return clicks / (PRIOR_IMPRESSIONS + self.fading_impressions * faded)

    @property
    def showings(self) -> int:
        """How often readers are known to have seen it."""
        return self.impressions + self.clicks


def weight_at(age: timedelta) -> Decimal:
    """What a click or an impression at this age of its article adds to its fading sum.

    The weight doubles every `FADING`, so a sum fades without being rewritten, and is the same in whatever order it
    was added up.
    """
    return Decimal(2 ** (age / FADING)).quantize(_WEIGHT_DIGITS)


def picks(
    shelf: Sequence[ColdArticle],
    places: int,
    *,
    now: datetime,
    seed: str,
    by_model: Sequence[str] = (),
    listed: Set[str] = frozenset(),
) -> Sequence[ColdArticle]:
    """The articles for `places` places, those first that this reader will most likely open.

    That is by the click-through so far, and higher for what stands in the reader's own model's ranking `by_model`.
    Articles that are `listed` anyway, because the models know them already, come after all others. In some lists,
    chosen by the seed, the last place is given to an article that nobody or nearly nobody was shown.
    """
    if places <= 0:
        return ()
    rank = {article_id: number for number, article_id in enumerate(by_model, start=1)}

    def order(cold: ColdArticle) -> tuple[bool, float, float, str]:
        liking = 1 + MODEL_LIKING / rank[cold.article_id] if cold.article_id in rank else 1
        worth = liking**2 * cold.click_through(now)
        return cold.article_id in listed, -worth, -cold.published_at.timestamp(), cold.article_id

    best = sorted(shelf, key=order)[:places]
    shown = _explored([cold for cold in shelf if cold.article_id not in listed], now, seed)
    if shown is None:
        return best
    return [*(cold for cold in best if cold is not shown), shown] if shown in best else [*best[:-1], shown]


def _explored(shelf: Sequence[ColdArticle], now: datetime, seed: str) -> ColdArticle | None:
    """What a list gives a place to so that it is seen at all: the newest unseen one, or one of the little seen."""
    chance = _chance("explores", seed)
    unseen = [cold for cold in shelf if not cold.showings and now - cold.published_at < FIRST_SHOWING_WITHIN]
    if unseen and chance < FIRST_SHOWING_LISTS:
        return max(unseen, key=lambda cold: (cold.published_at, cold.article_id))
    waiting = [cold for cold in shelf if cold.showings < FAIR_SHOWING]
    if waiting and chance < EXPLORING_LISTS:
        return min(waiting, key=lambda cold: _chance(cold.article_id, seed))
    return None


def places_for(share: float, limit: int, seed: str) -> int:
    """How many of `limit` places a share is, rounded up or down by the seed so that it is exact over many of them."""
    exact = round(share * limit, 9)
    return math.floor(exact) + (_chance("share", seed) < exact % 1)


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


def _chance(what: str, seed: str) -> float:
    """A number from 0 up to 1, evenly over seeds, and on its own for everything that is left to chance."""
    return int.from_bytes(sha256(f"{what}#{seed}".encode()).digest()[:7]) / 2**56
