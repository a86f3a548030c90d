from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from benchmarks.load.checks import Checks, Reader
from newsrec.serving.signing import SigningKey, impression_id

KEY = SigningKey("key")
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
READER = Reader("r1", "token", read=frozenset({"read"}))


def answer_for(
    reader_id: str = "r1", *, list_id: str = "l_1", article_ids: tuple[str, ...] = ("a", "b"), **changes: Any
) -> Mapping[str, Any]:
    items = [
        {
            "position": position,
            "impression_id": impression_id(list_id, position, article_id, reader_id=reader_id, now=NOW, key=KEY),
            "article": {"id": article_id},
        }
        for position, article_id in enumerate(article_ids, 1)
    ]
    return {"list_id": list_id, "personalised": True, "degraded": [], "items": items} | changes


def checked(*answers: Mapping[str, Any]) -> Checks:
    checks = Checks(KEY)
    for answer in answers:
        checks.check(READER, httpx.Response(200, json=answer))
    return checks


def test_right_lists_are_counted_and_nothing_is_wrong_with_them() -> None:
    checks = checked(answer_for(), answer_for(list_id="l_2", degraded=["trending"]))
    assert (checks.answers, checks.incomplete, dict(checks.degraded), dict(checks.wrong)) == (2, 1, {"trending": 1}, {})


@pytest.mark.parametrize(
    ("answers", "mistake"),
    [
        ([answer_for("r2")], "another reader's impression"),
        ([answer_for(), answer_for()], "a list that was there before"),
        ([answer_for(article_ids=("a", "read"))], "an article that the reader has read"),
        ([answer_for(article_ids=("a", "a"))], "an article twice"),
        ([answer_for(article_ids=())], "no items"),
        ([answer_for(personalised=False)], "not personalised"),
    ],
)
def test_what_is_wrong_with_a_list_is_named(answers: list[Mapping[str, Any]], mistake: str) -> None:
    assert dict(checked(*answers).wrong) == {mistake: 1}


def test_without_the_history_nobody_can_tell_what_was_read() -> None:
    assert not checked(answer_for(article_ids=("read",), degraded=["history"])).wrong


def test_any_other_status_and_no_answer_at_all_are_wrong() -> None:
    checks = Checks(KEY)
    checks.check(READER, httpx.Response(503))
    checks.failed(httpx.ReadTimeout("late"))
    assert dict(checks.wrong) == {"status 503": 1, "ReadTimeout": 1}
