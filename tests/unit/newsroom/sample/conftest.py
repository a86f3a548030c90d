"""One sample newsroom for all tests of this folder: making it takes some seconds."""

from datetime import UTC, datetime

import pytest

from newsroom.sample import SampleNewsroom, generate

NOW = datetime(2026, 3, 4, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def sample() -> SampleNewsroom:
    return generate(now=NOW)
