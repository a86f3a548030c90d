"""Source records and model values that tests vary in one field."""

from datetime import UTC, datetime, timedelta
from typing import Any

from newsrec.model import Article, Interaction, InteractionType

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def article_record(**changed: Any) -> dict[str, Any]:
    return {
        "article_id": "a1",
        "title": "Harbour bridge opens a year late",
        "url": "https://example.com/a1",
        "published_at": "2026-03-02T08:30:00Z",
        "topics": ["local", "transport"],
    } | changed


def interaction_record(**changed: Any) -> dict[str, Any]:
    return {
        "event_id": "e1",
        "reader_id": "r1",
        "session_id": "s1",
        "article_id": "a1",
        "type": "click",
        "occurred_at": "2026-03-02T08:45:00+01:00",
    } | changed


def article(article_id: str = "a1", **changed: Any) -> Article:
    return Article(
        **{
            "article_id": article_id,
            "title": f"About {article_id}",
            "published_at": NOW - timedelta(hours=5),
            "topics": ("local",),
        }
        | changed
    )


def click(article_id: str = "a1", **changed: Any) -> Interaction:
    return Interaction(
        **{
            "event_id": f"e-{article_id}",
            "reader_id": "r1",
            "session_id": "s1",
            "article_id": article_id,
            "type": InteractionType.CLICK,
            "occurred_at": NOW,
        }
        | changed
    )
