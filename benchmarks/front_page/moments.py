"""The replay: everything learns click by click, and is asked before each click that is scored."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from benchmarks.front_page.shelf import PopularNow, Shelf
from benchmarks.recommendation_quality.clicks import HOUR, Clicks
from local_personalize.recipes.model import Interaction, Query, interactions
from local_personalize.recipes.trending_now import TrendingNow
from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2
from newsrec.model import Source
from newsrec.model.article import JUST_PUBLISHED_FOR
from newsrec.serving.just_published import ColdArticle

HISTORY = 10
ASKED_FOR = 40
"""Articles that each source gives for a list: the packaged surfaces ask for four per place."""
TRENDING_SECONDS = 1800.0
YOUNG_SECONDS = JUST_PUBLISHED_FOR.total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """One session in `every` is scored; of clicks on just-published articles, which are few, one in `every_young`."""

    every: int
    every_young: int
    warm_up_hours: float
    retrain_hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A next click, and what the sources and the shelf had for its reader just before it.

    `is_young` is whether the clicked article is on the shelf. Moments that are not `in_sample` stand for clicks on such
    articles only. `velocity` is clicks in the last 15 minutes.
    """

    time: float
    hour: float
    reader: int
    session: int
    clicked: str
    is_young: bool
    in_sample: bool
    ranked: Mapping[Source, Sequence[str]]
    shelf: Sequence[ColdArticle]
    velocity: Mapping[str, int]


def moments(clicks: Clicks, sampling: Sampling) -> Iterator[Moment]:
    """Next clicks on articles that their reader has not had, once the warm-up is over."""
    sources = _Sources(clicks)
    rows = interactions(clicks.events, np.ones(len(clicks)))
    start = rows[0].time
    retrain_at = start + sampling.warm_up_hours * HOUR
    sessions: dict[int, int] = {}
    for row, (click, session) in enumerate(zip(rows, clicks.sessions.tolist(), strict=True)):
        warm = click.time >= start + sampling.warm_up_hours * HOUR
        if click.time >= retrain_at:
            sources.retrain(clicks, row)
            retrain_at += sampling.retrain_hours * HOUR
        if warm and sessions.get(click.user) == session and sources.is_scored(click, session, sampling):
            yield sources.moment(click, session, start, in_sample=session % sampling.every == 0)
        sessions[click.user] = session
        sources.learn(click)


class _Sources:
    """The models and counters, and what each reader has had."""

    def __init__(self, clicks: Clicks) -> None:
        self.personalised = UserPersonalizationV2(len(clicks.events.contexts))
        self.trending = TrendingNow(TRENDING_SECONDS)
        self.popular = PopularNow()
        self.shelf = Shelf()
        self.published: dict[int, float] = {}
        self.read: defaultdict[int, dict[int, None]] = defaultdict(dict)

    def is_scored(self, click: Interaction, session: int, sampling: Sampling) -> bool:
        if click.item in self.read[click.user]:
            return False
        if session % sampling.every == 0:
            return True
        return session % sampling.every_young == 0 and self.is_young(click)

    def is_young(self, click: Interaction) -> bool:
        """Not so the article that this click publishes: nothing can foresee it."""
        return click.item in self.published and click.time - self.published[click.item] < YOUNG_SECONDS

    def moment(self, click: Interaction, session: int, start: float, *, in_sample: bool) -> Moment:
        read = self.read[click.user]
        had = {str(item) for item in read}
        query = Query(click.user, None, list(read)[-HISTORY:], click.context)
        rankings: Mapping[Source, Iterator[str]] = {
            Source.PERSONALISED: (str(item) for item, _ in self.personalised.rank(query)),
            Source.TRENDING: (str(item) for item, _ in self.trending.rank(query)),
            Source.POPULAR: iter(self.popular.most_clicked(click.time)),
        }
        return Moment(
            time=click.time,
            hour=(click.time - start) / HOUR,
            reader=click.user,
            session=session,
            clicked=str(click.item),
            is_young=self.is_young(click),
            in_sample=in_sample,
            ranked={
                source: list(islice((item for item in ranking if item not in had), ASKED_FOR))
                for source, ranking in rankings.items()
            },
            shelf=self.shelf.at(click.time, had),
            velocity=self.shelf.velocity,
        )

    def learn(self, click: Interaction) -> None:
        article_id = str(click.item)
        self.shelf.click(article_id, click.user, click.time, self.published.setdefault(click.item, click.time))
        self.popular.click(article_id, click.time)
        self.personalised.observe(click)
        self.trending.observe(click)
        read = self.read[click.user]
        read.pop(click.item, None)
        read[click.item] = None

    def retrain(self, clicks: Clicks, row: int) -> None:
        """A new version of the personalised model, on all clicks so far."""
        self.personalised = UserPersonalizationV2(len(clicks.events.contexts))
        self.personalised.train(clicks.events.taking(slice(0, row)), np.ones(row))
