"""What a rule document may say, and how a mistake in it is named."""

from typing import Any

import pytest

from newsrec.rules.catalogue.maxima import MaxPerAttribute
from newsrec.rules.decoding import InvalidDocument
from newsrec.rules.documents import read_rules

CAP: dict[str, Any] = {"id": "topic-cap", "rule": "max_per_attribute", "params": {"attribute": "topic"}}


def problems(*documents: object) -> list[str]:
    with pytest.raises(InvalidDocument) as refused:
        read_rules(list(documents))
    return [str(problem) for problem in refused.value.problems]


def test_a_full_envelope_is_read() -> None:
    (rule,) = read_rules(
        [
            {
                "id": "topic-cap-home",
                "rule": "max_per_attribute",
                "mode": "hard",
                "priority": 100,
                "when": {"surfaces": ["home", "digest"], "from": "2025-01-01T00:00:00Z", "until": None, "segments": []},
                "params": {"attribute": "topic", "max": 2},
                "on_unmet": "relax",
                "relax_to": {"max": 3},
            }
        ]
    )
    assert (rule.id, rule.mode, rule.priority, rule.on_unmet) == ("topic-cap-home", "hard", 100, "relax")
    assert rule.params == MaxPerAttribute(attribute="topic", max=2)
    assert rule.relaxed == MaxPerAttribute(attribute="topic", max=3)


def test_a_hard_rule_fails_and_a_soft_one_is_dropped_unless_they_say_otherwise() -> None:
    hard, soft, relaxed = read_rules(
        [CAP, CAP | {"id": "soft", "mode": "soft"}, CAP | {"id": "relaxed", "relax_to": {"max": 3}}]
    )
    assert (hard.on_unmet, soft.on_unmet, relaxed.on_unmet) == ("fail", "drop_rule", "relax")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": ""}, "rules[0].id: must not be empty"),
        ({"id": 7}, "rules[0].id: must be a text"),
        ({"rule": "no_such"}, "rules[0].rule: must be one of published_and_not_withdrawn, publish_window, "),
        ({"mode": "firm"}, "rules[0].mode: must be one of hard, soft"),
        ({"priority": 1001}, "rules[0].priority: must be at most 1000"),
        ({"priority": True}, "rules[0].priority: must be a whole number"),
        ({"prority": 5}, "rules[0].prority: is not a known field"),
        ({"when": {"surfaces": ["moon"]}}, "rules[0].when.surfaces[0]: must be one of home, section, "),
        ({"when": {"from": "2025-01-01"}}, "rules[0].when.from: must be an ISO 8601 time with a zone"),
        ({"when": {"from": "2025-01-02T00:00:00Z", "until": "2025-01-01T00:00:00Z"}}, "rules[0].when.until: must be "),
        ({"when": {"weekdays": ["Monday"]}}, "rules[0].when.weekdays[0]: must be one of monday, tuesday, "),
        ({"when": {"hours": {"from": "6", "until": "10:00"}}}, "rules[0].when.hours.from: must be a time of day such "),
        ({"when": {"timezone": "Mars/Olympus"}}, "rules[0].when.timezone: must be a time zone such as Europe/Zurich"),
        ({"params": {}}, "rules[0].params.attribute: is required"),
        ({"params": {"attribute": "topic", "max": -1}}, "rules[0].params.max: must be at least 0"),
        ({"params": {"attribute": "topic", "max": 1.5}}, "rules[0].params.max: must be a whole number"),
        ({"params": {"attribute": "topic", "first_n": 0}}, "rules[0].params.first_n: must be at least 1"),
        ({"params": {"attribute": "topic", "multi_valued": "some"}}, "rules[0].params.multi_valued: must be one of "),
        ({"params": []}, "rules[0].params: must be an object"),
        ({"relax_to": {"max": "3"}}, "rules[0].relax_to.max: must be a whole number"),
        ({"relax_to": {"max": 2}}, "rules[0].relax_to: is no looser than params"),
        ({"on_unmet": "relax"}, "rules[0].relax_to: is required when on_unmet is relax"),
        ({"on_unmet": "fail", "relax_to": {"max": 3}}, "rules[0].relax_to: is never used when on_unmet is fail"),
        ({"on_unmet": "leave_empty"}, "rules[0].on_unmet: leave_empty is not possible for max_per_attribute"),
        ({"mode": "soft", "on_unmet": "fail"}, "rules[0].on_unmet: fail is for hard rules"),
        ({"mode": "soft", "on_unmet": "fall_back"}, "rules[0].on_unmet: fall_back is for hard rules"),
    ],
)
def test_a_mistake_is_named_with_its_path_and_rule(changes: dict[str, Any], expected: str) -> None:
    (problem,) = problems(CAP | changes)
    assert problem.startswith(expected)
    assert changes.get("id", CAP["id"]) in ("", 7) or problem.endswith("(rule topic-cap)")


@pytest.mark.parametrize(
    ("rule", "params", "expected"),
    [
        ("slot_image", {"slot": 0}, "rules[0].params.slot: must be at least 1"),
        ("slot_image", {"slot": []}, "rules[0].params.slot: must not be empty"),
        ("slot_image", {"slot": [1, "2"]}, "rules[0].params.slot[1]: must be a whole number"),
        ("slot_image", {}, "rules[0].params.slot: is required"),
        ("slot_image", {"slot": 1, "aspect_ratios": ["5x3"]}, "rules[0].params.aspect_ratios[0]: must be a ratio"),
        ("slot_image", {"slot": 1, "aspect_ratios": ["5:0"]}, "rules[0].params.aspect_ratios[0]: must be a ratio"),
        ("slot_image", {"slot": 1, "tolerance": -0.1}, "rules[0].params.tolerance: must be at least 0"),
        ("slot_title_length", {"slot": 1, "min_chars": 9, "max_chars": 8}, "rules[0].params.min_chars: must not be "),
        ("slot_title_length", {"slot": 1, "use_variants": 1}, "rules[0].params.use_variants: must be true or false"),
        ("no_adjacent_same", {"distance": -1}, "rules[0].params.distance: must be at least 0"),
        ("no_adjacent_same", {"layout": "grid"}, "rules[0].params.columns: must be at least 2 in a grid"),
        ("no_adjacent_same", {"columns": 3}, "rules[0].params.columns: is only for layout grid"),
        ("max_age", {"default": "0h"}, "rules[0].params.default: must be a duration above 0 such as "),
        ("max_age", {"by_lifetime": {"short": 12}}, "rules[0].params.by_lifetime.short: must be a duration "),
        ("min_matching", {"min": 1, "predicate": {"attribute": "a"}}, "rules[0].params.predicate: must have one of "),
        ("min_matching", {"min": 1, "predicate": {"age_lt": 6}}, "rules[0].params.predicate.age_lt: must be a "),
        ("min_matching", {"min": 1, "predicate": {"any": {}}}, "rules[0].params.predicate.any: must be a list"),
        ("min_matching", {"min": 1, "predicate": {"not": []}}, "rules[0].params.predicate.not: must be an object"),
        ("min_matching", {"min": 1.5, "predicate": {}}, "rules[0].params.min: must be a whole number, or "),
        ("paywalled_share", {"max": 1.5}, "rules[0].params.max: must be at most 1"),
        ("paywalled_share", {"min": 0.6, "max": 0.5}, "rules[0].params.min: must not be above max, 0.5"),
        ("just_published_quota", {"min": 4}, "rules[0].params.min: must not be above max, 3"),
        ("source_mix", {"shares": {"trending": {"least": 0.3}}}, "rules[0].params.shares.trending.least: is not a "),
        ("pin_article", {"article_id": "a", "slot": 1}, "rules[0].params.until: is required"),
        ("sponsored_policy", {}, "rules[0].params.label: is required"),
    ],
)
def test_each_rule_checks_its_own_parameters(rule: str, params: dict[str, Any], expected: str) -> None:
    (problem,) = problems({"id": "r", "rule": rule, "params": params})
    assert problem.startswith(expected)


def test_every_mistake_is_named_at_once() -> None:
    assert [problem.split(":")[0] for problem in problems({"mode": 1}, CAP, 3, CAP | {"params": {"max": "x"}})] == [
        "rules[0].id",
        "rules[0].rule",
        "rules[0].mode",
        "rules[2]",
        "rules[3].params.attribute",
        "rules[3].params.max",
    ]


def test_an_id_may_be_given_once() -> None:
    assert problems(CAP, CAP) == ["rules[1].id: topic-cap is the id of an earlier rule"]


def test_rules_are_a_list() -> None:
    with pytest.raises(InvalidDocument, match="rules: must be a list"):
        read_rules({"rules": []})
