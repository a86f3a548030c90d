"""The batch job of interactions on the Globo.com clicks, against Polars doing natively what the job does.

Both read the same Parquet file, make the event ids, drop duplicates and machines' clicks, and write the import file;
the job validates each record by the one transformation besides, judges the result and accounts for every row. Both are
processes of their own on all cores. Spark's start, measured by a run on a few rows, is taken off both before they are
compared and before the growth is told: an exponent of 1 means that twice the rows take twice the time. Of several
rounds the shortest counts, which other work on the machine disturbed least.
"""

import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import polars as pl
from rich.console import Console
from rich.table import Table

from glue_jobs.csv_lines import columns_of
from newsrec.model.pace import MOST_CLICKS_PER_WINDOW, PACE_WINDOW
from newsrec.training.schemas import INTERACTIONS_SCHEMA
from newsroom.spark_scripts import SparkScripts

ROOT = Path(__file__).resolve().parent.parent
SPARK_PYTHON = ROOT / ".venv-local-glue/bin/python"
SHARES = (0.25, 0.5, 1.0)
FEW_ROWS = 100
MOST_GROWTH = 1.1
"""Above 1 by the noise of a machine that does other things."""
COLUMNS = columns_of(INTERACTIONS_SCHEMA)


@dataclass(frozen=True, slots=True)
class Size:
    """Seconds on one number of rows; `same` says whether both wrote the same rows."""

    rows: int
    ours: float
    polars: float
    same: bool

    def after(self, start: "Size") -> "Size":
        """Without what a run on next to nothing takes."""
        return Size(self.rows, self.ours - start.ours, self.polars - start.polars, self.same)


def by_polars(clicks: Path, output: Path) -> None:
    """The import file of the clicks at `clicks`."""
    milliseconds = pl.col("timestamp_ms")
    window = milliseconds // int(PACE_WINDOW / timedelta(milliseconds=1))
    rows = (
        pl.scan_parquet(clicks)
        .with_columns(event_id=pl.format("{}-{}-{}", "session_id", "article_id", "timestamp_ms"))
        .unique("event_id", keep="any")
        .sort("timestamp_ms", "event_id")
        .filter(pl.int_range(pl.len()).over("user_id", window) < MOST_CLICKS_PER_WINDOW)
        .select(
            USER_ID="user_id",
            ITEM_ID="article_id",
            TIMESTAMP=milliseconds // 1000,
            EVENT_TYPE=pl.lit("click"),
            DEVICE="device_group",
            REGION="region",
            REFERRER="referrer",
        )
    )
    rows.select(COLUMNS).collect().write_csv(output)


def by_spark(clicks: Path, folder: Path, as_of: datetime) -> Path:
    """The import files of the batch job, in the folder that is answered."""
    output = folder / "output"
    job = [str(SPARK_PYTHON), str(ROOT / "glue_jobs/interactions.py"), "--source", str(clicks), "--output", str(output)]
    told = ["--source-schema", "globo", "--as-of", as_of.isoformat()]
    environment = SparkScripts(SPARK_PYTHON, folder, s3=None).environment(folder, [ROOT])
    done = subprocess.run([*job, *told], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise click.ClickException(done.stderr)
    return output / "rows"


def measured(clicks: pl.DataFrame, rounds: int) -> Size:
    """The shortest of both's times."""
    with tempfile.TemporaryDirectory() as scratch:
        runs = [_run(clicks, Path(scratch, str(number))) for number in range(rounds)]
    shortest = min(run.ours for run in runs), min(run.polars for run in runs)
    return Size(len(clicks), *shortest, all(run.same for run in runs))


def _run(clicks: pl.DataFrame, folder: Path) -> Size:
    folder.mkdir()
    source, theirs = folder / "clicks.parquet", folder / "polars.csv"
    clicks.write_parquet(source)
    newest = clicks["timestamp_ms"].max()
    assert isinstance(newest, int)
    started = time.perf_counter()
    rows = by_spark(source, folder, datetime.fromtimestamp(newest / 1000, UTC))
    ours_done = time.perf_counter()
    subprocess.run([sys.executable, "-m", "benchmarks.etl", "--polars", source, theirs], check=True, cwd=ROOT)
    theirs_done = time.perf_counter()
    same = in_order(rows / "*.csv").equals(in_order(theirs))
    return Size(len(clicks), ours_done - started, theirs_done - ours_done, same)


def in_order(files: Path) -> pl.DataFrame:
    return pl.read_csv(files, infer_schema=False).sort(COLUMNS)


def growth(sizes: Sequence[Size]) -> float:
    """The exponent by which the job's time grows with its rows, from the fewest to the most."""
    first, last = sizes[0], sizes[-1]
    return math.log(last.ours / first.ours) / math.log(last.rows / first.rows)


@click.command()
@click.option("--clicks", type=click.Path(exists=True, path_type=Path), help="clicks.parquet of Globo.com.")
@click.option("--rows", type=click.IntRange(min=10_000), help="No more than the first so many clicks.")
@click.option("--rounds", default=1, type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True)
@click.option("--polars", type=click.Path(path_type=Path), nargs=2, hidden=True)
def main(clicks: Path | None, rows: int | None, rounds: int, as_json: bool, polars: tuple[Path, Path] | None) -> None:
    """Time of the batch job at a quarter, half and all of the rows; fails if it grows faster than they do."""
    if polars:
        by_polars(*polars)
        return
    if clicks is None:
        raise click.UsageError("--clicks is needed")
    table = pl.read_parquet(clicks, n_rows=rows)
    start = measured(table.head(FEW_ROWS), rounds)
    sizes = [measured(table.head(int(len(table) * share)), rounds).after(start) for share in SHARES]
    exponent = growth(sizes)
    show(sizes, start, exponent, as_json=as_json)
    if exponent > MOST_GROWTH or not all(size.same for size in sizes):
        raise SystemExit(1)


def show(sizes: Sequence[Size], start: Size, exponent: float, *, as_json: bool) -> None:
    figures = [
        {
            "rows": size.rows,
            "ours_s": round(size.ours, 1),
            "polars_s": round(size.polars, 2),
            "ratio": round(size.ours / size.polars, 1),
            "rows_per_second": round(size.rows / size.ours),
            "same_rows": size.same,
        }
        for size in sizes
    ]
    if as_json:
        started = {"ours": round(start.ours, 1), "polars": round(start.polars, 2)}
        print(json.dumps({"start_s": started, "growth_exponent": round(exponent, 2), "figures": figures}))
        return
    table = Table(*(name.replace("_", " ") for name in figures[0]))
    for row in figures:
        table.add_row(*map(str, row.values()))
    Console(width=120).print(
        table,
        f"start: ours {start.ours:.1f} s, Polars {start.polars:.1f} s; "
        f"time grows with rows to the power of {exponent:.2f} (at most {MOST_GROWTH})",
    )


if __name__ == "__main__":
    main()
