"""The references of the reranker's benchmark against each other: a wrong one would make a wrong reranker look right."""

from dataclasses import replace

import pytest

from benchmarks.reranker import cases, cp_sat, one_grouping, plain_primitives, plain_rules
from benchmarks.reranker.comparisons import arranged, with_first_fit, with_primitives, with_rules
from benchmarks.reranker.greedy import first_fit


def test_dynamic_programming_agrees_with_trying_every_order() -> None:
    few = [case for case in cases.one_grouping(400, seed=5) if case.size == 8 and len(case.slots) <= 6]
    assert len(few) >= 8
    for case in few:
        best = plain_primitives.fewest(case.size, case.slots, case.primitives)
        assert one_grouping.fewest_swaps(case) == (best.swaps if best else None)


def test_the_primitives_of_a_rule_allow_the_orders_that_its_definition_allows() -> None:
    for case in cases.small(60, seed=5):
        by_rules = plain_rules.optimum(case.candidates, case.rules, case.limit)
        by_primitives = plain_primitives.fewest(len(case.candidates), case.slots, case.primitives())
        assert (by_rules and by_rules.swaps) == (by_primitives and by_primitives.swaps)


@pytest.mark.parametrize("seed", range(3))
def test_cp_sat_finds_the_optimum_of_a_small_front_page(seed: int) -> None:
    page = next(cases.realistic(1, seed))
    case = replace(page, candidates=page.candidates[:7], rules=page.rules[:4], limit=5)
    best = plain_primitives.fewest(7, case.slots, case.primitives())
    assert cp_sat.solve(case, seconds=30, workers=1).swaps == (best.swaps if best else None)


def test_first_fit_fills_the_list_past_a_dead_end() -> None:
    orders = [first_fit(arranged(case)) for case in cases.realistic(8, seed=1)]
    assert {len(order.shown) for order in orders} == {20}
    assert any(order.dead_end for order in orders)


def test_small_cases_hold_every_bar() -> None:
    compared = [
        with_rules("rules", cases.small(40, seed=2)),
        with_primitives("primitives", cases.of_any_primitives(40, seed=2)),
        with_primitives("traps", cases.adversarial(40, seed=2)),
    ]
    for one in compared:
        assert [bar.demand for bar in one.bars if not bar.holds] == []
        assert one.figures["optimal"] == "100.0%"


def test_the_comparison_with_first_fit_counts_dead_ends_and_has_its_times() -> None:
    compared, times = with_first_fit("front pages", list(cases.realistic(4, seed=1)))
    assert compared.figures["cases"] == 4
    assert len(times.theirs) == 4
