"""The product's own template, deployed to any AWS endpoint by the CDK command line."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from newsrec.aws.deployment import NotDeployed, StackOutputs, stack_outputs
from newsrec.unavailable import Unavailable
from newsroom.failure import StepFailed

REPOSITORY = Path(__file__).resolve().parent.parent
SYNTHESISED_FROM = (
    *("app.py", "cdk.json", "uv.lock", "package-lock.json"),
    *("infra", "newsrec", "lambdas", "glue_jobs", "stepfunctions"),
)
LAST_LINES = 6

Progress = Callable[[str], None]


def deploy(
    *,
    endpoint_url: str,
    folder: Path,
    context: Mapping[str, str],
    progress: Progress,
    repository: Path = REPOSITORY,
) -> StackOutputs:
    """Synthesise with the CDK `context` (unless `folder` has that already), bootstrap and deploy every stack.

    What the stacks answer is read through this process's AWS clients, which must go to `endpoint_url` already.
    Raises StepFailed with the last lines of the command line, or with what is missing after it.
    """
    command_line = CdkCommandLine(repository=repository, endpoint_url=endpoint_url, progress=progress)
    folder.mkdir(parents=True, exist_ok=True)
    assembly = synthesise(command_line, folder=folder, context=context)
    environment = _environment_of(assembly)
    progress(f"preparing {environment}")
    # From a folder without cdk.json: bootstrapping would synthesise the app that it finds.
    command_line.run("bootstrap", environment, folder=folder)
    command_line.run(
        *("deploy", "--all", "--app", str(assembly), "--require-approval", "never"),
        *("--progress", "events", "--method", "direct"),
        folder=folder,
    )
    try:
        return stack_outputs(context["environment"])
    except (NotDeployed, Unavailable) as failure:
        raise StepFailed(str(failure)) from failure


def api_address(outputs: StackOutputs, endpoint_url: str) -> str:
    """Where the local AWS at `endpoint_url` answers for the API, stage included, without a slash at the end."""
    return f"{endpoint_url}/_aws/execute-api/{outputs.api_id}{urlsplit(outputs.api_url).path.rstrip('/')}"


def synthesise(command_line: "CdkCommandLine", *, folder: Path, context: Mapping[str, str]) -> Path:
    """The cloud assembly of the sources as they are; made anew only when they or the `context` changed."""
    assemblies = folder / "assemblies"
    assembly = assemblies / fingerprint(command_line.repository, context)
    if not assembly.is_dir():
        command_line.progress("synthesising the template")
        shutil.rmtree(assemblies, ignore_errors=True)
        draft = assemblies / "draft"
        chosen = [part for key, value in context.items() for part in ("--context", f"{key}={value}")]
        command_line.run(
            *("synth", "--quiet", "--app", f"{sys.executable} app.py", "--output", str(draft), *chosen),
            folder=command_line.repository,
        )
        draft.rename(assembly)
    return assembly


def fingerprint(repository: Path, context: Mapping[str, str]) -> str:
    """A name that changes with anything the template is made from."""
    digest = hashlib.sha256(json.dumps([sys.version, sorted(context.items())]).encode())
    for source in SYNTHESISED_FROM:
        path = repository / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(repository).as_posix()}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class CdkCommandLine:
    """The pinned `cdk`, talking to one AWS endpoint and never to another."""

    repository: Path
    endpoint_url: str
    progress: Progress

    def run(self, *arguments: str, folder: Path) -> None:
        """Run `cdk` with `arguments` in `folder`, passing on how far it is. Raises StepFailed."""
        binary = self.repository / "node_modules" / ".bin" / "cdk"
        if not binary.exists():
            raise StepFailed(f"{binary} is missing: run `make install`")
        lines: list[str] = []
        with _child([str(binary), *arguments, "--no-notices"], folder, self._environment()) as child:
            for line in child.stdout or ():
                lines.append(line.rstrip())
                if resource := _RESOURCE_LINE.match(line):
                    self.progress("{} {}/{}".format(*resource.groups()))
        if child.returncode != 0:
            said = "\n  ".join([line for line in lines if line.strip() and not _NOISE.search(line)][-LAST_LINES:])
            raise StepFailed(f"`cdk {arguments[0]}` failed; mend what it names and start again:\n  {said}")

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CDK_"))}
        loopback = ",".join(filter(None, (inherited.get("NO_PROXY"), "127.0.0.1,localhost")))
        return inherited | {
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), inherited.get("PATH", os.defpath))),
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": "000000000000",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_REGION": "eu-west-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
            "CDK_DISABLE_CLI_TELEMETRY": "true",
            "CDK_DISABLE_VERSION_CHECK": "true",
            "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
            "NO_PROXY": loopback,
            "NO_COLOR": "1",
        }


_NOISE = re.compile(r"Source Location|no user code|CloudTrail delivery")
_RESOURCE_LINE = re.compile(r"^(\S+) \|\s*(\d+)/(\d+) \|")


@contextmanager
def _child(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Generator[subprocess.Popen[str]]:
    """A child in a process group of its own, of which nothing is left whichever way the block ends."""
    child = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield child
        child.wait()
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _environment_of(assembly: Path) -> str:
    artifacts = json.loads((assembly / "manifest.json").read_text())["artifacts"].values()
    return next(a["environment"] for a in artifacts if a["type"] == "aws:cloudformation:stack")
