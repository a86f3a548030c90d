"""What a website reports, through the stream and the consumer, to the counters and the models."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from newsrec.aws.clients import client
from newsrec.aws.just_published import JustPublishedTable
from newsrec.aws.readers import ReaderInterestsTable
from tests.integration.api.conftest import Call, bearer

Report = Callable[..., Any]


def clicked(event_id: str = "e1", **changed: Any) -> str:
    now = datetime.now(UTC).isoformat()
    event = {"event_id": event_id, "type": "click", "article_id": "a0", "occurred_at": now}
    return json.dumps({"events": [event | changed]})


def shelved() -> tuple[int, int, int]:
    """Impressions, clicks and readers of the article a0, which is on the shelf."""
    cold = JustPublishedTable("just-published").find("a0", datetime.now(UTC))
    assert cold
    return cold.impressions, cold.clicks, cold.unique_readers


def readers() -> set[str]:
    """Under whose ids something is kept."""
    return {item["reader_id"]["S"] for item in client("dynamodb").scan(TableName="reader-interests")["Items"]}


def test_an_event_that_is_sent_again_and_again_is_counted_and_told_once(
    call: Call, on_shelf: None, consume: Callable[[], None], told: list[dict[str, Any]]
) -> None:
    body = clicked()
    call("POST", "/events", headers=bearer(), body=body)
    consume()
    for _ in range(2):
        call("POST", "/events", headers=bearer(), body=body)
    consume()
    assert shelved() == (0, 1, 1)
    profile = ReaderInterestsTable("reader-interests").profile("r1", datetime.now(UTC))
    assert [round(count, 2) for count in profile.interests.values()] == [1]
    assert {event["eventId"] for one in told for event in one["eventList"]} == {"e1"}


def test_without_consent_an_article_s_counters_move_and_nobody_is_known_by_it(
    call: Call, on_shelf: None, consume: Callable[[], None], told: list[dict[str, Any]]
) -> None:
    headers = bearer() | {"Sec-GPC": "1"}
    call("POST", "/events", headers=headers, body=clicked())
    call("POST", "/events", headers=headers, body=clicked("e2", type="impression", visible_ms=1500))
    consume()
    assert shelved() == (1, 1, 0)
    assert told == []
    assert not any("r1" in reader for reader in readers())
    kept = client("dynamodb").scan(TableName="reader-interests")["Items"]
    assert {item["entry"]["S"] for item in kept} == {"event#e1", "event#e2"}
    assert len(readers()) == 2
