"""A newsroom without an API behind it, and what its preview answers."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from newsrec.serving.request import Sources
from newsroom.preview.newsroom import Click, MailPreview, Newsroom, NoMail, Reader
from newsroom.preview.tokens import WebsiteKey
from tests.unit.newsrec.experiments.fakes import MemoryDocuments
from tests.unit.newsrec.serving import fakes

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
WEBSITE_KEY = WebsiteKey()
ARTICLE = {
    "article_id": "a/1",
    "title": "Harbour bridge to close for two weekends",
    "url": "https://courier.example/a1",
    "published_at": "2026-03-01T07:00:00Z",
    "topics": ["local"],
}


@dataclass
class Stream:
    """The articles stream: remembers what was put."""

    put: list[dict[str, Any]] = field(default_factory=list)

    def put_record(self, *, StreamName: str, Data: bytes, PartitionKey: str) -> None:  # noqa: N803
        self.put.append({"stream": StreamName, "key": PartitionKey, **json.loads(Data)})


def no_mail(_reader_id: str) -> MailPreview:
    raise NoMail("Only 2 articles are left.")


def no_sources() -> Sources:
    """For newsrooms that are asked for no list."""
    with fakes.Newsroom(articles=()).sources() as sources:
        return sources


def newsroom(stream: Stream | None = None, **changes: Any) -> Newsroom:
    """A newsroom of sixty readers and one article; its API is not there unless `api_url` says so."""
    room = Newsroom(
        name="The Test Courier",
        api_url="http://127.0.0.1:9/stage",
        website_key=WEBSITE_KEY,
        readers=[Reader(reader_id=f"r-{number}", name=f"Ada {number}", description="Chess") for number in range(60)],
        articles_stream=stream or Stream(),
        articles_stream_name="articles",
        find_article=lambda article_id: ARTICLE if article_id == "a/1" else None,
        search_articles=lambda query: [ARTICLE] if query in ARTICLE["title"] else [],
        documents=MemoryDocuments(),
        sources=no_sources(),
        clicks=lambda _reader_id: [Click(article_id="a/1", occurred_at=NOW), Click(article_id="gone", occurred_at=NOW)],
        preview_mail=no_mail,
        draft=lambda: {**ARTICLE, "article_id": "a-2"},
        illustration=lambda record: f"<svg><title>{record['title']}</title></svg>",
        clock=lambda: NOW,
    )
    return replace(room, **changes)


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    return response.json()
