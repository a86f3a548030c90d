"""What in a set of rules can't stand together, or is hardly meant."""

from typing import Any

import pytest

from newsrec.rules.checking import Written, contradictions, warnings
from tests.unit.newsrec.rules.building import apart, cap, image_in, rules_of, title_in


def written(*documents: dict[str, Any]) -> list[Written]:
    return [
        Written(f"rules[{index}]", f"rules[{index}].params", rule) for index, rule in enumerate(rules_of(*documents))
    ]


def contradicting(*documents: dict[str, Any], length: int | None = None) -> list[str]:
    return [str(problem) for problem in contradictions(written(*documents), length)]


def warned(*documents: dict[str, Any]) -> list[str]:
    return [str(problem) for problem in warnings(written(*documents))]


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
