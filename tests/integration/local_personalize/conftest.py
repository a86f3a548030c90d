"""A really started server, real boto3 clients, and a real S3 to import from."""

import itertools
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import Any

import boto3
import pytest

from tests.integration.local_personalize.newsroom import Newsroom, create_newsroom

ROOT = Path(__file__).parents[3]
SERVER_ENVIRONMENT = {
    name: value for name, value in os.environ.items() if not name.startswith("AWS_") or name == "AWS_CA_BUNDLE"
} | {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_EC2_METADATA_DISABLED": "true"}

ALWAYS = ("--check-answers",)


@dataclass
class LocalPersonalize:
    """One server process; `url` changes with every start."""

    data: Path
    s3_url: str | None = None
    arguments: tuple[str, ...] = ()
    url: str = ""
    process: subprocess.Popen[str] | None = None

    def start(self) -> "LocalPersonalize":
        environment = SERVER_ENVIRONMENT | ({"AWS_ENDPOINT_URL_S3": self.s3_url} if self.s3_url else {})
        environment["AWS_DEFAULT_REGION"] = ""
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "local_personalize",
                "--port",
                "0",
                "--data",
                str(self.data),
                *ALWAYS,
                *self.arguments,
            ],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().removeprefix("local_personalize: ").strip()
        assert self.url
        return self

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(with_signal)
        return self.process.wait(10)

    def client(self, service: str, region: str) -> Any:
        make_client: Any = boto3.client
        return make_client(
            service,
            endpoint_url=self.url,
            region_name=region,
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )


@dataclass
class Account:
    """The three clients of one region of its own, so that tests do not see each other's resources."""

    server: LocalPersonalize
    region: str
    personalize: Any = field(init=False)
    events: Any = field(init=False)
    runtime: Any = field(init=False)

    def __post_init__(self) -> None:
        self.personalize = self.server.client("personalize", self.region)
        self.events = self.server.client("personalize-events", self.region)
        self.runtime = self.server.client("personalize-runtime", self.region)


regions = itertools.count(1)


@pytest.fixture(scope="session")
def s3() -> Iterator[Any]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [str(ROOT / ".venv-local-aws/bin/ministack")],
        env=os.environ | {"GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1", "MINISTACK_REGION": "eu-west-1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    client: Any = boto3.client(
        "s3", endpoint_url=url, region_name="eu-west-1", aws_access_key_id="local", aws_secret_access_key="local"
    )
    wait_for(lambda: _answers(f"{url}/_ministack/health"))
    client.create_bucket(Bucket="clicks", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield client
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="session")
def shared_server(s3: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalPersonalize]:
    server = LocalPersonalize(tmp_path_factory.mktemp("data"), s3.meta.endpoint_url, ("--explain",)).start()
    yield server
    server.stop()


@pytest.fixture
def start_server(s3: Any, tmp_path: Path) -> Iterator[Callable[..., LocalPersonalize]]:
    """Starts servers of one's own, to be stopped and killed at will."""
    started: list[LocalPersonalize] = []

    def start(*arguments: str) -> LocalPersonalize:
        server = LocalPersonalize(tmp_path / f"data{len(started)}", s3.meta.endpoint_url, arguments).start()
        started.append(server)
        return server

    yield start
    for server in started:
        if server.process is not None and server.process.poll() is None:
            server.stop(signal.SIGKILL)


@pytest.fixture
def account(shared_server: LocalPersonalize) -> Account:
    return Account(shared_server, f"test-region-{next(regions)}")


@pytest.fixture(scope="session")
def shared_newsroom(shared_server: LocalPersonalize, s3: Any) -> Newsroom:
    """A newsroom with trained campaigns, for tests that add to it without minding each other."""
    return create_newsroom(Account(shared_server, "shared-region-1"), s3)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=1).read()
    except OSError:
        return False
    return True


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
