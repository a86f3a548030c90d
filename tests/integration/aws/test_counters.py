from datetime import timedelta
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer

from newsrec.aws.clients import client
from newsrec.aws.counters import Counters
from newsrec.aws.history import write_history
from newsrec.aws.just_published import JustPublishedTable
from newsrec.aws.popular import ArticleClicksTable
from newsrec.aws.readers import ReaderInterestsTable
from newsrec.interests import Interest, InterestKind
from newsrec.model import InteractionType
from tests.unit.newsrec.records import NOW, article, click

pytestmark = pytest.mark.usefixtures("tables")

COUNTERS = Counters(
    reader_interests="reader-interests", just_published="just-published", article_clicks="article-clicks"
)
READERS = ReaderInterestsTable("reader-interests")
SHELF = JustPublishedTable("just-published")
OLD = article("old", companies=("Acme",), topics=("business",))
NEW = article("new", published_at=NOW - timedelta(minutes=10), companies=("Acme",))


def items(table: str) -> list[dict[str, Any]]:
    found = client("dynamodb").scan(TableName=table)["Items"]
    decoded = [{name: TypeDeserializer().deserialize(value) for name, value in item.items()} for item in found]
    return sorted(decoded, key=str)


def test_a_click_counts_for_the_reader_s_interests_and_history() -> None:
    COUNTERS.count(click("old"), OLD)
    profile = READERS.profile("r1", NOW)
    assert profile.interests == {
        Interest(InterestKind.COMPANY, "Acme"): pytest.approx(1),
        Interest(InterestKind.TOPIC, "business"): pytest.approx(1),
    }
    assert [(read.article_id, read.read_at) for read in profile.reads] == [("old", NOW)]


def test_a_click_delivered_again_changes_nothing() -> None:
    events = [
        (click("old"), OLD),
        (click("new", event_id="2"), NEW),
        (click("new", event_id="3", type=InteractionType.READ), NEW),
        (click("new", event_id="4", type=InteractionType.IMPRESSION), NEW),
    ]
    for event in events:
        COUNTERS.count(*event)
    tables = ("reader-interests", "just-published", "article-clicks")
    before = [items(table) for table in tables]
    for event in reversed(events):
        COUNTERS.count(*event)
    assert [items(table) for table in tables] == before


def test_a_just_published_article_counts_impressions_clicks_and_each_reader_once() -> None:
    SHELF.offer(NEW)
    for number, (reader, kind) in enumerate(
        [("r1", "impression"), ("r1", "click"), ("r1", "click"), ("r2", "click"), ("r2", "read"), ("r3", "impression")]
    ):
        COUNTERS.count(click("new", event_id=str(number), reader_id=reader, type=InteractionType(kind)), NEW)
    (cold,) = SHELF.published_after(NOW - timedelta(hours=2))
    assert (cold.impressions, cold.clicks, cold.unique_readers) == (2, 3, 2)


def test_clicks_that_came_before_the_article_are_kept_when_it_is_shelved() -> None:
    COUNTERS.count(click("new"), NEW)
    assert SHELF.published_after(NOW - timedelta(hours=2)) == []
    SHELF.offer(NEW)
    assert [cold.clicks for cold in SHELF.published_after(NOW - timedelta(hours=2))] == [1]


def test_an_article_older_than_two_hours_has_no_just_published_counters() -> None:
    COUNTERS.count(click("old"), OLD)
    assert items("just-published") == []


def test_impressions_of_older_articles_and_hidden_ones_leave_no_trace() -> None:
    COUNTERS.count(click("old", type=InteractionType.IMPRESSION), OLD)
    COUNTERS.count(click("old", event_id="2", type=InteractionType.HIDE), OLD)
    assert items("reader-interests") == []


def test_the_most_clicked_of_the_last_hours_come_first_and_an_hour_s_clicks_fade() -> None:
    at = {"now": NOW, "hour ago": NOW - timedelta(hours=1), "yesterday": NOW - timedelta(hours=24)}
    clicks = [("a", "now")] * 2 + [("b", "hour ago")] * 3 + [("c", "yesterday")] * 9
    for number, (article_id, when) in enumerate(clicks):
        COUNTERS.count(click(article_id, event_id=str(number), occurred_at=at[when]), None)
    assert ArticleClicksTable("article-clicks").most_clicked(NOW, most=10) == ["a", "b"]


def test_a_history_written_in_bulk_equals_the_same_interactions_counted_one_by_one() -> None:
    interactions = [
        click("old", event_id="1", occurred_at=NOW - timedelta(days=2)),
        click("old", event_id="2", occurred_at=NOW - timedelta(days=1)),
        click("gone", event_id="3"),
        click("old", event_id="4", reader_id="r2"),
    ]
    articles = {"old": OLD}
    for interaction in interactions:
        COUNTERS.count(interaction, articles.get(interaction.article_id))
    counted = [READERS.profile(reader, NOW) for reader in ("r1", "r2")]
    for item in items("reader-interests"):
        client("dynamodb").delete_item(
            TableName="reader-interests", Key={name: {"S": item[name]} for name in ("reader_id", "entry")}
        )
    write_history("reader-interests", interactions, articles)
    assert [READERS.profile(reader, NOW) for reader in ("r1", "r2")] == counted
