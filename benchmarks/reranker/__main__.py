"""The reranker against exact optima on small cases, against CP-SAT on realistic ones, and in time against first fit."""

import json
import sys
from collections.abc import Iterator

import click
from rich.console import Console

from benchmarks.reranker import cases, comparisons
from benchmarks.reranker.comparisons import Compared
from benchmarks.table import Measured, show


@click.command()
@click.option("--small", default=1000, type=click.IntRange(min=100), help="Small cases of each kind.")
@click.option("--realistic", default=5, type=click.IntRange(min=0), help="Realistic cases compared with CP-SAT.")
@click.option("--timed", default=60, type=click.IntRange(min=2), help="Realistic cases compared in time.")
@click.option("--seconds", default=20.0, help="Time that CP-SAT has for a case.")
@click.option("--workers", default=8, help="Threads that CP-SAT has.")
@click.option("--seed", default=1)
@click.option("--json", "as_json", is_flag=True)
def main(small: int, realistic: int, timed: int, seconds: float, workers: int, seed: int, as_json: bool) -> None:
    """Swaps, dead ends and time of the reranker. Fails where a bar does.

    Times are those that the process had a core, so that other load on the machine changes them little.
    """
    front_pages = list(cases.realistic(max(timed, realistic), seed))
    compared, times = comparisons.with_first_fit("100 candidates, 20 slots, 8 rules", front_pages[:timed])
    results = [*_exact(small, seed), compared]
    if realistic:
        chosen = front_pages[:realistic]
        results.append(comparisons.with_cp_sat("the same against CP-SAT", chosen, seconds, workers))
    _print(results, times, as_json=as_json)
    sys.exit(not all(bar.holds for result in results for bar in result.bars))


def _exact(count: int, seed: int) -> Iterator[Compared]:
    yield comparisons.with_rules("3 to 7 candidates, rules", cases.small(count, seed))
    yield comparisons.with_primitives("up to 8 candidates, any primitives", cases.of_any_primitives(count, seed))
    yield comparisons.with_primitives("5 to 7 candidates, traps", cases.adversarial(count // 2, seed))
    yield comparisons.with_one_grouping("8 to 24 candidates, one grouping", cases.one_grouping(count, seed))


def _print(results: list[Compared], times: Measured, *, as_json: bool) -> None:
    if as_json:
        named = {
            result.name: {**result.figures, "bars": {bar.demand: bar.holds for bar in result.bars}}
            for result in results
        }
        print(json.dumps({"compared": named, "time": times.figures()}))
        return
    console = Console(width=140)
    for result in results:
        console.print(f"[bold]{result.name}[/]")
        for name, value in result.figures.items():
            console.print(f"  {name}: {value}")
        for bar in result.bars:
            console.print(f"  {'[green]holds[/]' if bar.holds else '[red]FAILS[/]'}: {bar.demand}")
    show([times], as_json=False)


if __name__ == "__main__":
    main()
