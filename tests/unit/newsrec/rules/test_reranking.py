"""What holds for every list and every set of rules."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsrec.rules import DuplicateCandidate, RankedArticle, Reranking, Rule, rerank
from tests.unit.newsrec.rules.building import (
    NOW,
    apart,
    article,
    candidate_lists,
    cap,
    image_in,
    on_topics,
    reranked,
    rule_documents,
    rules_of,
    shown,
    title_in,
)


def soft(document: dict[str, Any]) -> dict[str, Any]:
    return document | {"mode": "soft"}


RULES = st.one_of(rule_documents(4), rule_documents(4).map(lambda found: [soft(document) for document in found]))
LISTS = candidate_lists(12)
LIMITS = st.integers(1, 14)


def solved(candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int) -> tuple[Reranking, list[str]]:
    """The reranking, and the ids of all candidates in its order, those not shown following in their old order."""
    reranking = reranked(candidates, *documents, limit=limit)
    on_list = shown(reranking)
    return reranking, on_list + [c.article_id for c in candidates if c.article_id not in on_list]


@settings(max_examples=50, deadline=None)
@given(LISTS, RULES, LIMITS)
def test_the_swaps_lead_from_the_input_to_the_output_one_place_at_a_time(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int
) -> None:
    reranking, order = solved(candidates, documents, limit)
    line = [candidate.article_id for candidate in candidates]
    for swap in reranking.swaps:
        assert swap.to_position == swap.from_position - 1
        assert line[swap.from_position - 1] == swap.article_id
        line[swap.to_position - 1 : swap.from_position] = reversed(line[swap.to_position - 1 : swap.from_position])
    assert reranking.conflict or line == order


@settings(max_examples=50, deadline=None)
@given(LISTS, RULES, LIMITS)
def test_displacement_is_the_number_of_pairs_in_the_other_order(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int
) -> None:
    reranking, order = solved(candidates, documents, limit)
    rank = {candidate.article_id: index for index, candidate in enumerate(candidates)}
    inverted = sum(rank[earlier] > rank[later] for earlier, later in combinations(order, 2))
    assert reranking.displacement == len(reranking.swaps) == inverted


@settings(max_examples=50, deadline=None)
@given(LISTS, RULES, LIMITS)
def test_a_place_is_the_rank_less_the_articles_lifted_over_plus_the_falls(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int
) -> None:
    for item in solved(candidates, documents, limit)[0].items:
        assert candidates[item.was - 1].article_id == item.article_id
        assert item.position == item.was - item.lifted + item.fell


@settings(max_examples=50, deadline=None)
@given(LISTS, RULES, LIMITS)
def test_an_article_falls_once_per_lift_over_it(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int
) -> None:
    reranking, order = solved(candidates, documents, limit)
    rank = {candidate.article_id: index for index, candidate in enumerate(candidates)}
    for item in reranking.items:
        before = order[: order.index(item.article_id)]
        assert item.fell == sum(rank[other] > rank[item.article_id] for other in before)


@settings(max_examples=50, deadline=None)
@given(LISTS, RULES, LIMITS)
def test_articles_that_were_never_lifted_keep_their_order(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int
) -> None:
    never_lifted = [item.was for item in solved(candidates, documents, limit)[0].items if not item.lifted]
    assert never_lifted == sorted(never_lifted)


@settings(max_examples=50, deadline=None)
@given(LISTS, RULES, LIMITS)
def test_the_list_is_full_or_in_conflict_and_shows_no_article_twice(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int
) -> None:
    reranking = reranked(candidates, *documents, limit=limit)
    assert len(set(shown(reranking))) == len(reranking.items)
    assert len(reranking.items) == (0 if reranking.conflict else min(limit, len(candidates)))
    assert [item.position for item in reranking.items] == list(range(1, len(reranking.items) + 1))


@settings(max_examples=50, deadline=None)
@given(LISTS, RULES, LIMITS)
def test_the_same_input_gives_the_same_output(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int
) -> None:
    assert reranked(candidates, *documents, limit=limit) == reranked(candidates, *documents, limit=limit)


@settings(max_examples=50, deadline=None)
@given(LISTS, rule_documents(4), LIMITS)
def test_a_second_run_changes_nothing(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int
) -> None:
    reranking, order = solved(candidates, documents, limit)
    by_id = {candidate.article_id: candidate for candidate in candidates}
    again = reranked([by_id[article_id] for article_id in order], *documents, limit=limit)
    assert (again.displacement, shown(again)) == (0, shown(reranking))


@given(LISTS, LIMITS)
def test_without_rules_the_list_is_the_first_of_the_ranking(candidates: list[RankedArticle], limit: int) -> None:
    reranking = reranked(candidates, limit=limit)
    assert shown(reranking) == [candidate.article_id for candidate in candidates[:limit]]
    assert reranking.displacement == 0


def test_a_better_ranked_article_falls_one_place_when_another_is_lifted() -> None:
    reranking = reranked(on_topics("AAB"), apart())
    assert shown(reranking) == ["a0", "a2", "a1"]
    assert [(item.was, item.fell, item.lifted) for item in reranking.items] == [(1, 0, 0), (3, 0, 1), (2, 1, 0)]


def test_no_dead_end_where_the_last_articles_would_be_of_one_topic() -> None:
    assert shown(reranked(on_topics("BABAA"), apart())) == ["a1", "a0", "a3", "a2", "a4"]


def test_every_swap_names_the_rule_that_asked_for_it() -> None:
    candidates = [
        article("a", topic="news"),
        article("b", topic="news", image_width=1000, image_height=600, image_alt="A harbour"),
        article("c", topic="sport"),
    ]
    reranking = reranked(candidates, {"id": "picture", **image_in(1)}, {"id": "variety", **apart()})
    assert [(swap.article_id, swap.from_position, swap.to_position, swap.rule) for swap in reranking.swaps] == [
        ("b", 2, 1, "picture"),
        ("c", 3, 2, "variety"),
    ]


def test_a_lift_for_the_sake_of_a_later_slot_names_the_rule_of_that_slot() -> None:
    reranking = reranked(on_topics("BABAA"), {"id": "variety", **apart()})
    assert {swap.rule for swap in reranking.swaps} == {"variety"}


def test_a_candidate_twice_is_an_error() -> None:
    with pytest.raises(DuplicateCandidate, match="a0"):
        reranked([*on_topics("AB"), article("a0")])


def test_a_list_without_places_is_an_error() -> None:
    with pytest.raises(ValueError, match="limit"):
        reranked(on_topics("AB"), limit=0)


def test_no_candidates_give_an_empty_list_without_conflict() -> None:
    reranking = reranked([], image_in(1), cap(1))
    assert (reranking.items, reranking.conflict) == ((), ())


def test_a_hundred_candidates_under_six_rules_satisfy_them_all() -> None:
    candidates = [
        article(
            f"a{rank}",
            topic="ABCDE"[rank * rank % 5],
            author=f"author {rank % 11}",
            title="x" * (40 + rank * 7 % 60),
            image_width=600 + rank % 3 * 600,
            image_height=360 + rank % 3 * 360,
            image_alt="A harbour",
        )
        for rank in range(100)
    ]
    rules: tuple[Rule, ...] = rules_of(
        cap(4, first_n=10), cap(2, "author"), apart(), image_in(1), image_in(2), title_in(1, 2, most=65)
    )
    reranking = rerank(candidates, rules, limit=20, now=NOW)
    assert {outcome.outcome for outcome in reranking.rules} == {"kept"}
    assert len(reranking.items) == 20
