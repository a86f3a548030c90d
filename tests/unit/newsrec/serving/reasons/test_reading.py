from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from newsrec.interests import Interest, InterestKind, ReadArticle
from newsrec.interests.audience import AverageReader
from newsrec.model import Candidate, Preferences, Source
from newsrec.serving.reasons import Cause, PlacedBy, Reasoning, reasons_for
from tests.unit.newsrec.records import NOW, article
from tests.unit.newsrec.serving.reasons.readers import ABOUT_ACME, codes, company, grounds, reads, topic

FOR_VARIETY = PlacedBy("at-most-three-per-topic", Cause.VARIETY)


def test_three_articles_on_its_main_company_are_a_reason_with_the_proof() -> None:
    [reason, *_] = reasons_for(
        Candidate(article=ABOUT_ACME, source=Source.PERSONALISED), grounds(*reads(3, company("Acme")))
    )
    assert (reason.code, reason.text) == ("reads_company", "Because you often read about Acme")
    assert reason.evidence == {"company": "Acme", "articles_read": 3, "days": 30, "share": 1.0, "average_share": 0.0}


@pytest.mark.parametrize(
    "read",
    [
        reads(2, company("Acme")),
        reads(9, company("Acme"), days_ago=30.01),
        reads(9, company("Bolt")),
        reads(9, topic("Acme")),
        reads(9, company("Acme"), topic("public health")),
    ],
    ids=["two articles", "too long ago", "not the main company", "a topic of the same name", "reads on health"],
)
def test_less_than_that_is_no_company_reason(read: tuple[ReadArticle, ...]) -> None:
    assert "reads_company" not in codes(ABOUT_ACME, grounds(*read))


@pytest.mark.parametrize(("average_share", "holds"), [(0.5, True), (0.51, False)])
def test_a_company_must_be_read_of_twice_as_much_as_readers_do_on_average(average_share: float, holds: bool) -> None:
    average = AverageReader(readers=100, company_shares={"Acme": average_share})
    assert ("reads_company" in codes(ABOUT_ACME, grounds(*reads(3, company("Acme")), average=average))) == holds
    elsewhere = (*reads(3, company("Acme")), *reads(3))
    assert "reads_company" not in codes(ABOUT_ACME, grounds(*elsewhere, average=average))


def test_where_the_average_reader_is_not_known_no_company_is_a_reason() -> None:
    assert codes(ABOUT_ACME, grounds(*reads(9, company("Acme")), average=None)) == ["similar_readers"]


@pytest.mark.parametrize(
    ("interest", "code"),
    [(topic("business"), "reads_topic"), (Interest(InterestKind.INDUSTRY, "steel"), "reads_industry")],
)
def test_five_articles_on_its_main_topic_or_industry_are_a_reason_four_are_not(interest: Interest, code: str) -> None:
    assert codes(ABOUT_ACME, grounds(*reads(5, interest))) == [code]
    assert codes(ABOUT_ACME, grounds(*reads(4, interest))) == ["similar_readers"]
    assert codes(ABOUT_ACME, grounds(*reads(9, topic("sport")))) == ["similar_readers"]


@pytest.mark.parametrize(
    "sensitive",
    [{"topics": ("sport", "Religion")}, {"industries": ("mental health",)}, {"editorial_flags": ("tragedy",)}],
    ids=["topic", "industry", "flag"],
)
def test_a_sensitive_article_has_no_reason_from_what_was_read_or_is_followed(sensitive: dict[str, object]) -> None:
    follows = Preferences(follows_companies=("Acme",))
    at = grounds(*reads(9, company("Acme"), topic("sport")), preferences=follows)
    of = article("new", **{"companies": ("Acme",), "topics": ("sport",)} | sensitive)
    assert codes(of, at) == ["similar_readers"]
    assert codes(of, at, followed=True) == []


def test_three_reads_of_an_author_in_sixty_days_are_a_reason() -> None:
    of = article("new", authors=("Ruth Calloway", "Tom Farraday"))
    assert codes(of, grounds(*reads(3, days_ago=60, authors=("Tom Farraday",)))) == ["reads_author"]
    assert codes(of, grounds(*reads(2, authors=("Tom Farraday",)))) == ["similar_readers"]
    assert "reads_author" not in codes(of, grounds(*reads(9, days_ago=60.01, authors=("Tom Farraday",))))


@pytest.mark.parametrize(
    ("days_ago", "text"),
    [
        (0.2, "Update to a story you read today"),
        (1, "Update to a story you read on Sunday"),
        (5.9, "Update to a story you read on Tuesday"),
        (6.1, "Update to a story you read"),
    ],
)
def test_a_newer_article_of_a_story_names_the_day_on_which_the_story_was_read(days_ago: float, text: str) -> None:
    of = article("new", story_cluster_id="s1", published_at=NOW - timedelta(hours=1))
    at = grounds(*reads(1, days_ago=days_ago, story_cluster_id="s1"))
    [reason, *_] = reasons_for(Candidate(article=of, source=Source.PERSONALISED), at)
    assert (reason.code, reason.text) == ("continues_story", text)


def test_the_day_is_that_of_the_newsroom_s_time_zone() -> None:
    of = article("new", story_cluster_id="s1", published_at=NOW)
    read = ReadArticle("a", NOW - timedelta(hours=10), story_cluster_id="s1")  # 23:00 in UTC, 8 hours later in Tokyo

    def text(zone: str) -> str:
        at = replace(grounds(read), reasoning=Reasoning(time_zone=ZoneInfo(zone)))
        return reasons_for(Candidate(article=of, source=Source.PERSONALISED), at)[0].text

    assert text("UTC") == "Update to a story you read on Sunday"
    assert text("Asia/Tokyo") == "Update to a story you read today"


def test_an_older_article_of_a_story_is_no_update() -> None:
    of = article("new", story_cluster_id="s1", published_at=NOW - timedelta(days=2))
    assert codes(of, grounds(*reads(1, days_ago=1, story_cluster_id="s1"))) == ["similar_readers"]
    assert codes(of, grounds(*reads(1, days_ago=3, story_cluster_id="another"))) == ["similar_readers"]


@pytest.mark.parametrize(
    ("preferences", "code"),
    [
        (Preferences(follows_companies=("Bolt",)), "follows_company"),
        (Preferences(follows_topics=("sport",)), "follows_topic"),
    ],
)
def test_following_is_a_reason_in_a_place_that_is_kept_for_it_and_nowhere_else(
    preferences: Preferences, code: str
) -> None:
    at = grounds(*reads(1), preferences=preferences)
    assert codes(ABOUT_ACME, at, followed=True) == [code]
    assert codes(ABOUT_ACME, at) == ["similar_readers"]
    assert codes(ABOUT_ACME, grounds(*reads(1)), followed=True) == []


@pytest.mark.parametrize("source", [Source.TRENDING, Source.POPULAR, Source.JUST_PUBLISHED])
def test_what_was_read_is_no_reason_where_another_source_placed_the_article(source: Source) -> None:
    read = reads(9, company("Acme"), topic("business"))
    assert "reads_company" not in codes(ABOUT_ACME, grounds(*read), source, also_from=(Source.PERSONALISED,))


def test_in_a_fused_list_every_source_that_names_an_article_is_a_reason() -> None:
    at = grounds(*reads(9, topic("business")), fused=True)
    assert codes(ABOUT_ACME, at, Source.TRENDING, also_from=(Source.PERSONALISED,)) == ["reads_topic", "trending"]


def test_a_rule_for_variety_is_a_reason_where_the_topics_are_new_to_the_reader() -> None:
    at = grounds(*reads(5, topic("film")))
    assert codes(ABOUT_ACME, at, Source.TRENDING, [FOR_VARIETY]) == ["trending", "new_for_you"]
    assert codes(ABOUT_ACME, at, Source.TRENDING) == ["trending"]
    assert codes(ABOUT_ACME, grounds(*reads(5, topic("sport"))), Source.TRENDING, [FOR_VARIETY]) == ["trending"]
    assert codes(ABOUT_ACME, grounds(*reads(4, topic("film"))), Source.TRENDING, [FOR_VARIETY]) == ["trending"]


@pytest.mark.parametrize(
    "changed",
    [{"profiled": False}, {"preferences": Preferences(personalised=False)}, {"forgotten": True}],
    ids=["a list that is nobody's", "the reader said no", "forgotten"],
)
def test_without_profiling_there_is_no_reason_from_history(changed: dict[str, object]) -> None:
    at = grounds(*reads(9, company("Acme"), topic("business")), **changed)
    found = codes(ABOUT_ACME, at, Source.PERSONALISED, [FOR_VARIETY], followed=False)
    assert set(found) <= {"not_personalised"}


def test_similar_readers_are_the_reason_only_of_a_reader_who_is_known() -> None:
    assert codes(ABOUT_ACME, grounds(*reads(1))) == ["similar_readers"]
    assert codes(ABOUT_ACME, grounds()) == []
