"""Whatever reader A holds is of no use to reader B (OWASP API1): one table of what B might try."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from newsrec.serving.identity import ANONYMOUS_COOKIE, ANY_READER, EXPLAIN, anonymous_cookie
from newsrec.serving.signing import SigningKey, sign
from newsroom.preview.tokens import WebsiteKey
from tests.integration.api.conftest import KEY, Answer, Call, bearer

HOME, EVENTS, PREFERENCES = "/recommendations", "/events", "/me/preferences"
A, B = "reader-a", "reader-b"
OF_A = {"follows_topics": ["harbour"]}

pytestmark = pytest.mark.usefixtures("on_shelf")


@dataclass(frozen=True)
class Held:
    """What reader A has: the first page of a list, and preferences."""

    call: Call
    page: Mapping[str, Any]

    def by_b(self, method: str, path: str, **request: Any) -> Answer:
        """B's request, with B's own token unless it brings something else."""
        return self.call(method, path, **{"headers": bearer(B), **request})

    def report(self, **sent: object) -> Mapping[str, Any]:
        """What B's report on the first place of A's list came to."""
        item = self.page["items"][0]
        event = {
            "event_id": str(uuid.uuid4()),
            "type": "click",
            "article_id": item["article"]["id"],
            "impression_id": item["impression_id"],
            "occurred_at": datetime.now(UTC).isoformat(),
        }
        return self.by_b("POST", EVENTS, body=json.dumps({"events": [event | sent]})).body


@pytest.fixture
def held(call: Call) -> Held:
    call("PUT", PREFERENCES, headers=bearer(A), json=OF_A)
    return Held(call, call("GET", HOME, headers=bearer(A), query={"limit": "3"}).body)


def cookie(signed: str) -> dict[str, str]:
    return {"Cookie": f"{ANONYMOUS_COOKIE}={signed}"}


def anonymous(reader_id: str, key: str = KEY) -> dict[str, str]:
    return {"Cookie": anonymous_cookie(reader_id, SigningKey(key)).partition(";")[0]}


ATTEMPTS: Mapping[str, tuple[int, Callable[[Held], Answer]]] = {
    "A's cursor": (400, lambda held: held.by_b("GET", HOME, query={"cursor": held.page["next_cursor"]})),
    "A's cursor, as nobody": (
        400,
        lambda held: held.by_b("GET", HOME, query={"cursor": held.page["next_cursor"]}, headers={}),
    ),
    "A's cursor, as an anonymous reader": (
        400,
        lambda held: held.by_b("GET", HOME, query={"cursor": held.page["next_cursor"]}, headers=anonymous(B)),
    ),
    "A's list id as a cursor": (400, lambda held: held.by_b("GET", HOME, query={"cursor": held.page["list_id"]})),
    "A by parameter": (400, lambda held: held.by_b("GET", HOME, query={"reader_id": A})),
    "A by header": (403, lambda held: held.by_b("GET", HOME, headers=bearer(B) | {"X-Reader-Id": A})),
    "A by header, as nobody": (403, lambda held: held.by_b("GET", HOME, headers={"X-Reader-Id": A})),
    "A by header, anonymously": (403, lambda held: held.by_b("GET", HOME, headers=anonymous(B) | {"X-Reader-Id": A})),
    "A by header, as staff that may explain": (
        403,
        lambda held: held.by_b("GET", HOME, headers=bearer(B, scope=EXPLAIN) | {"X-Reader-Id": A}),
    ),
    "A's preferences by header": (
        403,
        lambda held: held.by_b("GET", PREFERENCES, headers=bearer(B) | {"X-Reader-Id": A}),
    ),
    "forgetting A by header": (403, lambda held: held.by_b("DELETE", "/me", headers=bearer(B) | {"X-Reader-Id": A})),
    "A's events by header": (
        403,
        lambda held: held.by_b("POST", EVENTS, headers=bearer(B) | {"X-Reader-Id": A}, body='{"events": [{}]}'),
    ),
    "a token for A by B's own key": (401, lambda held: held.by_b("GET", HOME, headers=bearer(A, key=WebsiteKey()))),
    "a cookie for A by B's own secret": (401, lambda held: held.by_b("GET", HOME, headers=anonymous(A, "B's secret"))),
    "A's impression as an anonymous id": (
        401,
        lambda held: held.by_b("GET", HOME, headers=cookie(held.page["items"][0]["impression_id"])),
    ),
    "A's cursor as an anonymous id": (
        401,
        lambda held: held.by_b("GET", HOME, headers=cookie(held.page["next_cursor"])),
    ),
    "an unsubscribe link as an anonymous id": (
        401,
        lambda held: held.by_b("GET", HOME, headers=cookie(sign(A, purpose="unsubscribe", key=SigningKey(KEY)))),
    ),
    "explanations without the scope": (
        403,
        lambda held: held.by_b("GET", HOME, headers=bearer(B, scope=ANY_READER), query={"explain": "true"}),
    ),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_of_reader_a_works_for_reader_b(held: Held, attempt: str) -> None:
    status, tried = ATTEMPTS[attempt]
    answer = tried(held)
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert not {"items", "follows_topics", "receipt"} & answer.body.keys()


def test_the_same_things_work_for_reader_a(held: Held) -> None:
    second = held.call("GET", HOME, headers=bearer(A), query={"limit": "3", "cursor": held.page["next_cursor"]})
    assert second.status == 200 and second.body["list_id"] == held.page["list_id"]
    assert held.call("GET", PREFERENCES, headers=bearer(A)).body["follows_topics"] == ["harbour"]


@pytest.mark.parametrize("sent", [{}, {"impression_id": "i_l_1.1.0.signature"}])
def test_what_reader_b_reports_of_reader_a_s_list_is_rejected(held: Held, sent: Mapping[str, str]) -> None:
    assert [event["code"] for event in held.report(**sent)["rejected"]] == ["invalid_impression"]


@pytest.mark.parametrize("field", ["reader_id", "list_id", "weight", "received_at"])
def test_an_event_can_t_say_whose_it_is_or_what_it_weighs(held: Held, field: str) -> None:
    (rejected,) = held.report(impression_id=None, **{field: A})["rejected"]
    assert (rejected["code"], field in rejected["message"]) == ("unknown_field", True)


def test_reader_b_s_preferences_are_not_reader_a_s(held: Held) -> None:
    assert held.by_b("GET", PREFERENCES).body["follows_topics"] == []
    held.by_b("DELETE", "/me")
    assert held.call("GET", PREFERENCES, headers=bearer(A)).body["follows_topics"] == ["harbour"]


def test_a_trusted_service_acts_for_the_reader_whom_it_names(held: Held) -> None:
    service = bearer(None, scope=ANY_READER) | {"X-Reader-Id": A}
    second = held.call("GET", HOME, headers=service, query={"limit": "3", "cursor": held.page["next_cursor"]})
    assert (second.status, second.headers["Cache-Control"]) == (200, "private, no-store")
    assert held.call("GET", PREFERENCES, headers=service).body["follows_topics"] == ["harbour"]
