"""The two local services, on free ports, in folders of the test run, gone at the end."""

import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from newsroom.deployment import REPOSITORY
from newsroom.processes import HOST, Processes, free_port

REGION = "eu-west-1"
LOCAL_AWS = (str(REPOSITORY / ".venv-local-aws/bin/python"), str(REPOSITORY / "newsroom/local_aws.py"))


@dataclass(frozen=True)
class Services:
    """Where the local AWS and the local Amazon Personalize answer."""

    aws_url: str
    personalize_url: str
    processes: Processes

    def client(self, name: str, *, endpoint_url: str | None = None) -> Any:
        return boto3.client(  # pyright: ignore[reportUnknownMemberType, reportCallIssue, reportUnknownVariableType]
            name,  # pyright: ignore[reportArgumentType]
            endpoint_url=endpoint_url or self.aws_url,
            region_name=REGION,
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )


@pytest.fixture(scope="session")
def start_services() -> Callable[[Processes, Path], Services]:
    def start(processes: Processes, folder: Path) -> Services:
        aws, personalize = free_port(), free_port()
        services = Services(f"http://{HOST}:{aws}", f"http://{HOST}:{personalize}", processes)
        processes.start(
            "personalize",
            [
                *(sys.executable, "-m", "local_personalize", "--host", HOST, "--port", str(personalize)),
                *("--data", str(folder / "personalize")),
            ],
            {
                "AWS_ENDPOINT_URL": services.aws_url,
                "AWS_REGION": REGION,
                "AWS_ACCESS_KEY_ID": "local",
                "AWS_SECRET_ACCESS_KEY": "local",
            },
            ready_url=f"{services.personalize_url}/_local/health",
        )
        processes.start(
            "aws",
            [
                *(*LOCAL_AWS, "--host", HOST, "--port", str(aws), "--region", REGION),
                *("--personalize-url", services.personalize_url, "--folder", str(folder / "aws")),
            ],
            {},
            ready_url=f"{services.aws_url}/_ministack/health",
        )
        return services

    return start


@pytest.fixture(scope="module")
def services(
    start_services: Callable[[Processes, Path], Services], tmp_path_factory: pytest.TempPathFactory
) -> Generator[Services]:
    folder = tmp_path_factory.mktemp("services")
    with Processes(folder / "logs") as processes:
        yield start_services(processes, folder)
