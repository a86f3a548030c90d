from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from newsrec.rules import RankedArticle, rerank
from newsrec.rules.documents import read_rules
from newsrec.rules.rule import ReaderFacts
from newsrec.serving.reasons import Cause, PlacedBy
from newsrec.serving.reasons.causes import placed_by
from tests.unit.newsrec.records import NOW

UNTIL = (NOW + timedelta(days=1)).isoformat()
CANDIDATES = [
    RankedArticle(
        name, {"topic": topic, "places": places, "news_value": value, "published_at": NOW.isoformat(), **flags}
    )
    for name, topic, places, value, flags in (
        ("a", "sport", (), 1, {}),
        ("b", "sport", (), 2, {}),
        ("c", "film", ("Harwick",), 5, {"editorial_flags": ("breaking",)}),
    )
]


def causes(**rule: object) -> Mapping[str, Sequence[PlacedBy]]:
    rules = read_rules([{"id": "r", **rule}])
    reranking = rerank(CANDIDATES, rules, limit=3, now=NOW, reader=ReaderFacts(home_region="Harwick"))
    return placed_by(reranking, rules)


@pytest.mark.parametrize(
    ("rule", "params", "cause"),
    [
        ("pin_article", {"article_id": "c", "slot": 2, "until": UNTIL}, Cause.EDITORS_CHOICE),
        ("breaking_override", {"slot": 1}, Cause.BREAKING),
        ("no_adjacent_same", {"attribute": "topic"}, Cause.VARIETY),
        ("local_share", {"attribute": "places", "min": 0.5, "max": 1, "first_n": 2}, Cause.REGION),
        ("min_matching", {"predicate": {"news_value_gte": 4}, "min": 1, "first_n": 1}, Cause.IMPORTANCE),
        ("slot_requires", {"slot": 1, "predicate": {"news_value_gte": 4}}, Cause.IMPORTANCE),
    ],
)
def test_a_rule_that_put_an_article_in_its_place_is_named_with_why(
    rule: str, params: dict[str, object], cause: Cause
) -> None:
    assert causes(rule=rule, params=params) == {"c": (PlacedBy("r", cause),)}


@pytest.mark.parametrize(
    ("rule", "params"),
    [
        ("max_per_attribute", {"attribute": "topic", "max": 2}),
        ("min_matching", {"predicate": {"news_value_gte": 4}, "min": 1}),
        ("local_share", {"attribute": "places", "min": 0.3, "max": 1}),
        ("slot_requires", {"slot": 1, "predicate": {"topic": "film"}}),
        ("pin_article", {"article_id": "unknown", "slot": 1, "until": UNTIL}),
    ],
    ids=["moved nothing", "satisfied anyway", "region satisfied anyway", "no cause that readers know", "released"],
)
def test_a_rule_that_did_nothing_to_an_article_or_means_nothing_to_readers_is_no_cause(
    rule: str, params: dict[str, object]
) -> None:
    assert causes(rule=rule, params=params) == {}


def test_a_pin_is_a_cause_also_where_the_article_would_have_stood_anyway() -> None:
    params = {"article_id": "a", "slot": 1, "until": UNTIL}
    assert causes(rule="pin_article", params=params) == {"a": (PlacedBy("r", Cause.EDITORS_CHOICE),)}
