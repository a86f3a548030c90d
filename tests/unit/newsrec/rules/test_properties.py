"""What holds of every reranking, whatever the candidates and the rules."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.reranker.plain_rules import optimum
from newsrec.rules import RankedArticle, Reranking, rerank
from tests.unit.newsrec.rules.building import (
    NOW,
    article,
    candidate_lists,
    on_topics,
    reranked,
    rule_documents,
    rules_of,
)

LIMIT = 5
CASES = (candidate_lists(6), rule_documents(4))


def places_after_each_lift(candidates: Sequence[RankedArticle], reranking: Reranking) -> list[list[str]]:
    """The whole list, those not shown included, before the first lift and after each one."""
    order = [candidate.article_id for candidate in candidates]
    orders = [list(order)]
    for place, item in enumerate(reranking.items):
        order.remove(item.article_id)
        order.insert(place, item.article_id)
        orders.append(list(order))
    return orders


@given(*CASES)
def test_a_lift_lets_others_fall_by_one_place_at_most_and_only_the_lifted_one_rises(
    candidates: list[RankedArticle], documents: list[dict[str, Any]]
) -> None:
    reranking = reranked(candidates, *documents, limit=LIMIT)
    orders = places_after_each_lift(candidates, reranking)
    for item, (before, after) in zip(reranking.items, pairwise(orders), strict=True):
        for other in before:
            fallen = after.index(other) - before.index(other)
            assert fallen <= 0 if other == item.article_id else fallen in (0, 1)


@given(*CASES)
def test_two_articles_that_were_not_lifted_keep_their_order(
    candidates: list[RankedArticle], documents: list[dict[str, Any]]
) -> None:
    reranking = reranked(candidates, *documents, limit=LIMIT)
    lifted = {item.article_id for item in reranking.items if item.lifted}
    final = places_after_each_lift(candidates, reranking)[-1]
    assert [id for id in final if id not in lifted] == [
        candidate.article_id for candidate in candidates if candidate.article_id not in lifted
    ]


@given(*CASES)
def test_a_list_that_keeps_all_rules_stays_as_it_is(
    candidates: list[RankedArticle], documents: list[dict[str, Any]]
) -> None:
    by_id = {candidate.article_id: candidate for candidate in candidates}
    once = reranked(candidates, *documents, limit=LIMIT)
    shown = [by_id[item.article_id] for item in once.items]
    again = reranked(shown, *documents, limit=LIMIT)
    assert [item.article_id for item in again.items] == [item.article_id for item in once.items]
    assert again.displacement == 0


@given(candidate_lists(8))
def test_without_rules_the_first_candidates_are_shown_in_their_order(candidates: list[RankedArticle]) -> None:
    reranking = reranked(candidates, limit=LIMIT)
    assert [item.article_id for item in reranking.items] == [one.article_id for one in candidates[:LIMIT]]


@given(*CASES, st.sets(st.integers(0, 5)))
def test_only_candidates_are_shown_none_twice_and_none_that_a_filter_refuses(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], drafts: set[int]
) -> None:
    stored = [
        article(one.article_id, **{**one.attributes, "status": "draft" if rank in drafts else "published"})
        for rank, one in enumerate(candidates)
    ]
    published = {"rule": "published_and_not_withdrawn", "params": {}}
    reranking = reranked(stored, *documents, published, limit=LIMIT)
    shown = [item.article_id for item in reranking.items]
    may_be_shown = {one.article_id for one in stored if one.attributes["status"] == "published"}
    assert len(set(shown)) == len(shown)
    assert may_be_shown.issuperset(shown)


@given(*CASES, st.integers(0, 3))
def test_a_fall_is_the_number_of_lifts_over_an_article_and_has_a_bound(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], max_fall: int
) -> None:
    bound = {"rule": "max_displacement", "mode": "hard", "params": {"max_fall": max_fall}}
    reranking = reranked(candidates, *documents, bound, limit=LIMIT)
    for place, item in enumerate(reranking.items):
        over = sum(earlier.was > item.was for earlier in reranking.items[:place])
        assert item.fell == over <= max_fall


@settings(max_examples=60)
@given(*CASES)
def test_no_dead_end_where_an_order_exists(candidates: list[RankedArticle], documents: list[dict[str, Any]]) -> None:
    rules = rules_of(*documents)
    answer = rerank(candidates, rules, limit=LIMIT, now=NOW)
    assert bool(answer.conflict) == (optimum(candidates, rules, LIMIT) is None)


def test_a_pin_below_its_rank_holds_the_article_back_and_is_no_fall_of_it() -> None:
    pin = {"rule": "pin_article", "params": {"article_id": "a0", "slot": 3, "until": "2025-03-02T00:00:00Z"}}
    bound = {"rule": "max_displacement", "mode": "hard", "params": {"max_fall": 0}}
    reranking = reranked(on_topics("ABCD"), pin, bound, limit=4)
    assert [item.article_id for item in reranking.items] == ["a1", "a2", "a0", "a3"]
