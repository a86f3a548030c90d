"""How well the recipes foresee the next click, beside the baselines they have to beat, in one run.

Replays clicks in order of time. Every click after the warm-up that continues a session with an article its reader has
not read yet is scored, before anything learns from it: the place of that article in each method's ranking of the whole
catalogue without what the reader has read. The last click of each session is also scored as in the protocol of
Transformers4Rec (RecSys 2021). Versions are trained at the end of the warm-up and then once a day.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.recommendation_quality.baselines import FadingRules, Popularity, RecentWindow, VSkNN
from benchmarks.recommendation_quality.clicks import read_clicks
from benchmarks.recommendation_quality.replay import Method, Replayed, replay
from benchmarks.recommendation_quality.scoring import by_age, gain_over, last_click_figures
from local_personalize.recipes.trending_now import TrendingNow
from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2

MINUTE, HOUR = 60.0, 3600.0
REFERENCE, OURS = "V-SkNN (500 most recent sessions)", "user-personalization-v2"


def methods(columns: int, delays: list[float]) -> dict[str, Method]:
    """Everything that is scored, by name."""
    found = {
        "popularity (5-minute window)": Method(RecentWindow),
        "popularity (15-minute half-life)": Method(lambda: Popularity(15 * MINUTE)),
        "popularity (2-hour half-life)": Method(lambda: Popularity(2 * HOUR)),
        "decayed sequential rules": Method(FadingRules),
        REFERENCE: Method(VSkNN),
        "trending-now (30 minutes)": Method(lambda: TrendingNow(HOUR / 2)),
        "trending-now (2 hours)": Method(lambda: TrendingNow(2 * HOUR)),
        OURS: Method(lambda: UserPersonalizationV2(columns), retrained=True),
    }
    for delay in delays:
        build = found[OURS].build
        found[f"{OURS}, clicks {delay:g} s late"] = Method(build, delay=delay, retrained=True)
    return found


def figures_of(scored: Mapping[str, Method], done: Replayed) -> dict[str, dict[str, Any]]:
    """All figures of every method."""
    return {
        name: {
            **method.scores.figures(),
            "last_click": last_click_figures(method.scores, done.last_hours),
            "coverage": len(method.scores.recommended) / max(1, done.seen),
            "fresh_share": method.scores.fresh / max(1, method.scores.shown),
            "by_age": by_age(method.scores, done.ages),
            "over_reference": gain_over(method.scores, scored[REFERENCE].scores, done.sessions),
        }
        for name, method in scored.items()
    }


def show(figures: Mapping[str, Mapping[str, Any]], sample: int) -> None:
    """Print the tables."""
    console = Console(width=150)
    main = Table("method", "hr@10", "mrr@10", "hr@20", "n", "ndcg@20 last", "hr@20 last", "coverage", "under 2 h")
    ages = Table("method (hr@10 by the clicked article's age)", *next(iter(figures.values()))["by_age"])
    ratios = Table(f"ratio to {REFERENCE}, 95 % interval", "hr@10", "mrr@10", "hr@20")
    for name, row in figures.items():
        cells = [f"{row[figure]:.4f}" for figure in ("hr@10", "mrr@10", "hr@20")]
        last = row["last_click"]
        cells += [str(row["n"]), f"{last['ndcg@20']:.4f}", f"{last['hr@20']:.4f}"]
        main.add_row(name, *cells, f"{row['coverage']:.3f}", f"{row['fresh_share']:.3f}")
        ages.add_row(name, *(f"{of_age['hr@10']:.3f} (n {of_age['n']})" for of_age in row["by_age"].values()))
        ratios.add_row(
            name, *(f"{middle:.3f} [{low:.3f}, {high:.3f}]" for middle, low, high in row["over_reference"].values())
        )
    console.print(main, ratios, ages, f"one session in {sample} is scored; all methods learn from every click")


def main() -> int:
    """Print the figures of every method as tables, or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--clicks", type=Path, required=True, help="parquet: user_id, session_id, article_id, timestamp_ms"
    )
    parser.add_argument("--sample", type=int, default=1, help="score one session in N")
    parser.add_argument(
        "--warm-up-hours", type=float, default=48.0, help="hours to learn from before any click is scored"
    )
    parser.add_argument("--retrain-hours", type=float, default=24.0, help="hours between trainings")
    parser.add_argument("--hours", type=float, help="replay only the first hours of the file")
    parser.add_argument("--delays", default="", help="also with clicks that arrive late, in seconds: 5,60,1800")
    parser.add_argument("--json", action="store_true", help="one JSON object in place of the tables")
    options = parser.parse_args()
    if not options.clicks.is_file():
        sys.stderr.write(f"{options.clicks}: no such file\n")
        return 1
    clicks = read_clicks(options.clicks, options.hours)
    scored = methods(len(clicks.events.contexts), [float(delay) for delay in options.delays.split(",") if delay])
    done = replay(
        clicks,
        scored,
        sample=options.sample,
        warm_up_hours=options.warm_up_hours,
        retrain_hours=options.retrain_hours,
    )
    figures = figures_of(scored, done)
    if options.json:
        print(json.dumps(figures))
    else:
        show(figures, options.sample)
    return 0


if __name__ == "__main__":
    sys.exit(main())
