from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsrec.model import Candidate, Source
from newsrec.serving.just_published import ColdArticle, insert, picks, places_for
from tests.unit.newsrec.records import NOW, article


def cold(article_id: str, *, minutes: int = 30, clicks: int = 0, impressions: int = 100) -> ColdArticle:
    return ColdArticle(
        article_id=article_id, published_at=NOW - timedelta(minutes=minutes), clicks=clicks, impressions=impressions
    )


def ranked(count: int) -> list[Candidate]:
    return [Candidate(article=article(f"m{number}"), source=Source.TRENDING) for number in range(count)]


def test_a_share_is_a_maximum_and_rounds_down() -> None:
    assert [places_for(0.2, limit) for limit in (1, 4, 5, 9, 10, 50)] == [0, 0, 1, 1, 2, 10]


def test_the_most_clicked_per_hour_come_first() -> None:
    shelf = [cold("slow", minutes=110, clicks=5), cold("fast", minutes=10, clicks=4), cold("none")]
    assert [pick.article_id for pick in picks(shelf, 2, now=NOW)] == ["fast", "slow"]


def test_the_last_place_goes_to_the_least_shown_article_until_it_had_its_fair_showing() -> None:
    shelf = [cold("hit", clicks=9), cold("also", clicks=8), cold("new", minutes=1, impressions=0)]
    assert [pick.article_id for pick in picks(shelf, 2, now=NOW)] == ["hit", "new"]
    assert [pick.article_id for pick in picks([*shelf[:2], cold("new", minutes=1)], 2, now=NOW)] == ["hit", "also"]


def test_among_articles_nobody_saw_the_newest_is_shown() -> None:
    shelf = [cold("older", minutes=20, impressions=0), cold("newer", minutes=2, impressions=0), cold("hit", clicks=3)]
    assert [pick.article_id for pick in picks(shelf, 2, now=NOW)] == ["hit", "newer"]


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
