from datetime import timedelta

import pytest

from newsrec.interests import ReadArticle, ReaderProfile
from newsrec.model import Article, ArticleStatus, Image, Source
from newsrec.serving.just_published import ColdArticle
from newsrec.serving.recommend import ServedList, recommend
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.records import NOW, article
from tests.unit.newsrec.serving.fakes import Newsroom, request

LEAD = Image(url="/lead.svg", alt="A bridge", width=1500, height=900)


def articles(prefix: str, count: int) -> list[Article]:
    return [article(f"{prefix}{number}", topics=(f"topic {prefix}{number}",), image=LEAD) for number in range(count)]


def newsroom(**changed: object) -> Newsroom:
    """Ten articles of each model, five popular ones, and three on the shelf, no two of one topic."""
    shelf = [article(f"j{number}", published_at=NOW - timedelta(minutes=9 + number), image=LEAD) for number in range(3)]
    return Newsroom(
        **{
            "articles": [*articles("p", 10), *articles("t", 10), *articles("c", 5), *shelf],
            "personalised": [f"p{number}" for number in range(10)],
            "trending": [f"t{number}" for number in range(10)],
            "popular": [f"c{number}" for number in range(5)],
            "shelf": [ColdArticle(article_id=one.article_id, published_at=one.published_at) for one in shelf],
        }
        | changed  # type: ignore[arg-type]
    )


def served(at: Newsroom, **changed: object) -> ServedList:
    with at.sources() as sources:
        return recommend(request(**changed), sources)


def ids(of: ServedList) -> list[str]:
    return [item.article.article_id for item in of.items]


def test_both_models_are_mixed_with_just_published_articles_among_them() -> None:
    listed = served(newsroom(), limit=10)
    sources = [item.source for item in listed.items]
    assert (sources.count(Source.PERSONALISED), sources.count(Source.TRENDING)) == (6, 2)
    assert sources.count(Source.JUST_PUBLISHED) == 2
    assert Source.JUST_PUBLISHED not in sources[:2]
    assert listed.degraded == ()


def test_the_same_request_gives_the_same_list() -> None:
    assert ids(served(newsroom(), limit=10)) == ids(served(newsroom(), limit=10))


def test_what_the_reader_opened_is_left_out_of_every_source() -> None:
    profile = ReaderProfile(reads=tuple(ReadArticle(id, NOW) for id in ("p0", "t0", "j0", "c0")))
    listed = served(newsroom(profile=profile), limit=10)
    assert not {"p0", "t0", "j0", "c0"} & set(ids(listed))


@pytest.mark.parametrize(
    "changed",
    [
        {"status": ArticleStatus.WITHDRAWN},
        {"status": ArticleStatus.DRAFT},
        {"embargo_until": NOW + timedelta(minutes=1)},
        {"expires_at": NOW},
        {"published_at": NOW + timedelta(minutes=1)},
        {"published_at": NOW - timedelta(hours=73)},
    ],
    ids=["withdrawn", "draft", "under embargo", "expired", "of the future", "too old"],
)
def test_an_article_that_may_not_be_shown_is_in_no_list(changed: dict[str, object]) -> None:
    at = newsroom()
    at.articles = [article("p0", **changed), *(one for one in at.articles if one.article_id != "p0")]
    assert "p0" not in ids(served(at, limit=10))


def test_an_article_that_the_store_does_not_know_is_not_shown() -> None:
    assert "p99" not in ids(served(newsroom(personalised=["p99", "p1"])))


@pytest.mark.parametrize("away", ["personalised", "trending", "history", "just_published"])
def test_a_list_without_one_source_is_full_and_says_so(away: str) -> None:
    listed = served(newsroom(away={away}), limit=8)
    assert len(listed.items) == 8
    assert listed.degraded == (away,)


def test_without_both_models_the_popular_and_just_published_articles_are_left() -> None:
    listed = served(newsroom(away={"personalised", "trending"}))
    assert set(listed.degraded) == {"personalised", "trending"}
    assert {item.source for item in listed.items} == {Source.POPULAR, Source.JUST_PUBLISHED}
    assert len(listed.items) == 5


def test_with_nothing_but_the_shelf_its_articles_fill_the_list() -> None:
    listed = served(newsroom(away={"personalised", "trending", "popular"}))
    assert sorted(ids(listed)) == ["j0", "j1", "j2"]


def test_without_the_article_store_there_is_no_list() -> None:
    with pytest.raises(Unavailable):
        served(newsroom(away={"articles"}))


def test_nobody_and_readers_who_opted_out_are_not_profiled() -> None:
    for changed in ({"reader_id": None}, {"personalised": False}):
        at = newsroom()
        listed = served(at, **changed)
        assert {source for source, _ in at.asked} == {"trending", "just_published", "articles"}
        assert Source.PERSONALISED not in {item.source for item in listed.items}


def test_a_next_page_repeats_nothing_of_the_pages_before() -> None:
    first = served(newsroom())
    second = served(newsroom(), page_ids=tuple(ids(first)))
    assert first.more
    assert not set(ids(first)) & set(ids(second))


def test_topics_and_exclusions_hold_for_every_source() -> None:
    wanted = frozenset({"topic p3", "topic t4", "local"})
    listed = served(newsroom(), topics=wanted, exclude=frozenset({"j0"}))
    assert set(ids(listed)) == {"p3", "t4", "j1", "j2"}


def test_the_rules_lift_an_article_with_a_picture_to_the_top_and_say_so() -> None:
    at = newsroom(shelf=[])
    at.articles = [article("p0", topics=("x",)), *(one for one in at.articles if one.article_id != "p0")]
    listed = served(at)
    assert ids(listed)[:2] == ["t0", "p0"]
    assert (listed.items[0].was, listed.items[0].lifted, listed.items[1].fell) == (2, 1, 1)
    assert [swap.article_id for swap in listed.reranking.swaps] == ["t0"]
