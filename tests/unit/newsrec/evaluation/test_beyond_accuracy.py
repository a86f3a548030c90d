"""What is measured over all lists together."""

from collections.abc import Sequence
from itertools import combinations
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.evaluation import coverage, uniqueness

LISTS = st.lists(st.lists(st.sampled_from("abcdefghijkl"), unique=True), max_size=8)
CUT_OFFS = st.integers(1, 14)


def pairwise_uniqueness(lists: Sequence[Sequence[str]], k: int) -> float:
    """The definition, over all pairs."""
    sets = [set(recommended[:k]) for recommended in lists if recommended]
    distances = [1 - len(one & other) / sqrt(len(one) * len(other)) for one, other in combinations(sets, 2)]
    return sum(distances) / len(distances) if distances else 1


def test_coverage_is_the_share_of_the_catalogue_in_the_first_places_of_any_list() -> None:
    assert coverage(["ab", "bcd", ""], frozenset("abcdefgh"), 2) == 3 / 8


def test_a_recommended_article_outside_the_catalogue_covers_nothing() -> None:
    assert coverage(["abx", "yz"], frozenset("abcd"), 3) == 2 / 4


def test_no_lists_cover_nothing() -> None:
    assert coverage([], frozenset("ab"), 3) == 0


def test_uniqueness_is_the_mean_distance_of_all_pairs() -> None:
    # Pairs: one of two shared; one of two and one; nothing.
    expected = ((1 - 1 / 2) + (1 - 1 / sqrt(2 * 1)) + 1) / 3
    assert uniqueness(["ab", "bc", "a"], 5) == pytest.approx(expected)


def test_only_the_first_places_make_lists_different() -> None:
    assert uniqueness(["abx", "bay"], 2) == pytest.approx(0)
    assert uniqueness(["abx", "cdx"], 2) == 1


@pytest.mark.parametrize("lists", [[], ["ab"], ["ab", "", ""]])
def test_fewer_than_two_lists_with_articles_are_unique(lists: Sequence[str]) -> None:
    assert uniqueness(lists, 5) == 1


def test_empty_lists_are_left_out_of_the_pairs() -> None:
    assert uniqueness(["ab", "", "ab"], 5) == pytest.approx(0)


@given(LISTS, CUT_OFFS)
def test_uniqueness_without_forming_pairs_is_that_of_the_pairs(lists: Sequence[Sequence[str]], k: int) -> None:
    assert uniqueness(lists, k) == pytest.approx(pairwise_uniqueness(lists, k), abs=1e-12)


@given(LISTS, CUT_OFFS, st.frozensets(st.sampled_from("abcdefghxyz"), min_size=1))
def test_coverage_and_uniqueness_lie_between_zero_and_one(
    lists: Sequence[Sequence[str]], k: int, catalogue: frozenset[str]
) -> None:
    assert 0 <= uniqueness(lists, k) <= 1
    assert 0 <= coverage(lists, catalogue, k) <= 1


@given(st.lists(st.sampled_from("abcdefghijkl"), unique=True, min_size=1), st.integers(2, 500), CUT_OFFS)
def test_the_same_list_for_everyone_is_not_unique(recommended: Sequence[str], readers: int, k: int) -> None:
    assert uniqueness([recommended] * readers, k) == pytest.approx(0, abs=1e-12)
