"""Every primitive in the search and in its account, against its definition read over whole orders."""

from itertools import permutations

from hypothesis import given, settings

from benchmarks.reranker import plain_primitives
from benchmarks.reranker.cases import PrimitiveCase
from newsrec.rules.arrangement import Arrangement
from newsrec.rules.best_first import Found
from newsrec.rules.primitives import SlotPredicate
from newsrec.rules.search import NotFound, any_order, fewest_swaps
from newsrec.rules.violations import refused
from tests.unit.newsrec.rules.primitive_cases import primitive_cases


def arranged(case: PrimitiveCase) -> Arrangement:
    return Arrangement(case.size, case.slots, case.primitives)


@settings(max_examples=250)
@given(primitive_cases())
def test_no_order_that_keeps_the_primitives_has_fewer_swaps(case: PrimitiveCase) -> None:
    best = plain_primitives.fewest(case.size, case.slots, case.primitives)
    found = fewest_swaps(arranged(case))
    if best is None:
        assert found == NotFound(proven=True)
    else:
        assert isinstance(found, Found)
        assert plain_primitives.kept(case.primitives, case.slots, found.shown)
        assert (found.swaps, found.at_least, found.optimal) == (best.swaps, best.swaps, True)


@settings(max_examples=100)
@given(primitive_cases(5))
def test_any_order_is_one_that_keeps_the_primitives_and_is_found_wherever_there_is_one(case: PrimitiveCase) -> None:
    orders = list(permutations(range(case.size), len(case.slots)))
    found = any_order(arranged(case))
    if isinstance(found, Found):
        assert plain_primitives.kept(case.primitives, case.slots, found.shown)
        assert found.at_least <= found.swaps
    else:
        assert not any(plain_primitives.kept(case.primitives, case.slots, order) for order in orders)


@settings(max_examples=100)
@given(primitive_cases(5, most_primitives=1))
def test_an_order_breaks_a_primitive_if_a_candidate_is_refused_where_it_stands(case: PrimitiveCase) -> None:
    for order in permutations(range(case.size), len(case.slots)):
        kept = plain_primitives.kept(case.primitives, case.slots, order)
        assert kept == arranged(case).keeps(order)
        assert kept == (
            not any(
                refused(primitive, case.slots, order[:place]) >> order[place] & 1
                for primitive in case.primitives
                for place in range(len(order))
            )
        )


def test_one_title_satisfies_all_the_predicates_of_a_slot() -> None:
    by_its_title, by_its_short_title = SlotPredicate((1,), 0b01, 0b00), SlotPredicate((1,), 0b00, 0b01)
    assert fewest_swaps(Arrangement(2, [1], [by_its_title, by_its_short_title])) == NotFound(proven=True)
    assert fewest_swaps(Arrangement(2, [1], [by_its_title])) == Found((0,), swaps=0, at_least=0)
