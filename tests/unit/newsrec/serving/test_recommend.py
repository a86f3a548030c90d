from dataclasses import replace
from datetime import timedelta

import pytest

from newsrec.interests import FORGOTTEN, Interest, InterestKind, ReadArticle, ReaderProfile
from newsrec.model import Article, ArticleStatus, Image, Preferences, Source
from newsrec.rules.catalogue.maxima import MaxPerAttribute
from newsrec.rules.rule import Rule
from newsrec.serving.asking import Outage
from newsrec.serving.just_published import ColdArticle
from newsrec.serving.ports import Follows, Question
from newsrec.serving.recommend import ServedList, recommend, recommend_from
from newsrec.surfaces import Followed, Surface
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.records import NOW, article
from tests.unit.newsrec.serving.fakes import HOME, Newsroom, request

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
        assert {source for source, _ in at.asked} == {"trending", "popular", "just_published", "articles"}
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


def surface(**changed: object) -> Surface:
    return replace(HOME, **{"rules": ()} | changed)


@pytest.mark.parametrize("said", [ReaderProfile(preferences=Preferences(personalised=False)), FORGOTTEN])
def test_a_reader_who_said_no_in_their_preferences_gets_a_list_that_is_nobodys(said: ReaderProfile) -> None:
    profile = replace(said, reads=(ReadArticle("t0", NOW),))
    listed = served(newsroom(profile=profile, shelf=[]))
    assert listed.request.profiled_reader is None
    assert ids(listed) == ["t0", "t1", "t2", "t3", "t4"]
    assert listed.degraded == ()


@pytest.mark.parametrize("said", [ReaderProfile(preferences=Preferences(personalised=False)), FORGOTTEN])
def test_a_reader_who_says_no_between_two_pages_is_not_profiled_on_the_second(said: ReaderProfile) -> None:
    at = newsroom()
    with at.sources() as sources:
        first = recommend(request(limit=8), sources)
        at.profile = said
        second = recommend_from(request(limit=8), first.rest, sources)
    assert second.request.profiled_reader is None
    assert second.items


def test_three_sources_are_mixed_by_their_shares() -> None:
    mix = {"personalised": 0.5, "trending": 0.2, "popular": 0.3}
    at = newsroom(articles=[*articles("p", 10), *articles("t", 10), *articles("c", 5)], shelf=[])
    sources = [item.source for item in served(at, surface=surface(mix=mix), limit=10).items]
    assert [sources.count(source) for source in (Source.PERSONALISED, Source.TRENDING, Source.POPULAR)] == [5, 2, 3]


COMES_BACK_FOR_ROCHE = ReaderProfile(interests={Interest(InterestKind.COMPANY, "Roche"): 9.0})


def test_a_share_of_the_personalised_places_goes_to_what_the_reader_follows() -> None:
    at = newsroom(profile=COMES_BACK_FOR_ROCHE, followed=frozenset({"p5", "p6", "p7", "p8"}), shelf=[])
    wanted = surface(mix={"personalised": 1.0}, followed=Followed(share=0.25))
    listed = served(at, surface=wanted, limit=8)
    assert [id in at.followed for id in ids(listed)].count(True) == 2
    assert [one.followed for one in listed.rest].count(True) == 2
    asked = [source for source, _ in at.asked]
    assert asked.index("history") < asked.index("personalised")
    [question] = [question for source, question in at.asked if source == "personalised"]
    assert isinstance(question, Question)
    assert question.follows == Follows(share=0.25, companies=("Roche",))


def test_a_list_on_chosen_topics_keeps_no_places_for_what_the_reader_follows() -> None:
    at = newsroom(profile=COMES_BACK_FOR_ROCHE, followed=frozenset({"p5"}))
    served(at, surface=surface(followed=Followed(share=0.25)), topics=frozenset({"topic p1"}))
    [question] = [question for source, question in at.asked if source == "personalised"]
    assert isinstance(question, Question)
    assert (question.follows, question.topics) == (None, {"topic p1"})


def test_a_model_with_nothing_to_say_is_marked_as_empty_unless_a_topic_was_asked_for() -> None:
    assert served(newsroom(trending=[])).outages == (Outage("trending", "empty"),)
    assert served(newsroom(trending=[]), topics=frozenset({"topic p1"})).outages == ()


def test_a_reload_within_minutes_is_the_same_list_under_another_id() -> None:
    window = NOW.replace(minute=0)
    shelf = [replace(cold, impressions=50) for cold in newsroom().shelf]
    first = served(newsroom(shelf=shelf), limit=10, now=window, list_id="l_1")
    again = served(newsroom(shelf=shelf), limit=10, now=window + timedelta(minutes=4), list_id="l_2")
    assert ids(again) == ids(first)


def test_what_a_list_leaves_makes_its_next_page_without_asking_a_model() -> None:
    at = newsroom()
    with at.sources() as sources:
        first = recommend(request(limit=8), sources)
        at.asked.clear()
        following = request(limit=8, page_ids=tuple(ids(first)))
        second = recommend_from(following, first.rest, sources)
        last = replace(following, page_ids=(*following.page_ids, *ids(second)), limit=20)
        third = recommend_from(last, second.rest, sources)
    assert {source for source, _ in at.asked} == {"history", "articles"}
    assert (len(second.items), first.more, second.more, third.more) == (8, True, True, False)
    shown = [*ids(first), *ids(second), *ids(third)]
    assert len(shown) == len(set(shown)) == 28


def test_a_next_page_leaves_out_what_was_withdrawn_or_read_meanwhile() -> None:
    at = newsroom()
    with at.sources() as sources:
        first = recommend(request(limit=8), sources)
        gone, read = first.rest[0].article_id, first.rest[1].article_id
        at.articles = [replace(a, status=ArticleStatus.WITHDRAWN) if a.article_id == gone else a for a in at.articles]
        at.profile = ReaderProfile(reads=(ReadArticle(read, NOW),))
        second = recommend_from(request(limit=20), first.rest, sources)
    assert {gone, read}.isdisjoint(ids(second))


def test_the_share_of_just_published_articles_holds_in_the_final_list_whatever_the_rules_want() -> None:
    avoid = MaxPerAttribute(attribute="source", max=1)
    rule = Rule(id="few", params=avoid, mode="soft", priority=1)
    half = replace(HOME.just_published, share=0.15)
    counts: list[int] = []
    for reader in range(200):
        listed = served(
            newsroom(), surface=surface(just_published=half, rules=(rule,)), limit=10, reader_id=f"r{reader}"
        )
        counts.append(sum(item.source is Source.JUST_PUBLISHED for item in listed.items))
    assert set(counts) == {1, 2}
    assert abs(sum(counts) / len(counts) - 1.5) < 0.12


def test_a_surface_that_names_topics_takes_just_published_articles_on_these_alone() -> None:
    at = newsroom()
    at.articles = [replace(one, topics=("film",)) if one.article_id == "j1" else one for one in at.articles]
    on_film = replace(HOME.just_published, share=0.5, topics=("film",))
    listed = served(at, surface=surface(just_published=on_film), limit=6)
    assert [item.article.article_id for item in listed.items if item.source is Source.JUST_PUBLISHED] == ["j1"]


def test_a_list_of_usual_size_looks_its_articles_up_in_one_call() -> None:
    at = newsroom(
        articles=[*articles("p", 200), *articles("t", 200), *articles("c", 200)],
        personalised=[f"p{number}" for number in range(200)],
        trending=[f"t{number}" for number in range(200)],
        popular=[f"c{number}" for number in range(200)],
    )
    served(at, limit=10)
    [looked_up] = [question for source, question in at.asked if source == "articles"]
    assert isinstance(looked_up, set)
    assert len(looked_up) <= 100


def test_where_too_few_of_the_best_may_be_shown_more_are_looked_up() -> None:
    gone = [replace(one, status=ArticleStatus.WITHDRAWN) for one in articles("p", 150)]
    names = [one.article_id for one in gone]
    at = newsroom(articles=[*gone, *articles("q", 10)], personalised=[*names, *(f"q{n}" for n in range(10))])
    listed = served(at, surface=surface(mix={"personalised": 1.0}, overfetch=20), limit=8)
    assert len(listed.items) == 8


def test_a_surface_that_refuses_much_asks_its_models_for_more() -> None:
    gone = [replace(one, status=ArticleStatus.WITHDRAWN) for one in articles("p", 30)]
    at = newsroom(articles=[*gone, *articles("t", 10)], personalised=[one.article_id for one in gone], shelf=[])
    with at.sources() as sources:
        for _ in range(40):
            recommend(request(), sources)
    asked = [question.most for source, question in at.asked if source == "trending" and isinstance(question, Question)]
    assert asked == sorted(asked)
    assert asked[-1] > 2 * asked[0]
