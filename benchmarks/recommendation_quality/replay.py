"""The replay: every method learns click by click, and is asked before each click that is scored."""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from benchmarks.recommendation_quality.clicks import HOUR, Clicks
from benchmarks.recommendation_quality.scoring import FRESH, Scores
from local_personalize.recipes.model import Interaction, Query, Recipe, interactions
from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2

HISTORY = 10


@dataclass(slots=True)
class Method:
    """A recipe or baseline under test; it learns a click `delay` seconds after it was made.

    `retrained` methods get a new version on the history so far at every training, as the service would make one.
    """

    build: Callable[[], Recipe]
    delay: float = 0.0
    retrained: bool = False
    scores: Scores = field(default_factory=Scores)
    waiting: deque[Interaction] = field(default_factory=deque)
    recipe: Recipe = field(init=False)

    def __post_init__(self) -> None:
        self.recipe = self.build()

    def learn(self, click: Interaction) -> None:
        """Take in a click, at once or when its delay has passed."""
        if not self.delay:
            self.recipe.observe(click)
        else:
            self.waiting.append(click)

    def catch_up(self, now: float) -> None:
        """Learn what has arrived by now."""
        while self.waiting and self.waiting[0].time + self.delay <= now:
            self.recipe.observe(self.waiting.popleft())


@dataclass(slots=True)
class Replayed:
    """What was asked: the session, article's age and (for sessions' last clicks) hour of every scored click."""

    sessions: list[int] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    last_hours: list[int] = field(default_factory=list)
    seen: int = 0


def replay(
    clicks: Clicks, methods: Mapping[str, Method], *, sample: int, warm_up_hours: float, retrain_hours: float
) -> Replayed:
    """Go through the clicks in order of time; every `sample`-th session is scored once the warm-up is over."""
    done = Replayed()
    read: defaultdict[int, dict[int, None]] = defaultdict(dict)
    visits: dict[int, tuple[int, dict[int, None]]] = {}
    first: dict[int, float] = {}
    rows = interactions(clicks.events, np.ones(len(clicks)))
    start = rows[0].time
    trained_at = start + warm_up_hours * HOUR
    for row, (click, session) in enumerate(zip(rows, clicks.sessions.tolist(), strict=True)):
        if click.time >= trained_at:
            _retrain(clicks, row, methods)
            trained_at += retrain_hours * HOUR
        known = read[click.user]
        key, visit = visits.get(click.user, (None, {}))
        if key != session:
            visit = {}
            visits[click.user] = session, visit
        if visit and session % sample == 0 and click.time >= start + warm_up_hours * HOUR:
            is_new, is_last = click.item not in known, bool(clicks.is_last[row]) and click.item not in visit
            if is_new:
                done.sessions.append(session)
                done.ages.append(click.time - first.get(click.item, click.time))
            if is_last:
                done.last_hours.append(int((click.time - start) // HOUR))
            if is_new or is_last:
                query = Query(click.user, None, list(known)[-HISTORY:], click.context)
                _ask(methods, query, click, known, visit, first, is_new=is_new, is_last=is_last)
        first.setdefault(click.item, click.time)
        for kept in (known, visit):
            kept.pop(click.item, None)
            kept[click.item] = None
        for method in methods.values():
            method.learn(click)
    done.seen = len(first)
    return done


def _ask(
    methods: Mapping[str, Method],
    query: Query,
    click: Interaction,
    known: Mapping[int, None],
    visit: Mapping[int, None],
    first: Mapping[int, float],
    *,
    is_new: bool,
    is_last: bool,
) -> None:
    for method in methods.values():
        method.catch_up(click.time)
        ranking = [item for item, _ in method.recipe.rank(query)]
        if is_new:
            shown = method.scores.add(ranking, click.item, known)
            method.scores.recommended.update(shown)
            method.scores.shown += len(shown)
            method.scores.fresh += sum(click.time - first.get(item, click.time) < FRESH for item in shown)
        if is_last:
            method.scores.add_last(ranking, click.item, visit)


def _retrain(clicks: Clicks, row: int, methods: Mapping[str, Method]) -> None:
    """New versions on all clicks so far; a delayed method takes over what was fitted, and keeps what it has seen."""
    history = clicks.events.taking(slice(0, row))
    fitted: UserPersonalizationV2 | None = None
    for method in methods.values():
        if not method.retrained:
            continue
        if method.delay and fitted is not None and isinstance(method.recipe, UserPersonalizationV2):
            method.recipe.ranker = fitted.ranker
            continue
        method.recipe = method.build()
        method.recipe.train(history, np.ones(row))
        if isinstance(method.recipe, UserPersonalizationV2):
            fitted = method.recipe
