"""The reranker against the exact optimum on small cases, and against a plain greedy pass on small and large ones.

The greedy pass is first fit: per slot the best-ranked candidate that breaks no rule yet, without looking ahead; it
stops at a dead end. It runs on the same compiled rules as the reranker, so that times compare the search alone plus
the reranker's account of its swaps.
"""

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import click
from rich.console import Console
from rich.table import Table

from benchmarks.plain_reranking import Order, optimum, satisfied, swaps
from benchmarks.table import Measured, show
from newsrec.rules import RankedArticle, Reranking, Rule, rerank
from newsrec.rules.arrangement import Arrangement
from newsrec.rules.documents import read_rules

NOW = datetime(2025, 3, 1, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Case:
    candidates: Sequence[RankedArticle]
    rules: Sequence[Rule]
    limit: int


def greedy(case: Case) -> Order | None:
    primitives = [rule.params.primitive(case.candidates) for rule in case.rules]
    size = len(case.candidates)
    arrangement = Arrangement(size, range(1, min(case.limit, size) + 1), primitives)
    node = arrangement.start
    shown: list[int] = []
    for _ in arrangement.slots:
        candidate = next(arrangement.choices(node), None)
        if candidate is None:
            return None
        shown.append(candidate)
        node = arrangement.placed(node, candidate)
    return Order(tuple(shown), swaps(shown, size))


def ours(case: Case) -> Order | None:
    reranking = answer(case)
    shown = tuple(item.was - 1 for item in reranking.items)
    return None if reranking.conflict else Order(shown, reranking.displacement)


def answer(case: Case) -> Reranking:
    return rerank(case.candidates, case.rules, limit=case.limit, now=NOW)


def small_cases(count: int, seed: int) -> Iterator[Case]:
    """3 to 7 candidates with overlapping attributes, one to four rules of all kinds."""
    rnd = random.Random(seed)
    for _ in range(count):
        size = rnd.randint(3, 7)
        candidates = [_article(rank, rnd, topics="ABC", authors=3, image_share=0.6) for rank in range(size)]
        documents = [_small_rule(rnd, size) for _ in range(rnd.randint(1, 4))]
        yield Case(candidates, _rules(documents), rnd.randint(2, size))


def large_cases(count: int, seed: int) -> Iterator[Case]:
    """100 candidates for 20 slots under six rules, topics as uneven as on a real site."""
    rnd = random.Random(seed)
    rules = _rules(
        [
            {"rule": "max_per_attribute", "params": {"attribute": "topic", "max": 3, "first_n": 10}},
            {"rule": "max_per_attribute", "params": {"attribute": "author", "max": 2}},
            {"rule": "max_per_attribute", "params": {"attribute": "company", "max": 2, "first_n": 10}},
            {"rule": "no_adjacent_same", "mode": "hard", "params": {"attribute": "topic"}},
            {"rule": "slot_image", "params": {"slot": 1, "min_width_px": 1200}},
            {"rule": "slot_title_length", "params": {"slot": [1, 2], "max_chars": 65}},
        ]
    )
    for _ in range(count):
        yield Case(
            [
                _article(rank, rnd, topics="AAAAAAAABBBBBCCCCDDDEEFGH", authors=30, image_share=0.4)
                for rank in range(100)
            ],
            rules,
            20,
        )


def _article(rank: int, rnd: random.Random, *, topics: str, authors: int, image_share: float) -> RankedArticle:
    return RankedArticle(
        f"a{rank}",
        {
            "topic": rnd.choice(topics),
            "author": f"author {rnd.randrange(authors)}",
            "company": rnd.choice([None, f"company {rnd.randrange(10)}"]),
            "title": "x" * max(10, int(rnd.gauss(65, 18))),
            "image_width": 1200 if rnd.random() < image_share else None,
            "image_height": 720,
            "image_alt": "A harbour",
        },
    )


def _small_rule(rnd: random.Random, size: int) -> Mapping[str, Any]:
    kind = rnd.choice(["max_per_attribute", "max_per_attribute", "no_adjacent_same", "slot_image", "slot_title_length"])
    attribute = rnd.choice(["topic", "author"])
    params: Mapping[str, Mapping[str, Any]] = {
        "max_per_attribute": {"attribute": attribute, "max": rnd.randint(1, 3), "first_n": rnd.choice([None, 3, 5])},
        "no_adjacent_same": {"attribute": attribute, "distance": rnd.randint(1, 2)},
        "slot_image": {"slot": rnd.randint(1, size)},
        "slot_title_length": {"slot": rnd.randint(1, size), "max_chars": 65},
    }
    return {"rule": kind, "mode": "hard", "params": params[kind]}


def _rules(documents: Sequence[Mapping[str, Any]]) -> Sequence[Rule]:
    return read_rules([{"id": f"r{index}", **document} for index, document in enumerate(documents)])


def against_the_optimum(cases: Sequence[Case]) -> Mapping[str, object]:
    best = [optimum(case.candidates, case.rules, case.limit) for case in cases]
    solvable = [(case, order) for case, order in zip(cases, best, strict=True) if order]
    conflicts = sum(bool(answer(case).conflict) for case, order in zip(cases, best, strict=True) if not order)
    return {
        "cases": len(cases),
        "solvable": len(solvable),
        "unsolvable_with_a_named_conflict": f"{conflicts} of {len(cases) - len(solvable)}",
        "ours": _figures(solvable, ours),
        "greedy": _figures(solvable, greedy),
    }


def _figures(solvable: Sequence[tuple[Case, Order]], method: Callable[[Case], Order | None]) -> Mapping[str, object]:
    orders = [(case, exact, method(case)) for case, exact in solvable]
    solved = [(case, exact, order) for case, exact, order in orders if order]
    kept = [satisfied(case.rules, [case.candidates[rank] for rank in order.shown]) for case, _, order in solved]
    optimal = sum(order.swaps == exact.swaps for _, exact, order in solved)
    return {
        "optimal": f"{optimal / len(solvable):.1%}",
        "dead_ends": len(orders) - len(solved),
        "rules_broken": kept.count(False),
        "swaps": sum(order.swaps for _, _, order in solved),
        "fewest_swaps_of_these": sum(exact.swaps for _, exact, _ in solved),
    }


def against_greedy(cases: Sequence[Case]) -> tuple[Mapping[str, object], Measured]:
    mine: list[tuple[float, Order | None]] = []
    theirs: list[tuple[float, Order | None]] = []
    for case in cases:
        mine.append(_timed(ours, case))
        theirs.append(_timed(greedy, case))
    both = [(a.swaps, b.swaps) for (_, a), (_, b) in zip(mine, theirs, strict=True) if a and b]
    figures = {
        "cases": len(cases),
        "ours": {"without_an_order": sum(order is None for _, order in mine), "swaps": sum(a for a, _ in both)},
        "greedy": {"without_an_order": sum(order is None for _, order in theirs), "swaps": sum(b for _, b in both)},
        "both_found_an_order": len(both),
    }
    times = Measured(
        name="100 candidates, 20 slots, 6 rules",
        reference="greedy first fit",
        ours=[milliseconds for milliseconds, _ in mine],
        theirs=[milliseconds for milliseconds, _ in theirs],
    )
    return figures, times


def _timed(method: Callable[[Case], Order | None], case: Case) -> tuple[float, Order | None]:
    started = time.perf_counter()
    order = method(case)
    return (time.perf_counter() - started) * 1000, order


@click.command()
@click.option("--small", default=600, type=click.IntRange(min=1), help="Cases compared with the exact optimum.")
@click.option("--large", default=60, type=click.IntRange(min=2), help="Cases of 100 candidates and 20 slots.")
@click.option("--seed", default=1)
@click.option("--json", "as_json", is_flag=True)
def main(small: int, large: int, seed: int, as_json: bool) -> None:
    """Swaps, dead ends and time of the reranker."""
    exact = against_the_optimum(list(small_cases(small, seed)))
    figures, times = against_greedy(list(large_cases(large, seed)))
    if as_json:
        print(json.dumps({"small": exact, "large": figures, "time": times.figures()}))
        return
    console = Console(width=140)
    for title, found in (("3 to 7 candidates, against the exact optimum", exact), (times.name, figures)):
        table = Table(title, "ours", "greedy")
        by_greedy = cast(Mapping[str, object], found["greedy"])
        for name, value in cast(Mapping[str, object], found["ours"]).items():
            table.add_row(name, str(value), str(by_greedy[name]))
        console.print(table, *(f"{name}: {value}" for name, value in found.items() if isinstance(value, int | str)))
    show([times], as_json=False)


if __name__ == "__main__":
    main()
