"""How every benchmark prints: figures beside the reference of the same run, as a table or as one JSON object."""

import json
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Times of ours and of the named reference, in milliseconds, taken in turn in one run."""

    name: str
    reference: str
    ours: Sequence[float]
    theirs: Sequence[float]

    def figures(self) -> Mapping[str, object]:
        ours, theirs = quantiles(self.ours), quantiles(self.theirs)
        return {
            "name": self.name,
            "reference": self.reference,
            "n": len(self.ours),
            "ours_ms": ours,
            "reference_ms": theirs,
            "ratio": {name: round(ours[name] / theirs[name], 2) for name in ("p50", "p99")},
        }


def quantiles(times: Sequence[float]) -> Mapping[str, float]:
    """The least, the middle, the 99th percentile and the greatest."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    values = {"min": min(times), "p50": cuts[49], "p99": cuts[98], "max": max(times)}
    return {name: round(value, 2) for name, value in values.items()}


def show(measured: Sequence[Measured], *, as_json: bool) -> None:
    figures = [one.figures() for one in measured]
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    if as_json:
        print(json.dumps({"machine": machine, "figures": figures}))
        return
    table = Table("measured", "reference", "n", "ours p50 / p99 ms", "reference p50 / p99 ms", "ratio p50 / p99")
    for one, row in zip(measured, figures, strict=True):
        ours, theirs = quantiles(one.ours), quantiles(one.theirs)
        ratio = row["ratio"]
        assert isinstance(ratio, Mapping)
        table.add_row(
            *(one.name, one.reference, str(row["n"])),
            f"{ours['p50']} / {ours['p99']}",
            f"{theirs['p50']} / {theirs['p99']}",
            f"{ratio['p50']} / {ratio['p99']}",
        )
    Console(width=140).print(table, f"[dim]{machine}[/]")
