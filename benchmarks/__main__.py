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
    ("benchmarks.local_personalize", "--events", "30000", "--requests", "300", "--trainings", "1"),
)
ON_CLICKS: tuple[str, ...] = ("benchmarks.recommendation_quality", "--sample", "40", "--hours", "60", "--clicks")


def main() -> int:
    """The number of benchmarks that failed."""
    runs = [*BENCHMARKS, (*ON_CLICKS, str(CLICKS))] if CLICKS.exists() else BENCHMARKS
    failed = 0
    for name, *options in runs:
        print(f"\n{name} {' '.join(options)}", flush=True)
        failed += subprocess.run([sys.executable, "-m", name, *options], check=False).returncode != 0
    if not CLICKS.exists():
        print(f"\nbenchmarks.recommendation_quality is left out: the Globo.com clicks are not at {CLICKS}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
