"""Which merge of the sources, and which just-published articles, readers click: a replay of a real stream of clicks.

Clicks come in order of time, and everything learns from each as the product would: the local User-Personalization and
Trending-Now models, the quarter-hour counters, the counters of just-published articles. Before a click that continues a
session with an article its reader has not had, lists are made by the product's own code and scored by where the clicked
article is in them. An article is published when it is first clicked. The log holds no impressions: each page view since
an article's publication is taken for a fixed small part of an impression (`SHOWN_PER_VIEW`), so that click-through is
clicks per unit of exposure. A list is not thought to change what was clicked, so articles that nobody was shown in the
log can win nothing, and the cost of an inserted place is an upper bound.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.front_page.gains import Difference, Gains
from benchmarks.front_page.inserting import LIST_LENGTH, OURS, REFERENCES, Articles, Inserting, insertings
from benchmarks.front_page.merging import FIGURES, REFERENCE, Merging, mergings
from benchmarks.front_page.moments import Sampling, moments
from benchmarks.recommendation_quality.clicks import read_clicks


def measure(clicks: Path, hours: float | None, sampling: Sampling) -> Mapping[str, Any]:
    """All figures of both questions."""
    merged_by, inserted_by = mergings(), insertings()
    articles, without = Articles(), Gains()
    young_found = Gains()
    for moment in moments(read_clicks(clicks, hours), sampling):
        merged = articles.merged(moment)
        for inserting in inserted_by:
            inserting.score(moment, merged, articles)
        found = float(any(candidate.article.article_id == moment.clicked for candidate in merged[:LIST_LENGTH]))
        if moment.is_young:
            young_found.add(found, moment.session)
        if moment.in_sample:
            without.add(found, moment.session)
            for merging in merged_by:
                merging.score(moment)
    return {
        "clicks": len(without.values),
        "clicks_on_just_published": len(young_found.values),
        "merging": _merging_figures(merged_by),
        "inserting": {
            "hr@10_without": without.mean,
            "just_published_found_without": young_found.mean,
            "policies": [_inserting_figures(one, inserted_by, without) for one in inserted_by],
        },
    }


def _merging_figures(merged_by: Sequence[Merging]) -> Mapping[str, Any]:
    reference = next(one for one in merged_by if one.name == REFERENCE)
    return {
        one.name: {
            name: {"mean": one.gains[name].mean, "over_reference": one.gains[name].over(reference.gains[name])}
            for name in FIGURES
        }
        for one in merged_by
    }


def _inserting_figures(one: Inserting, all_of_them: Sequence[Inserting], without: Gains) -> Mapping[str, Any]:
    ours = next(other for other in all_of_them if other.policy == OURS and other.places == one.places)
    return {
        "policy": one.policy,
        "places": one.places,
        "won": one.won.mean,
        "ours_over_it": ours.won.over(one.won),
        "hr@10": one.hits.mean,
        "hr@10_over_none": one.hits.over(without),
    }


def show(figures: Mapping[str, Any]) -> None:
    """Print the tables."""
    console = Console(width=150)
    merging = Table("User-Personalization / Trending-Now / popular now", *FIGURES, f"over {REFERENCE}: hr@10", "mrr@10")
    for name, row in figures["merging"].items():
        differences = (_points(row[figure]["over_reference"]) for figure in ("hr@10", "mrr@10"))
        merging.add_row(name, *(f"{row[figure]['mean']:.4f}" for figure in FIGURES), *differences)
    inserted = figures["inserting"]
    inserting = Table(
        "just-published articles by", "places", "clicks won", f"{OURS}: points more", "hr@10", "its change"
    )
    for row in inserted["policies"]:
        inserting.add_row(
            row["policy"],
            str(row["places"]),
            f"{row['won']:.1%}",
            _points(row["ours_over_it"]),
            f"{row['hr@10']:.4f}",
            _points(row["hr@10_over_none"]),
        )
    console.print(
        merging,
        f"{figures['clicks']} clicks; differences in points with 95 % intervals, sessions drawn anew",
        inserting,
        f"{figures['clicks_on_just_published']} clicks on articles under 2 h old, of which the list without insertion "
        f"holds {inserted['just_published_found_without']:.1%}; its hr@10 is {inserted['hr@10_without']:.4f}",
    )


def _points(difference: Difference) -> str:
    middle, low, high = (100 * value for value in difference)
    return f"{middle:+.2f} [{low:+.2f}, {high:+.2f}]"


def _beats_all(figures: Mapping[str, Any]) -> bool:
    """Whether the product's picks win more than every reference with any number of places, beyond chance."""
    rows = (row for row in figures["inserting"]["policies"] if row["policy"] in REFERENCES)
    return all(Difference(*row["ours_over_it"]).low > 0 for row in rows)


def main() -> int:
    """Prints the figures as tables, or as JSON; fails if the product's picks do not beat every reference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--clicks", type=Path, required=True, help="parquet: user_id, session_id, article_id, timestamp_ms"
    )
    parser.add_argument("--sample", type=int, default=20, help="score one session in N")
    parser.add_argument(
        "--young-sample", type=int, default=4, help="of clicks on just-published articles score one session in N"
    )
    parser.add_argument("--warm-up-hours", type=float, default=72.0, help="hours to learn from before any is scored")
    parser.add_argument("--retrain-hours", type=float, default=24.0, help="hours between trainings")
    parser.add_argument("--hours", type=float, default=120.0, help="replay only the first hours of the file")
    parser.add_argument("--json", action="store_true", help="one JSON object in place of the tables")
    options = parser.parse_args()
    if not options.clicks.is_file():
        sys.stderr.write(f"{options.clicks}: no such file\n")
        return 1
    sampling = Sampling(
        every=options.sample,
        every_young=options.young_sample,
        warm_up_hours=options.warm_up_hours,
        retrain_hours=options.retrain_hours,
    )
    figures = measure(options.clicks, options.hours, sampling)
    if options.json:
        print(json.dumps(figures))
    else:
        show(figures)
    return 0 if _beats_all(figures) else 1


if __name__ == "__main__":
    sys.exit(main())
