"""Which rules give way, and how far, where not all can be kept."""

import pytest

from newsrec.rules import RankedArticle
from tests.unit.newsrec.rules.building import (
    IMAGE,
    apart,
    article,
    cap,
    image_in,
    on_topics,
    outcomes,
    reranked,
    shown,
)


def test_hard_rules_that_no_order_satisfies_give_no_list_and_the_smallest_conflict() -> None:
    reranking = reranked(on_topics("AAB"), image_in(5), apart(), cap(1))
    assert (shown(reranking), reranking.conflict) == ([], ("r2",))
    assert outcomes(reranking) == {"r0": "kept", "r1": "kept", "r2": "unmet"}


def test_a_conflict_may_need_two_rules() -> None:
    candidates = [article("a", topic="A", **IMAGE), article("b", topic="B"), article("c", topic="B")]
    rules = [image_in(1), apart(distance=2, mode="soft"), apart()]
    assert reranked(candidates[1:], apart(), limit=1).conflict == ()
    assert reranked(candidates, *rules).conflict == ("r0", "r2")


def test_a_soft_rule_that_cannot_be_kept_is_dropped() -> None:
    reranking = reranked(on_topics("AAB"), cap(1, mode="soft"))
    assert (shown(reranking), outcomes(reranking)) == (["a0", "a1", "a2"], {"r0": "dropped"})


def test_a_soft_rule_is_relaxed_before_it_is_dropped() -> None:
    reranking = reranked(on_topics("AAABC"), cap(1, mode="soft", relax_to={"max": 2}), limit=4)
    assert shown(reranking) == ["a0", "a1", "a3", "a4"]
    assert [(rule.outcome, rule.detail) for rule in reranking.rules] == [("relaxed", "max 2 for 1")]


@pytest.mark.parametrize(
    ("picture_priority", "order", "dropped"),
    [(100, ["a", "b", "c"], {"r0": "kept", "r1": "dropped"}), (900, ["a", "c", "b"], {"r0": "dropped", "r1": "kept"})],
)
def test_of_two_soft_rules_the_one_with_the_lower_priority_number_stays(
    picture_priority: int, order: list[str], dropped: dict[str, str]
) -> None:
    candidates = [article("a", topic="A", **IMAGE), article("b", topic="A", **IMAGE), article("c", topic="B")]
    reranking = reranked(
        candidates, image_in(1, 2, mode="soft", priority=picture_priority), apart(mode="soft", priority=500)
    )
    assert (shown(reranking), outcomes(reranking)) == (order, dropped)


def test_a_less_important_rule_is_kept_where_it_is_not_what_stands_in_the_way() -> None:
    reranking = reranked(
        on_topics("AABB"), cap(1, mode="soft", priority=100), apart(mode="soft", priority=900), limit=4
    )
    assert outcomes(reranking) == {"r0": "dropped", "r1": "kept"}


def test_a_soft_rule_never_costs_a_hard_one() -> None:
    candidates = [article("a", topic="A", **IMAGE), article("b", topic="A", **IMAGE), article("c", topic="B")]
    reranking = reranked(candidates, image_in(1, 2), apart(mode="soft", priority=0))
    assert (shown(reranking), outcomes(reranking)) == (["a", "b", "c"], {"r0": "kept", "r1": "dropped"})


def test_a_hard_rule_that_may_be_relaxed_takes_one_looser_step() -> None:
    reranking = reranked(on_topics("AAB"), cap(1, on_unmet="relax", relax_to={"max": 2}))
    assert (shown(reranking), outcomes(reranking)) == (["a0", "a1", "a2"], {"r0": "relaxed"})


def test_a_hard_rule_that_is_unmet_even_when_relaxed_is_in_conflict() -> None:
    assert reranked(on_topics("AAAA"), cap(1, on_unmet="relax", relax_to={"max": 2})).conflict == ("r0",)


def test_a_hard_rule_may_be_dropped_when_nothing_else_fits() -> None:
    reranking = reranked(on_topics("AAB"), cap(1, on_unmet="drop_rule"), apart())
    assert (shown(reranking), outcomes(reranking)) == (["a0", "a2", "a1"], {"r0": "dropped", "r1": "kept"})


def test_a_slot_rule_dropped_for_want_of_any_fitting_article_says_so() -> None:
    assert outcomes(reranked(on_topics("AB"), image_in(1, on_unmet="drop_rule"))) == {"r0": "no_supply"}


def pictured_last() -> list[RankedArticle]:
    return [article("a", topic="A"), article("b", topic="B"), article("c", topic="C", **IMAGE)]


def test_a_slot_that_nothing_fits_may_stay_empty() -> None:
    reranking = reranked(on_topics("ABC"), image_in(2, on_unmet="leave_empty"), limit=3)
    assert [(item.article_id, item.position) for item in reranking.items] == [("a0", 1), ("a1", 3)]
    assert reranking.rules[0].detail == "no candidate fits its slot; empty: slot 2"


def test_as_few_slots_stay_empty_as_possible_the_later_ones_first() -> None:
    reranking = reranked(pictured_last(), image_in(1, 2, on_unmet="leave_empty"), limit=3)
    assert [(item.article_id, item.position) for item in reranking.items] == [("c", 1), ("a", 3)]
    assert outcomes(reranking) == {"r0": "unmet"}


def test_articles_on_both_sides_of_an_empty_slot_are_not_neighbours() -> None:
    reranking = reranked(on_topics("AAB"), apart(), image_in(2, on_unmet="leave_empty"), limit=3)
    assert [(item.article_id, item.position) for item in reranking.items] == [("a0", 1), ("a1", 3)]
