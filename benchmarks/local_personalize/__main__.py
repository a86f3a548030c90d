"""How fast the local Amazon Personalize is, beside named references measured in the same run.

The clicks are imported from a file, trained and asked for through the three APIs of a really started server, by a
client that costs little. Everything is done on a tenth and on three tenths of the clicks too, to show what grows how.
"""

import json
import platform
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

import click
import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks.local_personalize import measuring
from benchmarks.local_personalize.clicks import generated_clicks, read_clicks
from benchmarks.local_personalize.figures import Figure, spread
from benchmarks.local_personalize.http_client import Connection
from benchmarks.local_personalize.newsroom import Files, Newsroom
from benchmarks.local_personalize.processes import personalize, running
from benchmarks.local_personalize.requests import Readers

SHARES = (0.1, 0.3, 1.0)
FIRST_CLICKS = 5_000
ALL_CLICKS = 2_400_000
MACHINE = f"{platform.machine()}, Python {platform.python_version()}"


@dataclass(frozen=True, slots=True)
class Growth:
    """What so many events cost: medians; memory is the largest resident size."""

    events: int
    import_seconds: float
    training_seconds: float
    recommendations_p50_ms: float
    memory_gib: float


@dataclass(frozen=True, slots=True)
class FirstUse:
    """A fresh server's first steps, with compiled functions to be made (a cold cache) or to be read (a warm one)."""

    numba_cache: str
    start_seconds: float
    training_seconds: float
    first_answer_ms: float
    restart_seconds: float


def first_use(clicks: pl.DataFrame, folder: Path, cache: Path, state: str) -> FirstUse:
    """Start, train on a few clicks, ask once; then start again and ask once."""
    folder.mkdir()
    files = Files.write(clicks.head(FIRST_CLICKS), folder)
    with (
        personalize(folder / "data", cache) as server,
        Connection(server.port) as connection,
    ):
        newsroom = _filled(connection, files)
        training = newsroom.train()
        question = Readers(newsroom, clicks.head(FIRST_CLICKS)).question(0)
        began = time.perf_counter()
        connection.ask(question)
        first = time.perf_counter() - began
        server.kill()
    restart = measuring.restart(folder / "data", question, cache, 1.0).ours[0]
    return FirstUse(state, server.start_seconds, training, first * 1000, restart)


def measure(
    clicks: pl.DataFrame, folder: Path, cache: Path, requests: int, repeats: int, versions: int
) -> tuple[list[Figure], Growth]:
    """Everything on these clicks; each figure is told to the standard error as soon as it is there."""
    _tell(f"{len(clicks):,} clicks")
    folder.mkdir()
    files = Files.write(clicks, folder)
    with (
        personalize(folder / "data", cache) as server,
        Connection(server.port) as ours,
    ):
        newsroom = _filled(ours, files)
        imports = _told(measuring.imports(newsroom, repeats))
        trainings = _told(measuring.trainings(newsroom, versions))
        readers = Readers(newsroom, clicks)
        size = measuring.open_visits(ours, readers, min(requests * repeats, len(readers.readers)))
        with (
            running("benchmarks.local_personalize.bare_server", "--answer-size", str(size), numba_cache=cache) as other,
            Connection(other.port) as bare,
        ):
            recommendations = list(map(_told, measuring.recommendations(ours, bare, readers, requests, repeats)))
            events = _told(measuring.events(ours, bare, readers, requests, repeats))
        memory = list(map(_told, measuring.memory(server)))
        server.kill()
    made = spread(imports.ours)["median"] + spread(trainings.ours)["median"]
    restart = _told(measuring.restart(folder / "data", readers.question(0), cache, made))
    growth = Growth(
        len(clicks),
        *(spread(figure.ours)["median"] for figure in (imports, trainings, recommendations[0])),
        memory_gib=memory[0].ours[0],
    )
    return [*recommendations, events, imports, trainings, *memory, restart], growth


def show(figures: Sequence[Figure], growth: Sequence[Growth], first: Sequence[FirstUse]) -> None:
    """Print the tables."""
    main = Table("measured", "reference", "ours: median (range)", "reference", "ratio", "bar", "holds")
    for figure in figures:
        main.add_row(*figure.cells())
    console = Console(width=160)
    console.print(main, _table("growth", growth), _table("first use", first))
    if growth[-1].events < ALL_CLICKS:
        console.print(f"The bars are those of {ALL_CLICKS:,} clicks.")
    console.print(f"[dim]{MACHINE}[/]")


def _table(title: str, rows: Sequence[Growth] | Sequence[FirstUse]) -> Table:
    shown: list[Mapping[str, Any]] = [asdict(row) for row in rows]
    table = Table(*(name.replace("_", " ") for name in shown[0]), title=title)
    for row in shown:
        table.add_row(*(f"{value:.3g}" if isinstance(value, float) else str(value) for value in row.values()))
    return table


def _told(figure: Figure) -> Figure:
    _tell("; ".join(figure.cells()))
    return figure


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _filled(connection: Connection, files: Files) -> Newsroom:
    newsroom = Newsroom(connection, files)
    newsroom.open()
    newsroom.import_articles()
    newsroom.import_clicks()
    return newsroom


def _end_by_itself(minutes: int) -> None:
    """Let a signal, or a time that is too long, end this as any error does: with all servers."""

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        raise SystemExit(f"ended by the signal {signal.Signals(number).name}")

    for number in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, end)
    signal.alarm(60 * minutes)


@click.command(help=__doc__)
@click.option("--clicks", "file", type=click.Path(path_type=Path), help="parquet of clicks; else they are generated")
@click.option("--events", type=click.IntRange(min=20_000), help="only the first so many clicks")
@click.option("--requests", default=1000, type=click.IntRange(min=10), help="of each kind in each repeat")
@click.option("--repeats", default=3, type=click.IntRange(min=1), help="of imports and requests, on all clicks")
@click.option("--trainings", default=2, type=click.IntRange(min=1), help="on all clicks")
@click.option("--minutes", default=60, type=click.IntRange(min=1), help="the longest that it may take")
@click.option("--json", "as_json", is_flag=True)
def main(
    file: Path | None, events: int | None, requests: int, repeats: int, trainings: int, minutes: int, as_json: bool
) -> None:
    """Measure and print."""
    _end_by_itself(minutes)
    if file is not None and not file.is_file():
        sys.stderr.write(f"{file}: no such file\n")
        sys.exit(1)
    clicks = read_clicks(file, events) if file else generated_clicks(events or ALL_CLICKS)
    figures, growth = list[Figure](), list[Growth]()
    with TemporaryDirectory() as name:
        folder = Path(name)
        cache = folder / "numba"
        first = [first_use(clicks, folder / state, cache, state) for state in ("cold", "warm")]
        for share in SHARES:
            whole = share == SHARES[-1]
            some = clicks.head(int(len(clicks) * share))
            times = (repeats, trainings) if whole else (1, 1)
            figures, grown = measure(some, folder / f"{share}", cache, requests, *times)
            growth.append(grown)
    if as_json:
        found = {"figures": [figure.summary() for figure in figures]}
        found |= {"growth": [asdict(one) for one in growth], "first_use": [asdict(one) for one in first]}
        print(json.dumps({"machine": MACHINE, **found}))
    else:
        show(figures, growth, first)


if __name__ == "__main__":
    main()
