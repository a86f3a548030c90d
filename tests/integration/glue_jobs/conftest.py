"""The jobs' scripts on a real Spark, in the environment that the local AWS runs them in, started once for all."""

import csv
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.packaging import job_asset
from newsroom.spark_scripts import SparkScripts

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv-local-glue/bin/python"
WORKER = Path(__file__).with_name("spark_worker.py")


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


@dataclass
class Worker:
    """The process that runs the scripts; one that a test killed is followed by another."""

    folder: Path
    library: Path
    process: subprocess.Popen[str] | None = None

    def running(self) -> subprocess.Popen[str]:
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                [PYTHON, "-P", WORKER],
                env=SparkScripts(PYTHON, self.folder, s3=None).environment(self.folder, [self.library]),
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        return self.process

    def close(self) -> None:
        if self.process:
            self.process.communicate()


@pytest.fixture(scope="session")
def worker(tmp_path_factory: pytest.TempPathFactory, library: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path_factory.mktemp("worker"), library)
    yield worker
    worker.close()


@pytest.fixture(scope="session")
def run_job(tmp_path_factory: pytest.TempPathFactory, worker: Worker) -> RunJob:
    def run(
        job: str,
        *arguments: str | Path,
        output: Path | None = None,
        at_work: Callable[[subprocess.Popen[str]], object] = lambda _: None,
    ) -> Run:
        """`at_work` is called with the process when the job has chosen its files and begins to write."""
        folder = tmp_path_factory.mktemp(job)
        output, errors = output or folder / "output", folder / "errors"
        argv = ["--JOB_NAME", job, *map(str, arguments), "--output", str(output)]
        process = worker.running()
        assert process.stdin and process.stdout
        with ThreadPoolExecutor(1) as asker:
            print(
                json.dumps({"script": f"{ROOT}/glue_jobs/{job}.py", "argv": argv, "errors": str(errors)}),
                file=process.stdin,
                flush=True,
            )
            answer = asker.submit(process.stdout.readline)
            while not answer.done():
                if (output / "rows").exists():
                    at_work(process)
                    break
                time.sleep(0.05)
        return Run(output, int(answer.result() or process.wait()), errors.read_text())

    return run


def succeeded(run: Run) -> Run:
    assert run.exit_code == 0, run.errors
    return run


def as_written(rows: Sequence[Any]) -> list[tuple[tuple[str, str], ...]]:
    """Rows in an order that does not depend on the files they were in, with nothing for null."""
    return sorted(tuple((name, "" if value is None else str(value)) for name, value in row.items()) for row in rows)
