from collections.abc import Mapping, Sequence
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.model import Source
from newsrec.serving.merge import Offered, interleave, merge

MIX = {Source.PERSONALISED: 0.7, Source.TRENDING: 0.3}
PARTS = st.lists(st.integers(0, 20), min_size=2, max_size=3).filter(any)


def ids(prefix: str, count: int) -> Sequence[str]:
    return [f"{prefix}{number}" for number in range(count)]


def test_the_mix_holds_in_every_prefix_while_both_sources_supply() -> None:
    merged = merge({Source.PERSONALISED: ids("p", 70), Source.TRENDING: ids("t", 30)}, MIX)
    personalised = accumulate(offered.source is Source.PERSONALISED for offered in merged)
    assert all(abs(count - 0.7 * place) < 1 for place, count in enumerate(personalised, start=1))


@given(PARTS)
def test_every_prefix_has_less_than_one_more_or_less_than_each_share_of_it(parts: list[int]) -> None:
    shares = {number: part / sum(parts) for number, part in enumerate(parts)}
    supply = {number: ids(f"{number}-", 60) for number, part in enumerate(parts) if part}
    placed = [ranker for _, ranker in interleave(supply, shares)]
    for place in range(1, 60):
        for ranker, share in shares.items():
            assert abs(placed[:place].count(ranker) - share * place) < 1


@given(PARTS, st.lists(st.integers(0, 30), min_size=3, max_size=3))
def test_no_source_falls_behind_its_share_rounded_down_while_it_has_supply(
    parts: list[int], supplies: list[int]
) -> None:
    shares = {number: part / sum(parts) for number, part in enumerate(parts)}
    supply = {number: ids(f"{number}-", supplies[number]) for number in shares}
    placed = [ranker for _, ranker in interleave(supply, shares)]
    for place in range(1, len(placed) + 1):
        for ranker, share in shares.items():
            count = placed[:place].count(ranker)
            assert count > share * place - 1 or count == supplies[ranker]


def test_shares_are_of_the_sources_that_have_anything() -> None:
    mix = {Source.PERSONALISED: 0.7, Source.TRENDING: 0.2, Source.POPULAR: 0.1}
    merged = merge({Source.PERSONALISED: [], Source.TRENDING: ids("t", 6), Source.POPULAR: ids("c", 3)}, mix)
    places = [offered.source for offered in merged]
    assert [places[:count].count(Source.POPULAR) for count in (3, 6, 9)] == [1, 2, 3]


@pytest.mark.parametrize("method", ["mix", "reciprocal_rank"])
def test_an_article_of_both_sources_is_placed_once_and_remembers_both(method: str) -> None:
    merged = merge({Source.PERSONALISED: ["x"], Source.TRENDING: ["x", "y"]}, MIX, method)  # type: ignore[arg-type]
    assert merged == [Offered("x", Source.PERSONALISED, (Source.TRENDING,)), Offered("y", Source.TRENDING)]


def test_a_source_that_runs_dry_leaves_its_places_to_the_other() -> None:
    merged = merge({Source.PERSONALISED: ids("p", 1), Source.TRENDING: ids("t", 3)}, MIX)
    assert [offered.article_id for offered in merged] == ["p0", "t0", "t1", "t2"]


@pytest.mark.parametrize("method", ["mix", "reciprocal_rank"])
def test_a_source_without_a_share_comes_after_all_that_have_one(method: str) -> None:
    merged = merge({Source.POPULAR: ids("c", 2), Source.TRENDING: ids("t", 3)}, MIX, method)  # type: ignore[arg-type]
    assert [offered.article_id for offered in merged] == ["t0", "t1", "t2", "c0", "c1"]


def test_fusion_prefers_what_two_sources_name_to_what_one_names_a_little_higher() -> None:
    half = {Source.PERSONALISED: 0.5, Source.TRENDING: 0.5}
    merged = merge({Source.PERSONALISED: ["a", "x"], Source.TRENDING: ["b", "x"]}, half, "reciprocal_rank")
    assert merged[0] == Offered("x", Source.PERSONALISED, (Source.TRENDING,))


def test_fusion_orders_by_the_weighted_sum_of_reciprocal_ranks() -> None:
    ranked = {Source.PERSONALISED: ["a", "b", "c"], Source.TRENDING: ["c", "d", "b"]}
    score: Mapping[str, float] = {
        "a": 0.7 / 61,
        "b": 0.7 / 62 + 0.3 / 63,
        "c": 0.7 / 63 + 0.3 / 61,
        "d": 0.3 / 62,
    }
    merged = merge(ranked, MIX, "reciprocal_rank")
    assert [offered.article_id for offered in merged] == sorted(score, key=lambda one: -score[one])


@given(
    st.lists(st.integers(0, 30), unique=True, max_size=20),
    st.lists(st.integers(0, 30), unique=True, max_size=20),
    st.lists(st.integers(0, 30), unique=True, max_size=20),
    st.floats(0, 1),
    st.sampled_from(["mix", "reciprocal_rank"]),
)
def test_nothing_is_lost_invented_or_doubled_and_every_source_is_remembered(
    personalised: list[int], trending: list[int], popular: list[int], share: float, method: str
) -> None:
    ranked = {
        Source.PERSONALISED: [str(number) for number in personalised],
        Source.TRENDING: [str(number) for number in trending],
        Source.POPULAR: [str(number) for number in popular],
    }
    mix = {Source.PERSONALISED: share, Source.TRENDING: 1 - share}
    merged = merge(ranked, mix, method)  # type: ignore[arg-type]
    assert sorted(one.article_id for one in merged) == sorted({id for named in ranked.values() for id in named})
    for one in merged:
        assert {one.source, *one.also_from} == {source for source, named in ranked.items() if one.article_id in named}
    if method == "mix":
        for source, named in ranked.items():
            placed = [one.article_id for one in merged if one.source is source]
            assert placed == [article_id for article_id in named if article_id in placed]
