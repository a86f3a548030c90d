"""`newsrec rerank`, as programs call it."""

import json
import subprocess
import sys
from typing import Any

import pytest

REQUEST: dict[str, Any] = {
    "candidates": [
        {"article_id": "a", "topic": "news", "topics": ["news", "money"], "news_value": 3, "live": False},
        {"article_id": "b", "topic": "news"},
        {"article_id": "c", "topic": "sport"},
    ],
    "rules": [{"id": "variety", "rule": "no_adjacent_same", "mode": "hard", "params": {"attribute": "topic"}}],
    "limit": 3,
    "now": "2025-03-01T08:00:00Z",
}


def newsrec(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from newsrec.cli import main; main()", *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False)


def answered(**changes: Any) -> dict[str, Any]:
    done = newsrec(json.dumps(REQUEST | changes), "rerank")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def refused(text: str) -> list[str]:
    done = newsrec(text, "rerank")
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr.splitlines()


def test_the_answer_has_the_order_and_an_account_of_it() -> None:
    assert answered() == {
        "items": [
            {"article_id": "a", "position": 1, "was": 1, "fell": 0, "lifted": 0},
            {"article_id": "c", "position": 2, "was": 3, "fell": 0, "lifted": 1},
            {"article_id": "b", "position": 3, "was": 2, "fell": 1, "lifted": 0},
        ],
        "swaps": [{"article_id": "c", "from": 3, "to": 2, "rule": "variety"}],
        "rules": [{"id": "variety", "outcome": "kept", "detail": "asked for 1 swap"}],
        "displacement": 1,
    }


def test_rules_that_no_order_satisfies_are_named() -> None:
    answer = answered(candidates=REQUEST["candidates"][:2])
    assert (answer["items"], answer["conflict"]) == ([], ["variety"])


def test_the_layout_asks_for_its_slots_and_names_the_surface() -> None:
    candidates = [
        {"article_id": "a", "title": "x" * 80, "short_title": "x" * 40},
        {"article_id": "b", "title": "x" * 40, "image_width": 1000, "image_height": 600, "image_alt": "A harbour"},
    ]
    layout = {"surface": "home", "slots": [{"slot": 1, "image": True}, {"slot": 2, "max_title_chars": 65}]}
    elsewhere = {"id": "off", "rule": "max_per_attribute", "params": {"attribute": "t"}, "when": {"surfaces": ["app"]}}
    answer = answered(candidates=candidates, layout=layout, rules=[elsewhere])
    assert [item["article_id"] for item in answer["items"]] == ["b", "a"]
    assert answer["items"][1]["title_variant"] == "short"
    assert [rule["id"] for rule in answer["rules"]] == ["layout-slot-1-image", "layout-slot-2-title"]


def test_what_is_known_of_reader_and_page_decides_who_may_be_shown() -> None:
    candidates = [
        {"article_id": "a", "region": "ZH"},
        {"article_id": "b"},
        {"article_id": "c", "tone": "light"},
        {"article_id": "d"},
    ]
    rules = [
        {"id": "read", "rule": "not_already_read"},
        {"id": "page", "rule": "no_duplicate_article"},
        {"id": "grave", "rule": "forbidden_neighbours", "params": {"a": {"flag": "tragedy"}, "b": {"tone": "light"}}},
        {
            "id": "lead",
            "rule": "pin_article",
            "params": {"article_id": "d", "slot": 1, "until": "2025-04-01T00:00:00Z"},
        },
    ]
    reader = {"read": {"a": "2025-02-28T08:00:00Z"}, "home_region": "ZH"}
    page = {"page_ids": ["b"], "host": {"article_id": "h", "editorial_flags": ["tragedy"]}}
    answer = answered(candidates=candidates, rules=rules, reader=reader, page=page)
    assert [item["article_id"] for item in answer["items"]] == ["d", "c"]
    assert answer["refused"] == [
        {"article_id": "a", "rule": "read", "reason": "read at 2025-02-28T08:00:00+00:00"},
        {"article_id": "b", "rule": "page", "reason": "on the page already"},
    ]
    assert answer["pins"] == [{"article_id": "d", "slot": 1, "state": "held", "reason": ""}]
    assert answer["displacement"] == len(answer["swaps"]) == 5


def test_a_list_that_is_too_short_may_be_hidden() -> None:
    answer = answered(rules=[{"id": "least", "rule": "min_items", "params": {"min": 4, "when_short": "hide"}}])
    assert (answer["items"], answer["status"]) == ([], "hidden")
    assert answer["rules"] == [{"id": "least", "outcome": "unmet", "detail": "3 of at least 4 articles"}]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"limit": 0}, "limit: must be at least 1"),
        ({"limit": "3"}, "limit: must be a whole number"),
        ({"now": "2025-03-01T08:00:00"}, "now: must be an ISO 8601 time with a zone"),
        ({"candidate": []}, "candidate: is not a known field"),
        ({"candidates": {}}, "candidates: must be a list"),
        ({"candidates": ["a"]}, "candidates[0]: must be an object"),
        ({"candidates": [{"topic": "a"}]}, "candidates[0].article_id: must be a text of 1 to 256 characters"),
        ({"candidates": [{"article_id": "x" * 257}]}, "candidates[0].article_id: must be a text of 1 to 256"),
        ({"candidates": [{"article_id": "a", "image": {"width": 1}}]}, "candidates[0].image: must be a text, a number"),
        ({"candidates": [{"article_id": "a", "topics": [1]}]}, "candidates[0].topics: must be a text, a number"),
        ({"candidates": [{"article_id": "a"}, {"article_id": "a"}]}, "candidates[1].article_id: a is there twice"),
        ({"layout": {"slots": [{"slot": 0}]}}, "layout.slots[0].slot: must be at least 1"),
        ({"rules": [{"id": "r", "rule": "x"}]}, "rules[0].rule: must be one of"),
        ({"reader": {"regions": []}}, "reader.regions: is not a known field"),
        ({"reader": {"read": {"a": "yesterday"}}}, "reader.read.a: must be an ISO 8601 time with a zone"),
        ({"page": {"host": {"topic": "a"}}}, "page.host.article_id: must be a text of 1 to 256 characters"),
    ],
)
def test_bad_input_is_refused_with_its_path(changes: dict[str, Any], expected: str) -> None:
    (line,) = refused(json.dumps(REQUEST | changes))
    assert line.startswith(expected)


def test_every_problem_is_named_on_a_line_of_its_own() -> None:
    lines = refused(json.dumps(REQUEST | {"limit": 0, "candidates": [1], "rules": [2]}))
    assert [line.split(":")[0] for line in lines] == ["limit", "candidates[0]", "rules[0]"]


@pytest.mark.parametrize("text", ["", "{", "[1, 2", "NaN", '{"limit": Infinity}'])
def test_what_is_no_json_is_refused(text: str) -> None:
    (line,) = refused(text)
    assert line.startswith("$: is not JSON")


@pytest.mark.parametrize("arguments", [["rerank", "--fast"], ["rerun"], ["rerank", "file.json"]])
def test_a_wrong_call_exits_with_2(arguments: list[str]) -> None:
    assert newsrec("", *arguments).returncode == 2
