"""What tests of more than one kind need."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from tests.browser.chromium import chromium

# The same cases on every machine, however slow; HYPOTHESIS_PROFILE=search looks for new ones.
slow_machine = [HealthCheck.too_slow]
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=slow_machine)
settings.register_profile("search", max_examples=2000, deadline=None, suppress_health_check=slow_machine)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module's tests: while it is there, its event loop counts as running for all other tests."""
    with chromium() as started:
        yield started
