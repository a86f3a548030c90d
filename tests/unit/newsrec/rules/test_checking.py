"""What in a set of rules can't stand together, or is hardly meant."""

from typing import Any

import pytest

from newsrec.rules.checking import contradictions, warnings
from newsrec.rules.written import Written
from tests.unit.newsrec.rules.building import apart, cap, image_in, rule, rules_of, title_in


def written(*documents: dict[str, Any]) -> list[Written]:
    return [
        Written(f"rules[{index}]", f"rules[{index}].params", rule) for index, rule in enumerate(rules_of(*documents))
    ]


def contradicting(*documents: dict[str, Any], length: int | None = None) -> list[str]:
    return [str(problem) for problem in contradictions(written(*documents), length)]


def warned(*documents: dict[str, Any], surface: str | None = None) -> list[str]:
    return [str(problem) for problem in warnings(written(*documents), 10, surface)]


def pin(slot: int, **params: Any) -> dict[str, Any]:
    return rule("pin_article", **({"article_id": "a", "slot": slot, "until": "2025-03-02T00:00:00Z"} | params))


def news(least: float, mode: str = "hard", predicate: Any = None) -> dict[str, Any]:
    """So many of the first ten are about politics, or match."""
    meant = {"desk": "politics"} if predicate is None else predicate
    return rule("min_matching", mode, predicate=meant, min=least, first_n=10)


def wide_image(slot: int) -> dict[str, Any]:
    return {"rule": "slot_image", "params": {"slot": slot, "aspect_ratios": ["16:9"]}}


def test_a_slot_beyond_the_list_contradicts_it() -> None:
    assert contradicting(image_in(10, 12), length=10) == [
        "rules[0].params.slot: slot 12 is beyond the list, which has 10 (rule r0)"
    ]


def test_any_slot_is_possible_in_a_list_of_unknown_length() -> None:
    assert contradicting(image_in(12)) == []


def test_titles_can_not_be_both_short_and_long_in_one_slot() -> None:
    assert contradicting(title_in(1, 2, most=40), title_in(2, 3, least=50)) == [
        "rules[1].params.min_chars: can't hold in slot 2 together with r0 (rule r1)"
    ]
    assert contradicting(title_in(1, least=50), title_in(1, most=40)) == [
        "rules[1].params.max_chars: can't hold in slot 1 together with r0 (rule r1)"
    ]


def test_an_image_can_not_have_two_shapes() -> None:
    assert contradicting(image_in(1), wide_image(1)) == [
        "rules[1].params.aspect_ratios: can't hold in slot 1 together with r0 (rule r1)"
    ]


@pytest.mark.parametrize(
    "second",
    [
        title_in(2, least=50),
        title_in(1, least=40),
        title_in(1, least=50, mode="soft"),
        title_in(1, least=50, when={"surfaces": ["digest"]}),
        title_in(1, least=50, when={"from": "2025-02-01T00:00:00Z"}),
    ],
)
def test_rules_that_never_meet_or_overlap_do_not_contradict(second: dict[str, Any]) -> None:
    first = title_in(1, most=40, when={"surfaces": ["home"], "until": "2025-02-01T00:00:00Z"})
    meeting = title_in(1, most=40)
    assert contradicting(first if "when" in second else meeting, second) == []


def test_equal_priorities_of_soft_rules_are_worth_a_warning() -> None:
    assert warned(cap(2, mode="soft"), apart(mode="soft")) == [
        "rules[1].priority: the same as that of r0, so their ids decide (rule r1)"
    ]
    assert warned(cap(2, mode="soft", priority=1), apart(mode="soft"), apart(2)) == []


def test_a_rule_that_repeats_another_is_worth_a_warning() -> None:
    assert warned(cap(2), cap(2)) == ["rules[1].params: the same as those of r0 (rule r1)"]


def test_a_maximum_that_can_not_be_exceeded_is_worth_a_warning() -> None:
    assert warned(cap(3, first_n=3)) == ["rules[0].params.max: 3 of the first 3 forbids nothing (rule r0)"]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (pin(12), "rules[0].params.slot: slot 12 is beyond the list, which has 10 (rule r0)"),
        (
            rule("breaking_override", slot=11),
            "rules[0].params.slot: slot 11 is beyond the list, which has 10 (rule r0)",
        ),
        (
            rule("reserved_slot", slots=[9, 11], source="editors"),
            "rules[0].params.slots: slot 11 is beyond the list, which has 10 (rule r0)",
        ),
        (
            rule("just_published_quota", first_slot=11),
            "rules[0].params.first_slot: slot 11 is beyond the list, which has 10 (rule r0)",
        ),
        (
            rule("just_published_quota", min=3, spread=4),
            "rules[0].params.spread: 3 articles so far apart do not fit in the list, which has 10 (rule r0)",
        ),
        (
            rule("sponsored_policy", label="Ad", max=3, min_gap=5, first_slot=1),
            "rules[0].params.min_gap: 3 articles so far apart do not fit in the list, which has 10 (rule r0)",
        ),
        (cap(2, "tpoic"), "rules[0].params.attribute: tpoic is not an attribute of articles (rule r0)"),
        (
            news(2, predicate={"desk_gt": 1, "dekc": "x"}),
            "rules[0].params.predicate: dekc is not an attribute of articles (rule r0)",
        ),
    ],
)
def test_places_and_names_that_are_not_there_contradict_the_list(document: dict[str, Any], expected: str) -> None:
    assert contradicting(document, length=10) == [expected]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (pin(1), pin(1, article_id="b")),
        (pin(1), rule("reserved_slot", slots=[1, 2], source="editors")),
        (pin(1), rule("breaking_override")),
        (rule("reserved_slot", slots=[1], source="trending"), rule("reserved_slot", slots=[1], source="editors")),
    ],
)
def test_a_slot_is_for_one_pin_or_reservation(first: dict[str, Any], second: dict[str, Any]) -> None:
    (problem,) = contradicting(first, second)
    assert problem.startswith("rules[1].params.slot")
    assert problem.endswith("slot 1 is taken by r0 (rule r1)")


@pytest.mark.parametrize(
    "second",
    [
        pin(2, article_id="b"),
        pin(1, article_id="b", **{"from": "2025-03-02T00:00:00Z", "until": "2025-03-03T00:00:00Z"}),
        rule("breaking_override", suspend=["r0"]),
        pin(1, article_id="b") | {"when": {"surfaces": ["digest"]}},
        pin(1, article_id="b", segments=["subscriber"]),
        pin(1, article_id="b") | {"when": {"weekdays": ["monday"]}},
    ],
)
def test_pins_that_never_meet_may_share_a_slot(second: dict[str, Any]) -> None:
    first = pin(1, segments=["anonymous"]) | {"when": {"surfaces": ["home"], "weekdays": ["friday"]}}
    assert contradicting(first, second) == []


@pytest.mark.parametrize(
    ("most", "allowed"),
    [
        (rule("window_max", "hard", predicate={"desk": "politics"}, max=1, window=5), 2),
        (rule("window_max", "hard", predicate={"desk_in": ["politics", "world"]}, max=1, window=9), 2),
        (cap(2, "desk"), 2),
        (rule("no_adjacent_same", "hard", attribute="desk", distance=4), 2),
    ],
)
def test_a_minimum_above_what_another_rule_allows_contradicts_it(most: dict[str, Any], allowed: int) -> None:
    expected = [f"rules[0].params.min: 3 are asked for, but r1 allows {allowed} in 10 places (rule r0)"]
    assert contradicting(news(3), most) == expected
    assert contradicting(news(2), most) == []
    assert contradicting(news(3, mode="soft"), most) == []
    assert expected[0] in warned(news(3, mode="soft"), most)


def test_a_maximum_for_the_first_places_leaves_the_others_free() -> None:
    assert contradicting(news(7), cap(2, "desk", first_n=5)) == []
    assert contradicting(news(8), cap(2, "desk", first_n=5)) == [
        "rules[0].params.min: 8 are asked for, but r1 allows 7 in 10 places (rule r0)"
    ]


def test_minima_that_no_article_serves_together_need_places_for_all() -> None:
    local = news(6, predicate={"desk": "local"})
    assert contradicting(news(6), local) == [
        "rules[1].params.min: 10 places are too few for it and r0: no article serves both (rule r1)"
    ]
    assert contradicting(news(4), local) == []
    assert contradicting(news(6), news(6, predicate={"region": "ZH"})) == []
    assert contradicting(news(6, mode="soft"), local) == []
    assert warned(news(6, mode="soft"), local) == [
        "rules[1].params.min: 10 places are too few for it and r0: no article serves both (rule r1)"
    ]


def test_a_slot_can_not_ask_for_what_another_rule_forbids() -> None:
    no_video = rule("window_max", "hard", predicate={"media_type": "video"}, max=0, window=10)
    assert contradicting(rule("slot_media_type", slot=6), no_video) == [
        "rules[0].params.types: 1 are asked for, but r1 allows 0 in 6 places (rule r0)"
    ]
    assert contradicting(rule("slot_media_type", slot=6, types=["video", "audio"]), no_video) == []


def test_new_articles_can_not_be_older_than_any_may_be() -> None:
    quota, oldest = rule("just_published_quota", max_age="6h"), rule("max_age", default="2h")
    expected = "params.default: is below the max_age of "
    assert contradicting(quota, oldest) == [f"rules[1].{expected}r0 (rule r1)"]
    assert contradicting(oldest, quota) == [f"rules[0].{expected}r1 (rule r0)"]
    assert contradicting(rule("just_published_quota"), oldest) == []


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (apart(0), "rules[0].params.distance: 0 forbids nothing (rule r0)"),
        (news(1, predicate={"all": []}), "rules[0].params.predicate: matches every article (rule r0)"),
        (news(1, predicate={"any": []}), "rules[0].params.predicate: matches no article (rule r0)"),
        (
            rule("window_max", predicate={"type": "opinion"}, max=5, window=5),
            "rules[0].params.max: 5 of any 5 forbids nothing (rule r0)",
        ),
    ],
)
def test_what_has_no_effect_is_worth_a_warning(document: dict[str, Any], expected: str) -> None:
    assert contradicting(document) == []
    assert warned(document) == [expected]


def test_one_topic_on_a_section_front_is_worth_a_warning() -> None:
    expected = ["rules[0].params.attribute: has hardly more than one value on the front of a section (rule r0)"]
    assert warned(apart(), surface="section") == expected
    assert warned(apart(when={"surfaces": ["section"]})) == expected
    assert warned(apart(attribute="author"), surface="section") == []


def test_a_pin_that_a_filter_refuses_is_worth_a_warning() -> None:
    assert warned(pin(1), rule("no_duplicate_article", page_ids=["a"])) == [
        "rules[0].params.article_id: is refused by r1, so the slot goes to the ranking (rule r0)"
    ]
