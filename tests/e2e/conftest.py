"""Whole products on free ports, each filled and stopped by the module that uses it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from newsrec.aws.clients import client
from newsroom.house import ROOT, House, Ports, open_house
from newsroom.processes import free_port
from newsroom.sample import generate
from newsroom.sources import NewsroomData
from newsroom.sources.sample import newsroom_data
from newsroom.steps import Steps

REAL_DATA = Path(os.environ.get("NEWSREC_REAL_DATA", ROOT.parent / "shared" / "data"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@contextmanager
def running(load: Callable[[datetime], NewsroomData], folder: Path) -> Iterator[House]:
    """A house whose endpoints are this process's only while it stands."""
    before = dict(os.environ)
    ports = Ports(aws=free_port(), personalize=free_port())
    try:
        with open_house(load, ports=ports, folder=folder, settings={"environment": "local"}, steps=Steps()) as house:
            yield house
    finally:
        os.environ.clear()
        os.environ.update(before)
        client.cache_clear()


def small_newsroom(now: datetime) -> NewsroomData:
    return newsroom_data(generate(now=now, articles=600, readers=500), now)


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The sample newsroom in small, deployed once for all tests that do not fill it with something else."""
    with running(small_newsroom, tmp_path_factory.mktemp("sample")) as opened:
        yield opened
