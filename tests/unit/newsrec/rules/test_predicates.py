"""Which articles an expression means."""

from typing import Any

import pytest

from newsrec.rules.decoding import InvalidDocument
from newsrec.rules.predicates import Predicate
from tests.unit.newsrec.rules.building import NOW, article, hours_ago

ARTICLE = article(
    "a",
    news_value=4,
    topic="sport",
    topics=("sport", "money"),
    editorial_flags=("tragedy",),
    tone="light",
    live=True,
    published_at=hours_ago(5),
    updated_at=hours_ago(1),
)


@pytest.mark.parametrize(
    "holding",
    [
        {"news_value_gte": 4},
        {"news_value_lte": 4},
        {"news_value_gt": 3},
        {"news_value_lt": 5},
        {"topic": "sport"},
        {"topic": ["money", "sport"]},
        {"topic_in": ["money", "sport"]},
        {"topics": "money"},
        {"topics_has": "money"},
        {"topics_in": ["war", "money"]},
        {"live": True},
        {"flag": "tragedy"},
        {"tone": "light"},
        {"age_lt": "6h"},
        {"age_gt": "4h"},
        {"has": "tone"},
        {"attribute": "news_value", "gte": 3, "lt": 5},
        {"attribute": "topic", "eq": "sport"},
        {"attribute": "topics", "has": "sport"},
        {"attribute": "updated_at", "age_lt": "2h"},
        {"attribute": "topic", "in": ["sport"]},
        {"all": [{"topic": "sport"}, {"news_value_gte": 4}]},
        {"any": [{"topic": "war"}, {"news_value_gte": 4}]},
        {"not": {"topic": "war"}},
        {"topic": "sport", "tone": "light"},
        {},
        {"all": []},
    ],
)
def test_it_holds(holding: dict[str, Any]) -> None:
    assert Predicate.from_document(holding, "p").holds(ARTICLE, NOW)


@pytest.mark.parametrize(
    "failing",
    [
        {"news_value_gte": 5},
        {"unknown_gte": 1},
        {"unknown": "x"},
        {"topic_gte": 3},
        {"tone_lt": 3},
        {"live_gte": 0},
        {"flag": "satire"},
        {"age_lt": "5h"},
        {"age_gt": "5h"},
        {"has": "kicker"},
        {"attribute": "kicker", "age_lt": "6h"},
        {"all": [{"topic": "sport"}, {"topic": "war"}]},
        {"any": []},
        {"not": {}},
        {"topic": "sport", "tone": "grave"},
    ],
)
def test_it_does_not_hold(failing: dict[str, Any]) -> None:
    assert not Predicate.from_document(failing, "p").holds(ARTICLE, NOW)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([], "p: must be an object"),
        ({"attribute": ""}, "p.attribute: must be a text"),
        ({"attribute": "a", "above": 3}, "p.above: must be attribute or one of eq, in, lt, "),
        ({"attribute": "a", "gte": True}, "p.gte: must be a number or a text"),
        ({"attribute": "a", "in": "b"}, "p.in: must be a list of texts, numbers, true or false"),
        ({"attribute": "a", "eq": None}, "p.eq: must be a text, a number, true or false"),
        ({"age_lt": "-6h"}, "p.age_lt: must be a duration above 0"),
        ({"flag": 1}, "p.flag: must be a text"),
        ({"all": [{"any": [{"x_lt": None}]}]}, "p.all[0].any[0].x_lt: must be a number or a text"),
        ({"not": {"a": {}}}, "p.not.a: must be a text, a number, true or false"),
    ],
)
def test_a_mistake_is_named_with_its_path(document: object, expected: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        Predicate.from_document(document, "p")
    assert str(refused.value).startswith(expected)


@pytest.mark.parametrize(
    ("document", "verdict"),
    [
        ({}, True),
        ({"all": []}, True),
        ({"any": []}, False),
        ({"not": {"any": []}}, True),
        ({"all": [{"any": []}, {"topic": "a"}]}, False),
        ({"any": [{}, {"topic": "a"}]}, True),
        ({"topic": "a"}, None),
        ({"not": {"topic": "a"}}, None),
    ],
)
def test_an_empty_one_is_known_to_match_every_article_or_none(document: dict[str, Any], verdict: bool | None) -> None:
    assert Predicate.from_document(document, "p").verdict is verdict
