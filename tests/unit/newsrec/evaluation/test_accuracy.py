"""The metrics of one list, against arithmetic done by hand."""

from collections.abc import Callable, Sequence, Set
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.evaluation import Hits, average_precision, hit_rate, hits_in, ndcg, precision, recall, reciprocal_rank

Metric = Callable[[Hits], float]

METRICS = (average_precision, ndcg, reciprocal_rank, precision, recall, hit_rate)
RANKING_METRICS = (average_precision, ndcg, reciprocal_rank)

ARTICLES = st.sampled_from("abcdefghijklmnop")
LISTS = st.lists(ARTICLES, unique=True, max_size=12)
RELEVANT = st.frozensets(ARTICLES, min_size=1)
CUT_OFFS = st.integers(1, 14)

# Hits at the places 2 and 3 of five, and one relevant article that is not in the list.
LIST = "xabyz"
THREE_RELEVANT = frozenset("abc")


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (average_precision, (1 / 2 + 2 / 3) / 3),
        (ndcg, (1 / log2(3) + 1 / log2(4)) / (1 / log2(2) + 1 / log2(3) + 1 / log2(4))),
        (reciprocal_rank, 1 / 2),
        (precision, 2 / 5),
        (recall, 2 / 3),
        (hit_rate, 1),
    ],
)
def test_hits_at_the_second_and_third_of_five_places(metric: Metric, expected: float) -> None:
    assert metric(hits_in(LIST, THREE_RELEVANT, 5)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (average_precision, (1 / 2) / 2),
        (ndcg, (1 / log2(3)) / (1 / log2(2) + 1 / log2(3))),
        (reciprocal_rank, 1 / 2),
        (precision, 1 / 2),
        (recall, 1 / 3),
        (hit_rate, 1),
    ],
)
def test_places_after_the_cut_off_do_not_count(metric: Metric, expected: float) -> None:
    assert metric(hits_in(LIST, THREE_RELEVANT, 2)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (average_precision, (1 / 1 + 2 / 2) / 2),
        (ndcg, 1),
        (reciprocal_rank, 1 / 1),
        (precision, 2 / 2),
        (recall, 2 / 5),
        (hit_rate, 1),
    ],
)
def test_more_relevant_articles_than_places_still_allow_a_perfect_order(metric: Metric, expected: float) -> None:
    assert metric(hits_in("abcx", frozenset("abcde"), 2)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (average_precision, (1 / 1) / 3),
        (ndcg, (1 / log2(2)) / (1 / log2(2) + 1 / log2(3) + 1 / log2(4))),
        (reciprocal_rank, 1 / 1),
        (precision, 1 / 10),
        (recall, 1 / 3),
        (hit_rate, 1),
    ],
)
def test_a_list_shorter_than_the_cut_off_misses_at_its_empty_places(metric: Metric, expected: float) -> None:
    assert metric(hits_in("a", THREE_RELEVANT, 10)) == pytest.approx(expected)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(("recommended", "k"), [("", 5), ("xyz", 5), ("xyza", 3)])
def test_without_a_hit_every_metric_is_zero(metric: Metric, recommended: str, k: int) -> None:
    assert metric(hits_in(recommended, THREE_RELEVANT, k)) == 0


@pytest.mark.parametrize("metric", METRICS)
@given(LISTS, RELEVANT, CUT_OFFS)
def test_every_metric_lies_between_zero_and_one(
    metric: Metric, recommended: Sequence[str], relevant: Set[str], k: int
) -> None:
    assert 0 <= metric(hits_in(recommended, relevant, k)) <= 1


@pytest.mark.parametrize("metric", (*RANKING_METRICS, recall, hit_rate))
@given(RELEVANT, LISTS, st.integers(0, 5))
def test_a_list_that_begins_with_all_that_is_relevant_is_perfect(
    metric: Metric, relevant: Set[str], others: Sequence[str], spare_places: int
) -> None:
    recommended = [*sorted(relevant), *(article for article in others if article not in relevant)]
    assert metric(hits_in(recommended, relevant, len(relevant) + spare_places)) == 1


@pytest.mark.parametrize("metric", RANKING_METRICS)
@given(st.data())
def test_moving_a_hit_up_never_lowers_a_ranking_metric(metric: Metric, data: st.DataObject) -> None:
    recommended = data.draw(st.lists(ARTICLES, unique=True, min_size=1))
    hit = data.draw(st.sampled_from(recommended))
    relevant = data.draw(RELEVANT) | {hit}
    k = data.draw(CUT_OFFS)
    others = [article for article in recommended if article != hit]
    place = data.draw(st.integers(0, recommended.index(hit)))
    moved = [*others[:place], hit, *others[place:]]
    assert metric(hits_in(moved, relevant, k)) >= metric(hits_in(recommended, relevant, k))


@given(LISTS, RELEVANT, CUT_OFFS)
def test_precision_and_recall_count_the_same_hits(recommended: Sequence[str], relevant: Set[str], k: int) -> None:
    hits = len(set(recommended[:k]) & relevant)
    assert precision(hits_in(recommended, relevant, k)) * k == pytest.approx(hits)
    assert recall(hits_in(recommended, relevant, k)) * len(relevant) == pytest.approx(hits)
