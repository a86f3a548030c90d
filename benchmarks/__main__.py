"""Every benchmark, one after another; those on real data only where the data is."""

import os
import subprocess
import sys
from pathlib import Path

CLICKS = Path(
    os.environ.get("NEWSREC_REAL_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"), "globo/clicks.parquet"
)
BENCHMARKS: tuple[tuple[str, ...], ...] = (
    ("benchmarks.handler_imports",),
    ("benchmarks.reranker",),
    ("benchmarks.serving",),
    ("benchmarks.load", "--seconds", "30"),
    ("benchmarks.ingestion",),
    ("benchmarks.transformation",),
    ("benchmarks.local_personalize", "--events", "30000", "--requests", "300", "--trainings", "1"),
)
ON_CLICKS: tuple[tuple[str, ...], ...] = (
    ("benchmarks.recommendation_quality", "--sample", "40", "--hours", "60", "--clicks"),
    ("benchmarks.front_page", "--clicks"),
    ("benchmarks.ingestion.million", "--records", "20000", "--clicks"),
    ("benchmarks.etl", "--rows", "300000", "--clicks"),
)


def main() -> int:
    """The number of benchmarks that failed."""
    runs = [*BENCHMARKS, *((*options, str(CLICKS)) for options in ON_CLICKS if CLICKS.exists())]
    failed = 0
    for name, *options in runs:
        print(f"\n{name} {' '.join(options)}", flush=True)
        failed += subprocess.run([sys.executable, "-m", name, *options], check=False).returncode != 0
    if not CLICKS.exists():
        print(f"\n{', '.join(name for name, *_ in ON_CLICKS)} are left out: the Globo.com clicks are not at {CLICKS}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
