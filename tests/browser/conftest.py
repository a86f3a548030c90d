"""The preview page over a newsroom in memory, and a browser to look at it with."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, cast

import pytest
from playwright.sync_api import Browser, Page

from newsrec.serving.asking import MOST_CALLS
from newsroom.preview.newsroom import Newsroom, Reader
from newsroom.preview.server import create_app
from newsroom.sample import illustration, new_article
from tests.browser.fake_newsroom import WEBSITE_KEY, FakeNewsroom
from tests.browser.fake_sources import FakeSources
from tests.browser.serving import serving

READERS = (
    Reader(reader_id="r-1", name="Ana Lindqvist", description="Reads politics and business"),
    Reader(reader_id="r-22", name="Bo Vestergaard", description="Reads sport; follows the aviation industry"),
    Reader(reader_id="r-333", name="Cem Ashdown", description="Reads technology and science"),
)
TOPICS = ("politics", "business", "sport", "science", "culture", "world")
AGES = (timedelta(minutes=12), timedelta(minutes=50), *(timedelta(hours=hours) for hours in range(3, 31)))


def articles() -> list[dict[str, Any]]:
    """Thirty articles in the sample newsroom's words, two of them young, six topics in turn, some without a picture."""
    return [_article(number, datetime.now(UTC) - age) for number, age in enumerate(AGES)]


def _article(number: int, published: datetime) -> dict[str, Any]:
    record = new_article(now=published, seed=number)
    article_id, image = f"a-{number}", record.pop("image")
    record |= {"article_id": article_id, "topics": [TOPICS[number % len(TOPICS)]]}
    if number % 7 == 2:
        return record
    return record | {"image": {**cast(dict[str, Any], image), "url": f"/images/{article_id}.svg"}}


@contextmanager
def preview_of(newsroom: FakeNewsroom) -> Iterator[str]:
    """The URL of the page that shows the newsroom in memory."""
    seeds = itertools.count(1_000)
    with serving(newsroom.api) as api_url, ThreadPoolExecutor(MOST_CALLS) as executor:
        app = create_app(
            Newsroom(
                name="The Test Courier",
                api_url=f"{api_url}/stage/v1",
                website_key=WEBSITE_KEY,
                readers=READERS,
                articles_stream=newsroom,
                articles_stream_name="articles",
                find_article=newsroom.articles.get,
                search_articles=newsroom.search,
                documents=newsroom.documents,
                sources=FakeSources(newsroom).sources(executor),
                clicks=newsroom.clicks_of,
                preview_mail=newsroom.mail_of,
                draft=lambda: new_article(now=datetime.now(UTC), seed=next(seeds)),
                illustration=lambda record: illustration(dict(record)),
                clock=lambda: datetime.now(UTC),
            )
        )
        with serving(app) as url:
            yield url


@pytest.fixture
def newsroom() -> FakeNewsroom:
    return FakeNewsroom(articles(), lag=0.3)


class Visit(Protocol):
    def __call__(self, newsroom: FakeNewsroom, address: str = "/", **context: Any) -> Page: ...


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of: a test that expects complaints takes them out."""
    return []


@pytest.fixture
def visit(browser: Browser, complaints: list[str]) -> Iterator[Visit]:
    """Opens a newsroom's page once its front page stands; no test ends with an error in the browser's console."""
    with ExitStack() as opened:

        def visit(newsroom: FakeNewsroom, address: str = "/", **context: Any) -> Page:
            url = opened.enter_context(preview_of(newsroom))
            asked = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | context
            browser_context = browser.new_context(**asked)
            opened.callback(browser_context.close)
            page = browser_context.new_page()
            page.set_default_timeout(8_000)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
            page.goto(url + address)
            page.wait_for_selector("#front[aria-busy=false]", state="attached")
            return page

        yield visit
    assert complaints == []
