from datetime import timedelta

import pytest

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.just_published import JustPublishedTable
from newsrec.model import ArticleStatus, Image, Sponsor
from tests.unit.newsrec.records import NOW, article

pytestmark = pytest.mark.usefixtures("tables")

TABLE = ArticlesTable("articles")


def test_an_article_is_read_as_it_was_put_with_every_field() -> None:
    whole = article(
        "a1",
        image=Image(url="/a.svg", alt="A bridge", width=1200, height=720),
        sponsored=Sponsor(sponsor="Acme", label="Paid content"),
        companies=("Acme", "Bolt"),
        embargo_until=NOW,
        updated_at=NOW,
        news_value=4,
        word_count=800,
        status=ArticleStatus.WITHDRAWN,
    )
    bare = article("a2", title=None, topics=(), image=Image(url="/b.svg"))
    assert TABLE.put(whole)
    assert TABLE.put(bare)
    assert TABLE.get_many(["a1", "a2", "a3"]) == {"a1": whole, "a2": bare}


def test_a_later_description_is_kept_against_an_older_one() -> None:
    newer = article("a1", title="Newer", updated_at=NOW)
    assert TABLE.put(newer)
    assert not TABLE.put(article("a1", title="Older", updated_at=NOW - timedelta(seconds=1)))
    assert TABLE.get_many(["a1"])["a1"].title == "Newer"


def test_the_same_description_may_be_put_again() -> None:
    assert TABLE.put(article("a1", updated_at=NOW))
    assert TABLE.put(article("a1", updated_at=NOW))


def test_more_articles_than_one_read_takes_are_all_found() -> None:
    for number in range(120):
        TABLE.put(article(f"a{number}"))
    assert len(TABLE.get_many(f"a{number}" for number in range(130))) == 120


def test_the_shelf_holds_what_was_published_after_a_time_newest_first() -> None:
    shelf = JustPublishedTable("just-published")
    for minutes in (30, 10, 200):
        shelf.offer(article(f"a{minutes}", published_at=NOW - timedelta(minutes=minutes)))
    assert [cold.article_id for cold in shelf.published_after(NOW - timedelta(hours=2))] == ["a10", "a30"]
    shelf.take_back("a10")
    assert [cold.article_id for cold in shelf.published_after(NOW - timedelta(hours=2))] == ["a30"]
