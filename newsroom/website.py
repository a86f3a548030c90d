"""A website's side of the product: it asks the API for lists and reports what readers do, over real HTTP."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from newsroom.preview.tokens import WebsiteKey, reader_token

SECONDS = 15


@dataclass(frozen=True, slots=True)
class Website:
    """Talks to the API stage at `api_url` for readers it vouches for with its tokens."""

    api_url: str
    key: WebsiteKey

    def list_for(self, reader_id: str | None, **query: str | int) -> dict[str, Any]:
        """The list of one reader, or of nobody. Raises `httpx.HTTPStatusError`."""
        return self.ask(reader_id, query).raise_for_status().json()

    def ask(self, reader_id: str | None, query: Mapping[str, str | int]) -> httpx.Response:
        return httpx.get(f"{self.api_url}/recommendations", params=query, headers=self._as(reader_id), timeout=SECONDS)

    def report(self, reader_id: str, article_ids: Sequence[str], kind: str = "click") -> dict[str, Any]:
        """Reports that a reader did something with these articles now."""
        now = datetime.now(UTC).isoformat()
        events = [
            {"event_id": str(uuid.uuid4()), "type": kind, "article_id": article_id, "occurred_at": now}
            for article_id in article_ids
        ]
        answer = httpx.post(
            f"{self.api_url}/events", json={"events": events}, headers=self._as(reader_id), timeout=SECONDS
        )
        return answer.raise_for_status().json()

    def _as(self, reader_id: str | None) -> dict[str, str]:
        if reader_id is None:
            return {}
        return {"Authorization": f"Bearer {reader_token(reader_id, key=self.key, now=datetime.now(UTC))}"}


def shown(answer: Mapping[str, Any]) -> list[str]:
    """The article ids of a list, first place first."""
    return [item["article"]["id"] for item in answer["items"]]
