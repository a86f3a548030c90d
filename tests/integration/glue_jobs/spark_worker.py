"""Runs the scripts named on standard input one after another on one Spark, as if each had been started by itself.

A line is `{"script": path, "argv": [...], "errors": path}`; it is answered with the exit code.
"""

import json
import runpy
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr
from pathlib import Path

from pyspark.sql import SparkSession


def exit_code(script: str, argv: Sequence[str]) -> int:
    sys.argv = [script, *argv]
    try:
        runpy.run_path(script, run_name="__main__")
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def main() -> None:
    spark = SparkSession.Builder().getOrCreate()
    for line in sys.stdin:
        wanted = json.loads(line)
        with Path(wanted["errors"]).open("w") as errors, redirect_stderr(errors):
            code = exit_code(wanted["script"], wanted["argv"])
        spark.catalog.clearCache()
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
