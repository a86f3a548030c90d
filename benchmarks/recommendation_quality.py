"""How well the recipes foresee the next click, beside the baselines they have to beat, in one run.

Replays clicks in order of time. Every click after the warm-up that continues a session with an article its reader has
not read yet is scored, before anything learns from it: the place of that article in each method's ranking of the whole
catalogue without what the reader has read.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from local_personalize.recipes.fading import EventTime, FadingCounts
from local_personalize.recipes.model import Recipe
from local_personalize.recipes.sequential_rules import SequentialRules
from local_personalize.recipes.trending_now import TrendingNow
from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2

HOUR = 3600.0
LIST_LENGTH = 20
DEPTH = 300


@dataclass(frozen=True, slots=True)
class Click:
    """One click: reader, session and article by index, time in epoch seconds."""

    reader: int
    session: int
    article: int
    time: float


@dataclass(slots=True)
class Scores:
    """Hits and reciprocal ranks so far."""

    hits_at_10: int = 0
    reciprocal_ranks_at_10: float = 0.0
    hits_at_20: int = 0
    scored: int = 0

    def add(self, ranking: Iterable[int], article: int, read: Container[int]) -> None:
        """Score one ranking for the article that was clicked; what was `read` takes no place."""
        self.scored += 1
        place = 0
        for candidate in ranking:
            if candidate in read:
                continue
            place += 1
            if candidate == article:
                self.hits_at_20 += 1
                if place <= 10:
                    self.hits_at_10 += 1
                    self.reciprocal_ranks_at_10 += 1 / place
                return
            if place == LIST_LENGTH:
                return

    def summary(self) -> dict[str, float]:
        """The figures as means over the scored clicks."""
        scored = max(1, self.scored)
        return {
            "hr@10": self.hits_at_10 / scored,
            "mrr@10": self.reciprocal_ranks_at_10 / scored,
            "hr@20": self.hits_at_20 / scored,
            "n": self.scored,
        }


class CoOccurrence:
    """Baseline: what was read in one session with the last article, fading with 2 h."""

    def __init__(self) -> None:
        self.time = EventTime()
        self.pairs = SequentialRules(half_life=2 * HOUR, reach=10)
        self.visits: dict[int, tuple[str | None, list[int]]] = {}

    def observe(self, user: int, session: str | None, item: int, time: float, weight: float) -> None:
        """Count the article with each of the session's earlier ones, both ways."""
        now = self.time.advance(time)
        key, items = self.visits.get(user, (None, []))
        if key != session:
            items = []
        for earlier in items:
            self.pairs.learn([earlier], item, now, weight)
            self.pairs.learn([item], earlier, now, weight)
        self.visits[user] = (session, [*items[-9:], item])

    def rank(self, user: int | None, read: list[int]) -> list[tuple[int, float]]:
        """Articles by how often they were read with the newest one."""
        del user
        followers = self.pairs.followers(read[-1])
        return sorted(followers.items(), key=lambda scored: -scored[1])[:DEPTH]


class Popularity:
    """Baseline: clicks fading with 1 h."""

    def __init__(self) -> None:
        self.time = EventTime()
        self.counts = FadingCounts(half_life=HOUR)

    def observe(self, user: int, session: str | None, item: int, time: float, weight: float) -> None:
        """Count the click."""
        del user, session
        self.counts.add(item, self.time.advance(time), weight)

    def rank(self, user: int | None, read: list[int]) -> list[tuple[int, float]]:
        """Articles by their counts."""
        del user, read
        return [(item, float(self.counts.counts[item])) for item in self.counts.best(DEPTH)]


METHODS: Mapping[str, Callable[[], Recipe]] = {
    "decayed co-occurrence (baseline)": CoOccurrence,
    "decayed popularity (baseline)": Popularity,
    "user-personalization-v2": UserPersonalizationV2,
    "trending-now (30 minutes)": lambda: TrendingNow(HOUR / 2),
    "trending-now (2 hours)": lambda: TrendingNow(2 * HOUR),
}


def read_clicks(path: Path, hours: float | None) -> Iterator[Click]:
    """The clicks of a parquet file in order of time, of its first `hours` only if given."""
    columns = ["user_id", "session_id", "article_id", "timestamp_ms"]
    clicks = pl.read_parquet(path, columns=columns).sort("timestamp_ms", maintain_order=True)
    if hours is not None:
        clicks = clicks.filter(pl.col("timestamp_ms") < clicks["timestamp_ms"][0] + hours * HOUR * 1000)
    articles = clicks["article_id"].rank("dense").cast(pl.Int64) - 1
    seconds = clicks["timestamp_ms"] // 1000
    rows = zip(clicks["user_id"], clicks["session_id"], articles, seconds, strict=True)
    return (Click(reader, session, article, time) for reader, session, article, time in rows)


def evaluate(clicks: Iterable[Click], sample: int, warm_up_hours: float) -> dict[str, dict[str, float]]:
    """The figures of every method; all learn from every click, and every `sample`-th session is scored."""
    recipes = {name: build() for name, build in METHODS.items()}
    scores = {name: Scores() for name in METHODS}
    read: defaultdict[int, dict[int, None]] = defaultdict(dict)
    last_session: dict[int, int] = {}
    start: float | None = None
    for click in clicks:
        start = click.time if start is None else start
        known = read[click.reader]
        if (
            click.time >= start + warm_up_hours * HOUR
            and click.session % sample == 0
            and last_session.get(click.reader) == click.session
            and click.article not in known
        ):
            newest = list(known)[-10:]
            for name, recipe in recipes.items():
                ranking = (item for item, _ in recipe.rank(click.reader, newest))
                scores[name].add(ranking, click.article, known.keys())
        known.pop(click.article, None)
        known[click.article] = None
        last_session[click.reader] = click.session
        for recipe in recipes.values():
            recipe.observe(click.reader, str(click.session), click.article, click.time, 1.0)
    return {name: scored.summary() for name, scored in scores.items()}


def main() -> int:
    """Print the figures of every method as a table, or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--clicks", type=Path, required=True, help="parquet: user_id, session_id, article_id, timestamp_ms"
    )
    parser.add_argument(
        "--sample", type=int, default=1, help="score one in N sessions (all methods still learn from every click)"
    )
    parser.add_argument(
        "--warm-up-hours", type=float, default=48.0, help="hours to learn from before any click is scored"
    )
    parser.add_argument("--hours", type=float, help="replay only the first hours of the file")
    parser.add_argument("--json", action="store_true", help="one JSON object in place of the table")
    options = parser.parse_args()
    if not options.clicks.is_file():
        sys.stderr.write(f"{options.clicks}: no such file\n")
        return 1
    figures = evaluate(read_clicks(options.clicks, options.hours), options.sample, options.warm_up_hours)
    if options.json:
        print(json.dumps(figures))
        return 0
    print(f"{'method':<34}{'hr@10':>9}{'mrr@10':>9}{'hr@20':>9}{'n':>9}")
    for name, figure in figures.items():
        print(f"{name:<34}{figure['hr@10']:>9.4f}{figure['mrr@10']:>9.4f}{figure['hr@20']:>9.4f}{figure['n']:>9}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
