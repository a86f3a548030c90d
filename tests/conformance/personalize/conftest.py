"""Against a server of its own by default; against the real service with PERSONALIZE_BUCKET and AWS credentials."""

import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import boto3
import pytest

from tests.conformance.personalize.shop import Aws, NewGroup, Shop, found, open_shop
from tests.integration.local_personalize.conftest import s3, shared_server

__all__ = ["s3", "shared_server"]
BUCKET = os.environ.get("PERSONALIZE_BUCKET")


@pytest.fixture(scope="session")
def aws(request: pytest.FixtureRequest) -> Iterator[Aws]:
    """The clients."""
    services = ("personalize", "personalize-events", "personalize-runtime")
    run = f"t{uuid4().hex[:8]}"
    if BUCKET:
        client: Any = boto3.client
        personalize, events, runtime = map(client, services)
        yield Aws(personalize, events, runtime, client("s3"), BUCKET, run)
        return
    local: Any = request.getfixturevalue("s3")
    server = request.getfixturevalue("shared_server")
    personalize, events, runtime = (server.client(service, "conformance-region-1") for service in services)
    yield Aws(personalize, events, runtime, local, "clicks", run)


@pytest.fixture(scope="module")
def new_group(aws: Aws) -> Iterator[NewGroup]:
    """Makes dataset groups, which end with the module: an account has few of them."""
    made: list[str] = []

    def make(what: str, *types: str) -> tuple[str, dict[str, str]]:
        group, datasets = aws.dataset_group(what, *types)
        made.append(group)
        return group, datasets

    yield make
    for group in made:
        if found(aws.personalize.describe_dataset_group, datasetGroupArn=group):
            aws.clear(group)


@pytest.fixture(scope="session")
def shop(aws: Aws) -> Shop:
    """One shop for all tests, which add to it without minding each other."""
    return open_shop(aws)
