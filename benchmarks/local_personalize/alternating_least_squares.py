"""The reference of training: how long `implicit` takes to factorise the same clicks, in a process of its own."""

import argparse
import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix

FACTORS, ITERATIONS = 64, 15
MISSING = "the benchmark of training is measured against the package implicit, of the dependency group `checks`"


def seconds_to_factorise(file: Path) -> float:
    """Seconds of one fit; ModuleNotFoundError if the package is not there."""
    if find_spec("implicit") is None:
        raise ModuleNotFoundError(MISSING)
    # Its own threads are the quicker ones: those of BLAS would only be in their way, as it says itself.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", __name__, str(file)]
    return float(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Print the seconds of one fit to the clicks of a CSV file."""
    from implicit.als import AlternatingLeastSquares  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    clicks = pl.read_csv(parser.parse_args().file, columns=["USER_ID", "ITEM_ID"])
    users, items = (clicks[name].rank("dense").to_numpy().astype(np.int32) - 1 for name in ("USER_ID", "ITEM_ID"))
    matrix = csr_matrix((np.ones(len(clicks), np.float32), (users, items)))
    model = AlternatingLeastSquares(factors=FACTORS, iterations=ITERATIONS, random_state=1)
    began = time.perf_counter()
    model.fit(matrix, show_progress=False)
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main()
