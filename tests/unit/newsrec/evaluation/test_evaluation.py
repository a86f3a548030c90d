"""All metrics together: whose lists count for which of them."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.evaluation import EmptyCatalogue, Evaluation, NoReaders, RepeatedArticle, evaluate

READERS = st.sampled_from(["r1", "r2", "r3", "r4", "r5"])
ARTICLES = st.sampled_from("abcdefghij")


def test_accuracy_is_the_mean_over_the_readers() -> None:
    evaluation = evaluate({"r1": ["a"], "r2": ["c", "d"]}, {"r1": ["x", "a"], "r2": ["c", "y"]}, k=2)
    assert evaluation.readers == 2
    assert evaluation.mean_average_precision == pytest.approx((1 / 2 + 1 / 2) / 2)
    assert evaluation.mrr == pytest.approx((1 / 2 + 1 / 1) / 2)
    assert evaluation.precision == pytest.approx((1 / 2 + 1 / 2) / 2)
    assert evaluation.recall == pytest.approx((1 / 1 + 1 / 2) / 2)
    assert evaluation.hit_rate == 2 / 2


def test_a_reader_without_a_list_counts_with_zero() -> None:
    evaluation = evaluate({"r1": ["a"], "r2": ["a"], "r3": ["a"]}, {"r1": ["a"], "r2": []}, k=1)
    assert (evaluation.readers, evaluation.hit_rate) == (3, pytest.approx(1 / 3))
    assert evaluation.ndcg == pytest.approx(1 / 3)


def test_a_reader_who_clicked_nothing_is_left_out_of_the_means() -> None:
    evaluation = evaluate({"r1": ["a"], "r2": []}, {"r1": ["a"], "r2": ["b"]}, k=1)
    assert (evaluation.readers, evaluation.recall) == (1, 1)


def test_an_article_clicked_twice_counts_once() -> None:
    evaluation = evaluate({"r1": ["a", "a", "b"]}, {"r1": ["a", "x"]}, k=2)
    assert (evaluation.recall, evaluation.precision) == (1 / 2, 1 / 2)


def test_lists_of_readers_not_in_the_holdout_count_for_coverage_and_uniqueness_alone() -> None:
    evaluation = evaluate({"r1": ["a"]}, {"r1": ["a"], "r2": ["b"]}, k=1, catalogue=["a", "b", "c", "c"])
    assert (evaluation.readers, evaluation.precision) == (1, 1)
    assert (evaluation.coverage, evaluation.uniqueness) == (2 / 3, 1)


def test_without_a_catalogue_it_is_what_was_clicked_or_recommended_at_any_place() -> None:
    assert evaluate({"r1": ["a", "b"]}, {"r1": ["a", "c", "d"]}, k=1).coverage == 1 / 4


def test_the_names_in_json_are_those_of_the_field_with_the_cut_off_beside_them() -> None:
    evaluation = Evaluation(
        k=10,
        readers=7,
        mean_average_precision=0.1,
        ndcg=0.2,
        mrr=0.3,
        precision=0.4,
        recall=0.5,
        hit_rate=0.6,
        coverage=0.7,
        uniqueness=0.8,
    )
    assert evaluation.as_json() == {
        "map@k": 0.1,
        "ndcg@k": 0.2,
        "mrr@k": 0.3,
        "precision@k": 0.4,
        "recall@k": 0.5,
        "hit_rate@k": 0.6,
        "coverage@k": 0.7,
        "uniqueness@k": 0.8,
        "readers": 7,
        "k": 10,
    }


@pytest.mark.parametrize("holdout", [{}, {"r1": []}])
def test_a_holdout_without_a_reader_who_clicked_is_refused(holdout: Mapping[str, Sequence[str]]) -> None:
    with pytest.raises(NoReaders):
        evaluate(holdout, {"r1": ["a"]}, k=1)


def test_an_empty_catalogue_is_refused() -> None:
    with pytest.raises(EmptyCatalogue):
        evaluate({"r1": ["a"]}, {"r1": ["a"]}, k=1, catalogue=[])


def test_a_list_that_shows_an_article_twice_is_refused() -> None:
    with pytest.raises(RepeatedArticle, match="'r2'"):
        evaluate({"r1": ["a"]}, {"r1": ["a"], "r2": ["b", "c", "b"]}, k=1)


def test_a_cut_off_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="k must be at least 1, not 0"):
        evaluate({"r1": ["a"]}, {"r1": ["a"]}, k=0)


@given(
    st.dictionaries(READERS, st.lists(ARTICLES, min_size=1), min_size=1),
    st.dictionaries(READERS, st.lists(ARTICLES, unique=True)),
    st.integers(1, 12),
)
def test_every_metric_lies_between_zero_and_one(
    holdout: Mapping[str, Sequence[str]], recommendations: Mapping[str, Sequence[str]], k: int
) -> None:
    metrics = evaluate(holdout, recommendations, k=k).as_json()
    assert metrics.pop("readers") == len(holdout)
    assert metrics.pop("k") == k
    assert all(0 <= value <= 1 for value in metrics.values())


@given(st.dictionaries(READERS, st.lists(ARTICLES, unique=True, min_size=1), min_size=1))
def test_recommending_exactly_what_is_clicked_is_perfect(holdout: Mapping[str, Sequence[str]]) -> None:
    metrics = evaluate(holdout, holdout, k=10).as_json()
    perfect = ("map@k", "ndcg@k", "mrr@k", "recall@k", "hit_rate@k", "coverage@k")
    assert {name: metrics[name] for name in perfect} == dict.fromkeys(perfect, 1)
