"""The second question: which just-published articles win clicks in inserted places, and what the places cost."""

import random
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from benchmarks.front_page.gains import Gains
from benchmarks.front_page.moments import Moment
from newsrec.model import Article, Candidate, Source
from newsrec.serving.just_published import ColdArticle, insert, picks
from newsrec.serving.merge import merge

LIST_LENGTH: Final = 10
FIRST_SLOT: Final = 3
PLACES: Final = (1, 2, 3)
MIX: Final[Mapping[Source, float]] = {Source.PERSONALISED: 0.8, Source.TRENDING: 0.1, Source.POPULAR: 0.1}
"""That which follows from the first question."""

Policy = Callable[[Moment, Sequence[ColdArticle], int, Set[str]], Sequence[str]]
"""The articles for so many places; what is listed anyway comes last for every policy."""

OURS: Final = "the product's picks"
FROM_COUNTERS: Final = "the product's picks, without the reader's model"
VELOCITY: Final = "clicks in 15 minutes"
NEWEST: Final = "newest first"
RANDOM: Final = "random"
REFERENCES: Final = (RANDOM, NEWEST, VELOCITY)


def seed_of(moment: Moment) -> str:
    """A new one for every list, since a log has no reloads."""
    return f"{moment.reader}#{moment.time}"


def _product(moment: Moment, shelf: Sequence[ColdArticle], places: int, listed: Set[str]) -> Sequence[str]:
    return _picked(moment, shelf, places, listed, moment.ranked[Source.PERSONALISED])


def _product_from_counters(
    moment: Moment, shelf: Sequence[ColdArticle], places: int, listed: Set[str]
) -> Sequence[str]:
    return _picked(moment, shelf, places, listed, ())


def _picked(
    moment: Moment, shelf: Sequence[ColdArticle], places: int, listed: Set[str], by_model: Sequence[str]
) -> Sequence[str]:
    now = datetime.fromtimestamp(moment.time, UTC)
    chosen = picks(shelf, places, now=now, seed=seed_of(moment), by_model=by_model, listed=listed)
    return [cold.article_id for cold in chosen]


def _ordered(key: Callable[[Moment, ColdArticle], float]) -> Policy:
    def policy(moment: Moment, shelf: Sequence[ColdArticle], places: int, listed: Set[str]) -> Sequence[str]:
        order = sorted(shelf, key=lambda cold: (cold.article_id in listed, -key(moment, cold)))
        return [cold.article_id for cold in order[:places]]

    return policy


def _random(moment: Moment, shelf: Sequence[ColdArticle], places: int, listed: Set[str]) -> Sequence[str]:
    others = [cold.article_id for cold in shelf if cold.article_id not in listed]
    return random.Random(seed_of(moment)).sample(others, min(places, len(others)))


POLICIES: Final[Mapping[str, Policy]] = {
    OURS: _product,
    FROM_COUNTERS: _product_from_counters,
    VELOCITY: _ordered(lambda moment, cold: moment.velocity[cold.article_id]),
    NEWEST: _ordered(lambda _, cold: cold.published_at.timestamp()),
    RANDOM: _random,
}


@dataclass(frozen=True, slots=True)
class Inserting:
    """A policy with so many places: clicks on just-published articles won in them, and hits of the list as a whole.

    `won` is over clicks on just-published articles, `hits` over all clicks.
    """

    policy: str
    places: int
    won: Gains = field(default_factory=Gains)
    hits: Gains = field(default_factory=Gains)

    def score(self, moment: Moment, merged: Sequence[Candidate], articles: "Articles") -> None:
        listed = {candidate.article.article_id for candidate in merged[: LIST_LENGTH - self.places]}
        chosen = POLICIES[self.policy](moment, moment.shelf, self.places, listed)
        if moment.is_young:
            self.won.add(float(moment.clicked in chosen), moment.session)
        if moment.in_sample:
            made = insert(
                merged,
                [articles.article(article_id) for article_id in chosen],
                limit=LIST_LENGTH,
                first_slot=FIRST_SLOT,
                seed=seed_of(moment),
            )
            shown = (candidate.article.article_id for candidate in made[:LIST_LENGTH])
            self.hits.add(float(moment.clicked in shown), moment.session)


class Articles:
    """Articles as lists hold them, each made once."""

    def __init__(self) -> None:
        self._made: dict[str, Article] = {}

    def article(self, article_id: str) -> Article:
        if article_id not in self._made:
            self._made[article_id] = Article(article_id=article_id, published_at=datetime.fromtimestamp(0, UTC))
        return self._made[article_id]

    def merged(self, moment: Moment) -> Sequence[Candidate]:
        offered = merge(moment.ranked, MIX)[: 2 * LIST_LENGTH]
        return [Candidate(article=self.article(one.article_id), source=one.source) for one in offered]


def insertings() -> list[Inserting]:
    """Every policy with every number of places, and the list without any."""
    return [Inserting(policy, places) for policy in POLICIES for places in PLACES]
