from datetime import timedelta

import pytest

from newsrec.interests import ReadArticle, ReaderProfile
from newsrec.model import ArticleStatus
from newsrec.serving.absence import Absence, explain_absence
from newsrec.serving.recommend import recommend
from tests.unit.newsrec.records import NOW, article
from tests.unit.newsrec.serving.fakes import Newsroom, request
from tests.unit.newsrec.serving.test_recommend import newsroom


def absence(article_id: str, at: Newsroom, **changed: object) -> Absence:
    with at.sources() as sources:
        return explain_absence(article_id, recommend(request(**changed), sources), sources)


def test_an_article_on_the_page_is_said_to_be_there() -> None:
    assert absence("p0", newsroom()).code == "shown"


def test_a_candidate_beyond_the_last_place_is_outranked_and_its_rank_is_told() -> None:
    found = absence("t9", newsroom())
    assert found.code == "outranked"
    assert found.rank is not None and found.rank > 5


def test_an_article_that_the_rules_lifted_another_over_names_the_rule() -> None:
    at = newsroom(shelf=[])
    at.articles = [
        article(one.article_id, topics=one.topics) if one.article_id.startswith("p") else one for one in at.articles
    ]
    found = absence("p0", at, limit=1)
    assert (found.code, found.rank, found.rule) == ("outranked", 1, "layout-slot-1-image")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"status": ArticleStatus.WITHDRAWN}, "withdrawn"),
        ({"status": ArticleStatus.DRAFT}, "draft"),
        ({"embargo_until": NOW + timedelta(minutes=1)}, "embargo"),
        ({"expires_at": NOW}, "expired"),
        ({"published_at": NOW + timedelta(minutes=1)}, "not_yet"),
        ({"published_at": NOW - timedelta(hours=73)}, "too_old"),
        ({}, "no_candidate"),
    ],
)
def test_an_article_that_no_source_could_name_says_what_keeps_it_out(changed: dict[str, object], code: str) -> None:
    at = newsroom()
    at.articles = [*at.articles, article("other", **changed)]
    assert absence("other", at).code == code


def test_what_a_candidate_may_not_be_shown_for_is_told() -> None:
    at = newsroom()
    at.articles = [article("p0", status=ArticleStatus.WITHDRAWN), *(a for a in at.articles if a.article_id != "p0")]
    assert absence("p0", at).code == "withdrawn"


def test_what_the_reader_has_had_is_told() -> None:
    profile = ReaderProfile(reads=(ReadArticle("p0", NOW),))
    assert absence("p0", newsroom(profile=profile)).code == "read"
    assert absence("p0", newsroom(), exclude=frozenset({"p0"})).code == "excluded"
    assert absence("p0", newsroom(), page_ids=("p0",)).code == "earlier_page"
    assert absence("p0", newsroom(), topics=frozenset({"topic p1"})).code == "off_topic"


def test_an_article_that_nobody_knows_is_unknown() -> None:
    assert absence("a typing mistake", newsroom()).code == "unknown"
