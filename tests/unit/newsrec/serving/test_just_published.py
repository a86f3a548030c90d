from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.model import Candidate, Source
from newsrec.serving.just_published import (
    EXPLORING_LISTS,
    FIRST_SHOWING_LISTS,
    ColdArticle,
    insert,
    picks,
    places_for,
    weight_at,
)
from tests.unit.newsrec.records import NOW, article

SEEDS = [f"reader {number}" for number in range(4000)]


def cold(article_id: str, *, minutes: int = 30, clicks: int = 0, impressions: int = 100) -> ColdArticle:
    """An article all of whose clicks and impressions came just now."""
    now = float(weight_at(timedelta(minutes=minutes)))
    return ColdArticle(
        article_id=article_id,
        published_at=NOW - timedelta(minutes=minutes),
        clicks=clicks,
        impressions=impressions,
        fading_clicks=clicks * now,
        fading_impressions=impressions * now,
    )


def picked(
    shelf: Sequence[ColdArticle],
    places: int,
    *,
    seed: str = "a",
    by_model: Sequence[str] = (),
    listed: Set[str] = frozenset(),
) -> list[str]:
    chosen = picks(shelf, places, now=NOW, seed=seed, by_model=by_model, listed=listed)
    return [cold.article_id for cold in chosen]


def ranked(count: int) -> list[Candidate]:
    return [Candidate(article=article(f"m{number}"), source=Source.TRENDING) for number in range(count)]


@given(st.floats(0, 1), st.integers(1, 50), st.text(max_size=5))
def test_a_list_gets_its_share_of_places_rounded_up_or_down_and_the_same_for_one_seed(
    share: float, limit: int, seed: str
) -> None:
    places = places_for(share, limit, seed)
    assert abs(places - share * limit) < 1
    assert places == places_for(share, limit, seed)


@pytest.mark.parametrize(("share", "limit"), [(0.15, 10), (0.2, 10), (0.2, 4), (0.05, 10), (0.33, 7)])
def test_over_many_readers_the_share_is_exact(share: float, limit: int) -> None:
    places = sum(places_for(share, limit, seed) for seed in SEEDS)
    assert places / len(SEEDS) == pytest.approx(share * limit, abs=0.025)


def test_a_whole_number_of_places_is_never_rounded() -> None:
    assert {places_for(0.7, 10, seed) for seed in SEEDS[:100]} == {7}


def test_what_is_opened_by_most_of_those_who_see_it_comes_first() -> None:
    shelf = [cold("often", impressions=1000, clicks=50), cold("well", impressions=400, clicks=40), cold("never")]
    assert picked(shelf, 3) == ["well", "often", "never"]


def test_three_lucky_clicks_do_not_win() -> None:
    assert picked([cold("lucky", impressions=3, clicks=3), cold("proven", impressions=2000, clicks=120)], 1) == [
        "proven"
    ]


def test_old_clicks_count_less_than_new_ones() -> None:
    before = cold("before", minutes=60, clicks=20, impressions=0)
    then = replace(before, fading_clicks=20 * float(weight_at(timedelta(minutes=10))))
    assert picked([then, cold("now", clicks=4, impressions=0)], 2) == ["now", "before"]


def test_where_no_impressions_are_reported_the_most_clicked_come_first() -> None:
    assert picked([cold("b", impressions=0, clicks=30), cold("a", impressions=0, clicks=31)], 2) == ["a", "b"]


def test_of_articles_that_readers_like_alike_the_reader_s_own_model_decides() -> None:
    shelf = [cold("a", clicks=5), cold("b", clicks=5), cold("c", clicks=1)]
    assert picked(shelf, 3, by_model=["x", "b"]) == ["b", "a", "c"]


def test_what_the_models_have_listed_needs_no_place_unless_nothing_else_is_there() -> None:
    shelf = [cold("listed", clicks=50), cold("other")]
    assert picked(shelf, 1, listed={"listed"}) == ["other"]
    assert picked(shelf, 2, listed={"listed"}) == ["other", "listed"]


def test_no_places_no_picks() -> None:
    assert picked([cold("new", impressions=0)], 0, seed=exploring()) == []


def exploring() -> str:
    """A seed of a list that shows an article which waits for its fair showing."""
    shelf = [cold("hit", clicks=9), cold("new", impressions=1)]
    return next(seed for seed in SEEDS if picked(shelf, 1, seed=seed) == ["new"])


def test_a_few_lists_give_their_last_place_to_an_article_that_waits_for_its_fair_showing() -> None:
    shelf = [cold("hit", clicks=9), cold("also", clicks=8), cold("new", minutes=1, impressions=1)]
    shown = Counter(tuple(picked(shelf, 2, seed=seed)) for seed in SEEDS)
    assert shown.keys() == {("hit", "also"), ("hit", "new")}
    assert shown["hit", "new"] / len(SEEDS) == pytest.approx(EXPLORING_LISTS, abs=0.01)


def test_every_second_list_shows_the_newest_article_that_nobody_has_seen() -> None:
    shelf = [cold("hit", clicks=9), cold("older", minutes=2, impressions=0), cold("new", minutes=1, impressions=0)]
    shown = Counter(picked(shelf, 1, seed=seed)[0] for seed in SEEDS)
    assert shown.keys() == {"hit", "new"}
    assert shown["new"] / len(SEEDS) == pytest.approx(FIRST_SHOWING_LISTS, abs=0.03)


def test_an_article_that_nobody_saw_in_ten_minutes_waits_for_chance_as_others_do() -> None:
    shelf = [cold("hit", clicks=9), cold("unseen", minutes=10, impressions=0)]
    shown = Counter(picked(shelf, 1, seed=seed)[0] for seed in SEEDS)
    assert shown["unseen"] / len(SEEDS) == pytest.approx(EXPLORING_LISTS, abs=0.01)


def test_not_all_of_them_show_the_same_one_and_none_is_left_out() -> None:
    waiting = [cold(f"new{number}", impressions=number) for number in range(1, 6)]
    shelf = [*(cold(f"hit{number}", clicks=9) for number in range(2)), *waiting]
    last = Counter(picked(shelf, 2, seed=seed)[-1] for seed in SEEDS)
    shown = [last[one.article_id] for one in waiting]
    assert min(shown) > 0.5 * sum(shown) / len(shown)


def test_after_its_fair_showing_an_article_is_not_shown_for_its_newness() -> None:
    shelf = [cold("hit", clicks=9), cold("new", minutes=1, impressions=20)]
    assert {tuple(picked(shelf, 1, seed=seed)) for seed in SEEDS} == {("hit",)}


def test_a_reload_shows_the_same_articles() -> None:
    shelf = [cold(f"new{number}", impressions=number) for number in range(9)]
    assert all(picked(shelf, 2, seed=seed) == picked(shelf, 2, seed=seed) for seed in SEEDS[:200])


@given(st.lists(st.tuples(st.integers(0, 119), st.integers(0, 50), st.integers(0, 500)), max_size=8), st.integers(0, 9))
def test_picks_are_as_many_as_there_are_places_or_articles_each_once(
    drawn: list[tuple[int, int, int]], places: int
) -> None:
    shelf = [
        cold(str(number), minutes=minutes, clicks=clicks, impressions=shown)
        for number, (minutes, clicks, shown) in enumerate(drawn)
    ]
    for seed in (exploring(), "a"):
        assert len(set(picked(shelf, places, seed=seed))) == min(places, len(shelf))


def test_an_inserted_article_that_a_model_named_too_moves_and_remembers_it() -> None:
    listed = insert(ranked(5), [article("m4")], limit=5, first_slot=2, seed="x")
    ids = [candidate.article.article_id for candidate in listed]
    assert sorted(ids) == ["m0", "m1", "m2", "m3", "m4"]
    moved = listed[ids.index("m4")]
    assert (moved.source, moved.also_from) == (Source.JUST_PUBLISHED, (Source.TRENDING,))


@given(st.integers(0, 30), st.integers(0, 6), st.integers(1, 12), st.integers(1, 8), st.text(max_size=5))
def test_insertion_loses_nothing_keeps_the_ranked_order_and_respects_its_slots(
    models: int, chosen: int, limit: int, first_slot: int, seed: str
) -> None:
    fresh = [article(f"f{number}") for number in range(min(chosen, limit))]
    listed = insert(ranked(models), fresh, limit=limit, first_slot=first_slot, seed=seed)
    ids = [candidate.article.article_id for candidate in listed]
    assert [id for id in ids if id.startswith("m")] == [f"m{number}" for number in range(models)]
    assert [id for id in ids if id.startswith("f")] == [fresh_one.article_id for fresh_one in fresh]
    assert all(f"f{number}" in ids[:limit] for number in range(len(fresh)))
    if models >= limit and first_slot + len(fresh) <= limit:
        assert not any(id.startswith("f") for id in ids[: first_slot - 1])
    assert insert(ranked(models), fresh, limit=limit, first_slot=first_slot, seed=seed) == listed
