"""The reranker against every possible order, on lists small enough to try them all."""

from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.reranker.plain_rules import optimum, satisfied
from newsrec.rules import RankedArticle, rerank
from tests.unit.newsrec.rules.building import NOW, apart, candidate_lists, cap, rule_documents, rules_of


@settings(max_examples=150, deadline=None)
@given(candidate_lists(6), rule_documents(4), st.integers(1, 6))
def test_no_order_that_satisfies_the_rules_has_fewer_swaps(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int
) -> None:
    rules = rules_of(*documents)
    best = optimum(candidates, rules, limit)
    reranking = rerank(candidates, rules, limit=limit, now=NOW)
    if best is None:
        assert reranking.items == ()
        assert reranking.conflict
    else:
        by_id = {candidate.article_id: candidate for candidate in candidates}
        assert satisfied(rules, [by_id[item.article_id] for item in reranking.items])
        assert reranking.displacement == best.swaps


@settings(max_examples=30, deadline=None)
@given(candidate_lists(7), st.lists(st.sampled_from([cap(2), cap(1, first_n=2), apart(), apart(2)]), max_size=3))
def test_with_one_grouping_attribute_the_order_is_optimal(
    candidates: list[RankedArticle], documents: list[dict[str, Any]]
) -> None:
    rules = rules_of(*documents)
    best = optimum(candidates, rules, 5)
    reranking = rerank(candidates, rules, limit=5, now=NOW)
    assert (reranking.displacement if reranking.items or not candidates else None) == (best.swaps if best else None)


@settings(max_examples=60, deadline=None)
@given(candidate_lists(5), rule_documents(4), st.integers(1, 5))
def test_a_conflict_is_a_smallest_set_of_rules_that_no_order_satisfies(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int
) -> None:
    rules = rules_of(*documents)
    conflict = rerank(candidates, rules, limit=limit, now=NOW).conflict
    if conflict:
        assert optimum(candidates, [rule for rule in rules if rule.id in conflict], limit) is None
        for fewer in combinations(rules, len(conflict) - 1):
            assert optimum(candidates, fewer, limit) is not None
