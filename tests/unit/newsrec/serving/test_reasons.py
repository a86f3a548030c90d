from datetime import timedelta

import pytest

from newsrec.interests import NOBODY, Interest, InterestKind, ReadArticle, ReaderProfile
from newsrec.model import Article, Candidate, Source, Sponsor
from newsrec.serving.reasons import reason_for
from tests.unit.newsrec.records import NOW, article

ACME = Interest(InterestKind.COMPANY, "Acme")
SPORT = Interest(InterestKind.TOPIC, "sport")
ABOUT_ACME = article("new", companies=("Acme", "Bolt"), topics=("business",))


def reader(interest: Interest, articles: int, *, days_ago: int = 1) -> ReaderProfile:
    read_at = NOW - timedelta(days=days_ago)
    return ReaderProfile(reads=tuple(ReadArticle(f"a{number}", read_at, (interest,)) for number in range(articles)))


def code(of: Article, profile: ReaderProfile, source: Source = Source.PERSONALISED) -> str:
    return reason_for(Candidate(article=of, source=source), profile, NOW).code


def test_three_articles_on_its_main_company_are_a_reason() -> None:
    reason = reason_for(Candidate(article=ABOUT_ACME, source=Source.PERSONALISED), reader(ACME, 3), NOW)
    assert (reason.code, reason.text) == ("reads_company", "Because you often read about Acme")
    assert reason.evidence == {"company": "Acme", "articles_read": 3}


@pytest.mark.parametrize(
    "profile",
    [
        reader(ACME, 2),
        reader(ACME, 9, days_ago=31),
        reader(Interest(InterestKind.COMPANY, "Bolt"), 9),
        reader(Interest(InterestKind.TOPIC, "Acme"), 9),
    ],
    ids=["two articles", "too long ago", "not the main company", "a topic of the same name"],
)
def test_less_than_that_is_no_company_reason(profile: ReaderProfile) -> None:
    assert code(ABOUT_ACME, profile) == "similar_readers"


def test_five_articles_on_its_main_topic_are_a_reason_four_are_not() -> None:
    assert code(article(topics=("sport",)), reader(SPORT, 5)) == "reads_topic"
    assert code(article(topics=("sport",)), reader(SPORT, 4)) == "similar_readers"


@pytest.mark.parametrize("topics", [("politics",), ("Health", "science"), ("business", "crime")])
def test_sensitive_topics_give_no_reason_from_history(topics: tuple[str, ...]) -> None:
    profile = reader(Interest(InterestKind.TOPIC, topics[0]), 9)
    assert code(article(topics=topics), profile) == "similar_readers"
    assert code(article(topics=topics, companies=("Acme",)), reader(ACME, 9)) == "similar_readers"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (Source.TRENDING, "trending"),
        (Source.JUST_PUBLISHED, "just_published"),
        (Source.POPULAR, "popular"),
    ],
)
def test_what_placed_the_article_is_its_reason_even_where_history_would_fit(source: Source, expected: str) -> None:
    assert code(ABOUT_ACME, reader(ACME, 9), source) == expected


def test_nobody_s_list_has_no_reason_from_history() -> None:
    assert code(ABOUT_ACME, NOBODY) == "popular"


def test_sponsored_articles_say_so_before_anything_else() -> None:
    paid = article(sponsored=Sponsor(sponsor="Acme", label="Paid content"), companies=("Acme",))
    assert reason_for(Candidate(article=paid, source=Source.TRENDING), NOBODY, NOW).text == "Paid content by Acme"
