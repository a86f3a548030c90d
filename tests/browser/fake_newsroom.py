"""A newsroom in memory behind the product's HTTP contract: what the preview is tested against.

It ranks by topics read, puts young articles in two fixed places, and moves articles by two rules, so that a click,
a new article and a withdrawal each change the next list, as they do in the product, only at once or after `lag`.
"""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from newsrec.digest.model import Recipient
from newsroom.preview.newsroom import Click, MailPreview
from newsroom.preview.tokens import WebsiteKey
from tests.browser.fake_mail import morning_mail
from tests.unit.newsrec.experiments.fakes import MemoryDocuments

WEBSITE_KEY = WebsiteKey()
YOUNG = timedelta(hours=2)
JUST_PUBLISHED_PLACES = (3, 7)
LEAD_RULE, TOPIC_RULE = "lead-needs-picture", "no-adjacent-topic"


class FakeNewsroom:
    """Articles, clicks and lists; `degraded` names sources to report as failed, `lag` is in seconds.

    The reader named by `unchosen_for` gets no young articles.
    """

    def __init__(self, articles: Sequence[Mapping[str, Any]], lag: float = 0.0) -> None:
        self.articles = {str(record["article_id"]): dict(record) for record in articles}
        self.degraded: tuple[str, ...] = ()
        self.lag = lag
        self.history_lag = 0.0
        self.unchosen_for: str | None = None
        self.events: list[dict[str, Any]] = []
        self.documents = MemoryDocuments()
        self.clicks: defaultdict[str, list[Click]] = defaultdict(list)
        self.api = Starlette(
            routes=[
                Route("/stage/v1/recommendations", self._recommendations),
                Route("/stage/v1/events", self._events, methods=["POST"]),
            ]
        )

    def put_record(self, *, StreamName: str, Data: bytes, PartitionKey: str) -> None:  # noqa: N803
        """The articles stream: what is put there is known `lag` seconds later."""
        payload = json.loads(Data)
        record = payload.get("record", payload)
        assert (StreamName, PartitionKey) == ("articles", record["article_id"])
        self._later(lambda: self.articles.__setitem__(PartitionKey, record))

    def search(self, query: str) -> Sequence[dict[str, Any]]:
        words = query.casefold().split()
        return [
            record
            for article_id, record in self.articles.items()
            if article_id == query or all(word in record.get("title", "").casefold() for word in words)
        ]

    def clicks_of(self, reader_id: str) -> Sequence[Click]:
        time.sleep(self.history_lag)
        return self.clicks[reader_id][::-1]

    def mail_of(self, reader_id: str) -> MailPreview:
        now = datetime.now(UTC)
        recipient = Recipient(reader_id=reader_id, email=f"{reader_id}@readers.example")
        ranked = self.ranked(reader_id, now)
        return morning_mail(recipient, [(each, *self._placed_by(each, reader_id, now)) for each in ranked], now)

    def _later(self, change: Any) -> None:
        threading.Timer(self.lag, change).start()

    async def _events(self, request: Request) -> JSONResponse:
        reader_id = _claims(request).get("sub")
        events = (await request.json())["events"]
        for event in events:
            self.events.append({**event, "reader_id": reader_id})
            if event["type"] == "click":
                click = Click(article_id=event["article_id"], occurred_at=datetime.fromisoformat(event["occurred_at"]))
                self._later(lambda click=click: self.clicks[str(reader_id)].append(click))
        return JSONResponse({"accepted": len(events), "rejected": []}, status_code=202)

    async def _recommendations(self, request: Request) -> JSONResponse:
        claims = _claims(request)
        assert request.query_params["explain"] == "true"
        assert "recommendations:explain" in claims["scope"]
        now = datetime.now(UTC)
        ranked = self.ranked(claims.get("sub"), now)
        natural = {record["article_id"]: place for place, record in enumerate(ranked, start=1)}
        swaps = [*_lead_with_picture(ranked), *_separate_topics(ranked)]
        shown = ranked[: int(request.query_params["limit"])]
        list_id = f"l_{now.timestamp():.3f}"
        items = [
            self._item(record, place, natural[record["article_id"]], reader_id=claims.get("sub"), list_id=list_id)
            for place, record in enumerate(shown, start=1)
        ]
        outcomes = dict.fromkeys((LEAD_RULE, TOPIC_RULE), "kept")
        return JSONResponse(
            {
                "list_id": list_id,
                "surface": "home",
                "personalised": "sub" in claims,
                "generated_at": now.isoformat(),
                "expires_at": (now + timedelta(seconds=30)).isoformat(),
                "recommender": {"name": "user-personalization", "rules": "rs-1"},
                "degraded": list(self.degraded),
                "items": items,
                "next_cursor": None,
                "explain": {
                    "rules": [{"id": rule, "outcome": outcome, "detail": ""} for rule, outcome in outcomes.items()],
                    "swaps": swaps,
                    "displacement": sum(swap["from"] - swap["to"] for swap in swaps),
                },
            }
        )

    def ranked(self, reader_id: str | None, now: datetime) -> list[dict[str, Any]]:
        read = {click.article_id for click in self.clicks[str(reader_id)]} if reader_id else set[str]()
        liked = [topic for article_id in read for topic in self.articles[article_id].get("topics", [])[:1]]
        unread = [
            record
            for article_id, record in self.articles.items()
            if article_id not in read and record.get("status") != "withdrawn"
        ]
        salt = len(reader_id or "")
        unread.sort(key=lambda record: (-liked.count(_topic(record)), hash_of(record["article_id"], salt)))
        young = sorted((each for each in unread if _age(each, now) < YOUNG), key=lambda each: _age(each, now))
        young = [] if reader_id and reader_id == self.unchosen_for else young
        old = [record for record in unread if _age(record, now) >= YOUNG]
        for place, record in zip(JUST_PUBLISHED_PLACES, young, strict=False):
            old.insert(min(place, len(old)), record)
        return old

    def _item(
        self, record: Mapping[str, Any], place: int, was: int, *, reader_id: str | None, list_id: str
    ) -> dict[str, Any]:
        source, code, text = self._placed_by(record, reader_id, datetime.now(UTC))
        return {
            "position": place,
            "impression_id": f"i_{list_id}_{place}",
            "article": {
                "id": record["article_id"],
                "url": record.get("url"),
                "title": record.get("title"),
                **{name: record.get(name) for name in ("short_title", "abstract", "image", "access", "sponsored")},
                **{name: record.get(name, []) for name in ("topics", "companies", "authors")},
                "published_at": record["published_at"],
                "title_variant": "full",
            },
            "source": source,
            "reasons": [{"code": code, "text": text}],
            "pinned": False,
            "was": was,
            "fell": max(0, place - was),
            "lifted": max(0, was - place),
        }

    def _placed_by(self, record: Mapping[str, Any], reader_id: str | None, now: datetime) -> tuple[str, str, str]:
        read = [self.articles[click.article_id] for click in self.clicks[str(reader_id)]]
        if self.degraded:
            return "popular", "popular", "Much read in the last hours"
        if _age(record, now) < YOUNG:
            return "just_published", "just_published", "Just published"
        if _topic(record) and _topic(record) in map(_topic, read):
            return "personalised", "reads_topic", f"More on {_topic(record)}, which you read often"
        return "trending", "trending", "Much read right now"


def hash_of(article_id: str, salt: int) -> int:
    """An order of articles that is the same in every run and differs between salts."""
    return sum(ord(letter) * (place + 7) for place, letter in enumerate(article_id)) * (salt + 31) % 997


def _claims(request: Request) -> dict[str, Any]:
    token = request.headers["authorization"].removeprefix("Bearer ")
    return jwt.decode(token, WEBSITE_KEY.private.public_key(), algorithms=["EdDSA"], audience="newsrec")


def _topic(record: Mapping[str, Any]) -> str | None:
    return next(iter(record.get("topics", ())), None)


def _age(record: Mapping[str, Any], now: datetime) -> timedelta:
    return now - datetime.fromisoformat(record["published_at"])


def _lift(ranked: list[dict[str, Any]], to: int, rule: str, fits: Any) -> list[dict[str, Any]]:
    """Lifts the first fitting article from `to` on; nothing when none fits or it stands there already."""
    found = next((place for place in range(to, len(ranked)) if fits(ranked[place])), to)
    if found == to:
        return []
    ranked.insert(to, ranked.pop(found))
    return [{"article_id": ranked[to]["article_id"], "from": found + 1, "to": to + 1, "rule": rule}]


def _lead_with_picture(ranked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return _lift(ranked, 0, LEAD_RULE, lambda record: "image" in record)


def _separate_topics(ranked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    swaps: list[dict[str, Any]] = []
    for place in range(1, len(ranked)):
        above = _topic(ranked[place - 1])
        if above is not None:
            swaps += _lift(ranked, place, TOPIC_RULE, lambda record, above=above: _topic(record) != above)
    return swaps
