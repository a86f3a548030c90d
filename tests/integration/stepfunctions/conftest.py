"""The whole product on the local AWS, as the CDK command line deploys it."""

from collections.abc import Iterator

import pytest

from newsrec.aws.clients import client
from newsrec.aws.deployment import StackOutputs
from newsroom.deployment import deploy
from tests.integration.newsroom.conftest import REGION, Services, services, start_services

__all__ = ["services", "start_services"]


@pytest.fixture(scope="module")
def outputs(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StackOutputs]:
    """What the stacks answer; meanwhile the product's own clients talk to the local AWS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", services.aws_url)
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "local")
        client.cache_clear()
        yield deploy(
            endpoint_url=services.aws_url,
            folder=tmp_path_factory.mktemp("deployment"),
            context={"environment": "local"},
            progress=lambda _: None,
        )
    client.cache_clear()
