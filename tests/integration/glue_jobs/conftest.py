"""The jobs' scripts on a real Spark, in the environment that the local AWS runs them in."""

import csv
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.packaging import job_asset
from newsroom.spark_scripts import SparkScripts

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv-local-glue/bin/python"


@dataclass(frozen=True)
class Run:
    """What a job left in its output folder, and how it ended."""

    output: Path
    exit_code: int
    errors: str

    @property
    def summary(self) -> dict[str, Any]:
        return json.loads((self.output / "summary.json").read_text())

    @property
    def quality(self) -> dict[str, Any]:
        return json.loads((self.output / "quality.json").read_text())

    @property
    def rows(self) -> list[dict[str, str]]:
        """Read as Amazon Personalize reads CSV: a header in every file, backslashes escape."""
        parts = [part.read_text().splitlines(keepends=True) for part in (self.output / "rows").glob("*.csv")]
        return [row for part in parts for row in csv.DictReader(part, doublequote=False, escapechar="\\")]

    def json_lines(self, folder: str) -> list[Any]:
        parts = (self.output / folder).glob("part-*")
        return [json.loads(line) for part in parts for line in part.read_text().splitlines()]

    @property
    def contents(self) -> list[tuple[str, str]]:
        """Folder and text of every file, whatever the parts are called."""
        files = [file for file in self.output.rglob("*") if file.is_file()]
        return sorted((file.parent.name, re.sub(r"part-[-\w]+", "part", file.read_text())) for file in files)


RunJob = Callable[..., Run]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the scripts import, packed as AWS Glue gets it."""
    return Path(shutil.make_archive(f"{tmp_path_factory.mktemp('library')}/library", "zip", job_asset().folder))


@pytest.fixture(scope="session")
def run_job(tmp_path_factory: pytest.TempPathFactory, library: Path) -> RunJob:
    def run(
        job: str,
        *arguments: str | Path,
        output: Path | None = None,
        at_work: Callable[[subprocess.Popen[str]], object] = lambda _: None,
    ) -> Run:
        """`at_work` is called when the job has chosen its files and begins to write."""
        folder = tmp_path_factory.mktemp(job)
        output = output or folder / "output"
        process = subprocess.Popen(
            [PYTHON, "-P", ROOT / f"glue_jobs/{job}.py", "--JOB_NAME", job, *arguments, "--output", output],
            env=SparkScripts(PYTHON, folder, s3=None).environment(folder, [library]),
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

        def watch() -> None:
            while process.poll() is None:
                if (output / "rows").exists():
                    at_work(process)
                    return
                time.sleep(0.05)

        with ThreadPoolExecutor(1) as watcher:
            watched = watcher.submit(watch)
            _, errors = process.communicate()
            watched.result()
        return Run(output, process.returncode, errors)

    return run


def succeeded(run: Run) -> Run:
    assert run.exit_code == 0, run.errors
    return run


def as_written(rows: Sequence[Any]) -> list[tuple[tuple[str, str], ...]]:
    """Rows in an order that does not depend on the files they were in, with nothing for null."""
    return sorted(tuple((name, "" if value is None else str(value)) for name, value in row.items()) for row in rows)
