"""Previews of newsrooms, asked over HTTP."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from newsroom.preview.newsroom import Newsroom
from newsroom.preview.server import create_app
from tests.browser.serving import serving

Opens = Callable[[Newsroom], httpx.Client]


@pytest.fixture(scope="module")
def client_of() -> Iterator[Opens]:
    """Serves a newsroom's preview and gives a client of it."""
    with ExitStack() as opened:

        def client_of(room: Newsroom) -> httpx.Client:
            url = opened.enter_context(serving(create_app(room)))
            return opened.enter_context(httpx.Client(base_url=url))

        yield client_of
