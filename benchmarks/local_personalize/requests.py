"""What readers send: clicks under way, and questions in the middle of their sessions."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl

from benchmarks.local_personalize.clicks import CATEGORIES, TOPICS
from benchmarks.local_personalize.http_client import request
from benchmarks.local_personalize.newsroom import Newsroom

RESULTS = 25
EVENTS_PER_CALL = 10
NEWEST_CLICKS = 50_000
LONGEST_VISIT = 5


class Readers:
    """Readers of the newest clicks, in the same order each time."""

    def __init__(self, newsroom: Newsroom, clicks: pl.DataFrame) -> None:
        self.newsroom = newsroom
        self.newest = clicks.tail(NEWEST_CLICKS)
        self.readers: Sequence[str] = self.newest["USER_ID"].unique(maintain_order=True).to_list()
        self.articles: Sequence[str] = self.newest["ITEM_ID"].to_list()
        self.contexts: Sequence[dict[str, str]] = self.newest.select(*CATEGORIES).rows(named=True)
        self.moment = int(clicks["TIMESTAMP"].max())  # pyright: ignore[reportArgumentType]
        self.random = np.random.default_rng(2)
        self.sent = 0

    def reader(self, number: int) -> str:
        """The reader of that number; there are as many as there are, and then again."""
        return self.readers[number % len(self.readers)]

    def visit(self, number: int) -> bytes:
        """One reader's new session, of one to five clicks."""
        return self._clicks(number, 1 + number % LONGEST_VISIT)

    def visits(self) -> Iterator[bytes]:
        """Sessions of ten clicks, without an end."""
        while True:
            yield self._clicks(self.sent, EVENTS_PER_CALL)

    def question(self, number: int, *, filtered: bool = False) -> bytes:
        """What one reader is to read next."""
        context = self.contexts[number % len(self.contexts)]
        body: dict[str, Any] = {
            "campaignArn": self.newsroom.campaign,
            "userId": self.reader(number),
            "numResults": RESULTS,
            "context": context,
        }
        if filtered:
            topics = (TOPICS[number % len(TOPICS)], TOPICS[(number + 1) % len(TOPICS)])
            body |= {
                "filterArn": self.newsroom.filter,
                "filterValues": {"T": ",".join(f'"{topic}"' for topic in topics)},
            }
        return request("/recommendations", body)

    def _clicks(self, number: int, count: int) -> bytes:
        self.sent += 1
        clicked = self.random.integers(0, len(self.articles), count).tolist()
        properties = '{"region": "%(REGION)s", "referrer": "%(REFERRER)s", "device": "%(DEVICE)s"}'
        events = [
            {
                "eventType": "click",
                "itemId": self.articles[row],
                "sentAt": self.moment + self.sent // 50 + place,
                "properties": properties % self.contexts[number % len(self.contexts)],
            }
            for place, row in enumerate(clicked)
        ]
        body = {
            "trackingId": self.newsroom.tracking_id,
            "userId": self.reader(number),
            "sessionId": f"visit {self.sent}",
            "eventList": events,
        }
        return request("/events", body)
