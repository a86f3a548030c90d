"""Lists too large to try every order: an order is found, it is good, and what is said of its distance is true."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.reranker import one_grouping, plain_primitives
from benchmarks.reranker.cases import Case, PrimitiveCase, realistic
from benchmarks.reranker.comparisons import arranged, reranked
from benchmarks.reranker.greedy import first_fit
from newsrec.rules.arrangement import Arrangement
from newsrec.rules.best_first import Found
from newsrec.rules.primitives import PrefixMaximum, Spacing
from newsrec.rules.search import fewest_swaps


@cache
def front_pages() -> tuple[Case, ...]:
    return tuple(realistic(12, seed=3))


@pytest.mark.parametrize("index", range(12))
def test_on_a_front_page_every_rule_is_kept_where_first_fit_meets_a_dead_end_too(index: int) -> None:
    case = front_pages()[index]
    answer = reranked(case)
    shown = [item.was - 1 for item in answer.items]
    assert plain_primitives.kept(case.primitives(), case.slots, shown)
    greedy = first_fit(arranged(case))
    assert greedy.dead_end or answer.displacement <= greedy.swaps
    assert 0.6 * answer.displacement <= answer.at_least <= answer.displacement


def test_some_of_these_front_pages_are_dead_ends_for_first_fit() -> None:
    assert sum(first_fit(arranged(case)).dead_end for case in front_pages()) >= 6


@st.composite
def one_attribute(draw: st.DrawFn) -> PrimitiveCase:
    of = draw(st.lists(st.integers(0, 3), min_size=13, max_size=30))
    groups = tuple(sum(1 << index for index, one in enumerate(of) if one == group) for group in set(of))
    maxima = st.builds(PrefixMaximum, st.just(groups), st.integers(1, 5), st.sampled_from([None, 3, 8]))
    primitives = [*draw(st.lists(maxima, max_size=2)), Spacing(groups, draw(st.integers(1, 2)))]
    return PrimitiveCase(len(of), range(1, draw(st.integers(4, 16)) + 1)[: len(of)], primitives)


@settings(max_examples=40)
@given(one_attribute())
def test_with_one_grouping_attribute_the_order_is_optimal(case: PrimitiveCase) -> None:
    found = fewest_swaps(Arrangement(case.size, case.slots, case.primitives))
    best = one_grouping.fewest_swaps(case)
    assert (found.swaps if isinstance(found, Found) else None) == best
    assert best is None or (isinstance(found, Found) and found.optimal)


@pytest.mark.parametrize("index", range(3))
def test_the_same_input_gives_the_same_order(index: int) -> None:
    case = front_pages()[index]
    assert reranked(case) == reranked(case)
