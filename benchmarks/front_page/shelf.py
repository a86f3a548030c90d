"""What the product's counters say at each moment of a replayed stream of clicks."""

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from newsrec.model.article import JUST_PUBLISHED_FOR
from newsrec.serving.just_published import FADING, ColdArticle, weight_at
from newsrec.serving.popular_now import clicks_now, window_at, windows_back_from

SHOWN_PER_VIEW: Final = 0.02
"""How often a page view shows any one just-published article: the log has no impressions, so they are assumed.

Every page view on the shelf's time counts alike for every article, so click-through is clicks per unit of exposure.
"""
VELOCITY_SECONDS: Final = 900.0
KEPT_SECONDS: Final = 5.0
"""How long serving keeps its answer to what is popular now."""


@dataclass(slots=True)
class _Young:
    published_at: datetime
    views_before: float
    fading_views_before: float
    clicks: int = 0
    fading_clicks: float = 0.0
    readers: set[int] = field(default_factory=set[int])


class Shelf:
    """The JustPublished table as the clicks so far leave it, and how often each article was clicked in 15 minutes."""

    def __init__(self) -> None:
        self._young: dict[str, _Young] = {}
        self._views = 0.0
        self._fading_views = 0.0
        self._viewed_at = 0.0
        self._newest: deque[tuple[float, str]] = deque()
        self.velocity: Counter[str] = Counter()

    def click(self, article_id: str, reader: int, time: float, published: float) -> None:
        self._pass(time)
        if article_id not in self._young and time == published:
            self._young[article_id] = _Young(_moment(published), self._views, self._fading_views)
        self._views += 1
        self._fading_views += 1
        self._newest.append((time, article_id))
        self.velocity[article_id] += 1
        if young := self._young.get(article_id):
            young.clicks += 1
            young.fading_clicks += float(weight_at(_moment(time) - young.published_at))
            young.readers.add(reader)

    def at(self, time: float, without: Set[str]) -> Sequence[ColdArticle]:
        """The articles on the shelf that a reader has not had, oldest first."""
        self._pass(time)
        return [self._cold(name, young, time) for name, young in self._young.items() if name not in without]

    def _cold(self, article_id: str, young: _Young, time: float) -> ColdArticle:
        age = _moment(time) - young.published_at
        grown = 2 ** (age / FADING)
        return ColdArticle(
            article_id=article_id,
            published_at=young.published_at,
            impressions=int(SHOWN_PER_VIEW * (self._views - young.views_before)),
            clicks=young.clicks,
            unique_readers=len(young.readers),
            fading_clicks=young.fading_clicks,
            fading_impressions=SHOWN_PER_VIEW * (self._fading_views * grown - young.fading_views_before),
        )

    def _pass(self, time: float) -> None:
        """Lets time pass: what is too old leaves, and views fade."""
        self._fading_views *= 2 ** (-(time - self._viewed_at) / FADING.total_seconds())
        self._viewed_at = time
        while self._newest and self._newest[0][0] <= time - VELOCITY_SECONDS:
            self.velocity[self._newest.popleft()[1]] -= 1
        oldest = _moment(time) - JUST_PUBLISHED_FOR
        while self._young and (first := next(iter(self._young))) and self._young[first].published_at <= oldest:
            del self._young[first]


class PopularNow:
    """The ArticleClicks table as the clicks so far leave it, read as serving reads it."""

    def __init__(self) -> None:
        self._windows: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._counted: Mapping[str, float] = {}
        self._counted_at = 0.0

    def click(self, article_id: str, time: float) -> None:
        self._windows[window_at(_moment(time))][article_id] += 1

    def most_clicked(self, time: float) -> Sequence[str]:
        if time - self._counted_at >= KEPT_SECONDS:
            now = _moment(time)
            windows = (self._windows.get(window, {}) for window in windows_back_from(now))
            self._counted, self._counted_at = clicks_now(windows, now), time
        return list(self._counted)


def _moment(time: float) -> datetime:
    return datetime.fromtimestamp(time, UTC)
