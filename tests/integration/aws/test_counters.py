from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsrec.aws.awaiting import AwaitingArticleTable
from newsrec.aws.clients import client
from newsrec.aws.counters import Counters
from newsrec.aws.history import write_history
from newsrec.aws.just_published import JustPublishedTable
from newsrec.aws.popular import ArticleClicksTable
from newsrec.aws.readers import ReaderInterestsTable
from newsrec.ingestion.deadline import LONGEST_CALL_SECONDS, Deadline
from newsrec.ingestion.ports import Counting
from newsrec.interests import Interest, InterestKind
from newsrec.model import Article, Interaction, InteractionType
from newsrec.serving.just_published import PRIOR_CLICKS, PRIOR_IMPRESSIONS
from newsrec.unavailable import Unacceptable, Unavailable
from tests.unit.newsrec.records import NOW, article, click

pytestmark = pytest.mark.usefixtures("tables")

COUNTERS = Counters(
    reader_interests="reader-interests",
    just_published="just-published",
    article_clicks="article-clicks",
    awaiting_article="awaiting-article",
)
WAITING = AwaitingArticleTable("awaiting-article")
READERS = ReaderInterestsTable("reader-interests")
SHELF = JustPublishedTable("just-published")
OLD = article("old", companies=("Acme",), topics=("business",))
NEW = article("new", published_at=NOW - timedelta(minutes=10), companies=("Acme",))


KEYS = {
    "reader-interests": ("reader_id", "entry"),
    "just-published": ("article_id",),
    "article-clicks": ("window", "article_id"),
    "awaiting-article": ("article_id", "event_id"),
}


def error(code: str) -> dict[str, Any]:
    return {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {}}


def cancelled(reason: str) -> dict[str, Any]:
    return error("TransactionCanceledException") | {"CancellationReasons": [{"Code": reason}]}


def refuse(refusals: Sequence[Mapping[str, Any]]) -> None:
    """Lets the next transactions meet these errors instead of DynamoDB."""
    coming = iter(refusals)

    def answer(**_: object) -> tuple[object, Mapping[str, Any]] | None:
        refusal = next(coming, None)
        return (SimpleNamespace(status_code=400), refusal) if refusal else None

    client("dynamodb").meta.events.register("before-call.dynamodb.TransactWriteItems", answer)


def count(interaction: Interaction, article: Article | None = None) -> Counting:
    return COUNTERS.count(interaction, article, now=NOW)


def items(table: str) -> list[dict[str, Any]]:
    found = client("dynamodb").scan(TableName=table)["Items"]
    decoded = [{name: TypeDeserializer().deserialize(value) for name, value in item.items()} for item in found]
    return sorted(decoded, key=str)


def everything() -> list[list[dict[str, Any]]]:
    return [items(table) for table in KEYS]


def without_markers() -> list[list[dict[str, Any]]]:
    """What is counted; whether an event that counts for nothing is remembered makes no difference."""
    return [[item for item in table if not item.get("entry", "").startswith("event#")] for table in everything()]


def clear(table: str) -> None:
    for item in items(table):
        client("dynamodb").delete_item(TableName=table, Key={name: {"S": item[name]} for name in KEYS[table]})


def clear_all() -> None:
    for table in KEYS:
        clear(table)


def test_a_click_counts_for_the_reader_s_interests_and_history() -> None:
    count(click("old"), OLD)
    profile = READERS.profile("r1", NOW)
    assert profile.interests == {
        Interest(InterestKind.COMPANY, "Acme"): pytest.approx(1),
        Interest(InterestKind.TOPIC, "business"): pytest.approx(1),
    }
    assert [(read.article_id, read.read_at) for read in profile.reads] == [("old", NOW)]


def test_a_read_remembers_who_wrote_the_article_and_which_story_it_was() -> None:
    count(click("old"), replace(OLD, authors=("Ruth Calloway", "Tom Farraday"), story_cluster_id="s1"))
    [read] = READERS.profile("r1", NOW).reads
    assert (read.authors, read.story_cluster_id) == (("Ruth Calloway", "Tom Farraday"), "s1")


def test_a_click_delivered_again_changes_nothing() -> None:
    events = [
        (click("old"), OLD),
        (click("new", event_id="2"), NEW),
        (click("new", event_id="3", type=InteractionType.READ), NEW),
        (click("new", event_id="4", type=InteractionType.IMPRESSION), NEW),
    ]
    for event in events:
        count(*event)
    before = everything()
    assert {count(*event) for event in reversed(events)} == {Counting.EARLIER}
    assert everything() == before


def test_a_just_published_article_counts_impressions_clicks_and_each_reader_once() -> None:
    SHELF.offer(NEW)
    for number, (reader, kind) in enumerate(
        [("r1", "impression"), ("r1", "click"), ("r1", "click"), ("r2", "click"), ("r2", "read"), ("r3", "impression")]
    ):
        count(click("new", event_id=str(number), reader_id=reader, type=InteractionType(kind)), NEW)
    (cold,) = SHELF.published_after(NOW - timedelta(hours=2))
    assert (cold.impressions, cold.clicks, cold.unique_readers) == (2, 3, 2)


def test_clicks_that_came_before_the_article_are_kept_when_it_is_shelved() -> None:
    count(click("new"), NEW)
    assert SHELF.published_after(NOW - timedelta(hours=2)) == []
    SHELF.offer(NEW)
    assert [cold.clicks for cold in SHELF.published_after(NOW - timedelta(hours=2))] == [1]


def test_an_article_older_than_two_hours_has_no_just_published_counters() -> None:
    count(click("old"), OLD)
    assert items("just-published") == []


def test_impressions_of_older_articles_and_hidden_ones_leave_no_trace() -> None:
    count(click("old", type=InteractionType.IMPRESSION), OLD)
    count(click("old", event_id="2", type=InteractionType.HIDE), OLD)
    assert items("reader-interests") == []


def test_the_most_clicked_of_the_last_quarter_of_an_hour_come_first_and_while_clicks_are_few_earlier_ones_count() -> (
    None
):
    table = ArticleClicksTable("article-clicks")
    clicks = [("a", 0)] * 2 + [("b", 60)] * 3 + [("c", 24 * 60)] * 9
    for number, (article_id, minutes) in enumerate(clicks):
        at = NOW - timedelta(minutes=minutes)
        count(click(article_id, event_id=str(number), reader_id=str(number), occurred_at=at))
    assert table.most_clicked(NOW, most=10) == {"b": 3, "a": 2}
    assert list(table.most_clicked(NOW, most=1)) == ["b"]


def test_a_click_long_ago_has_faded_when_the_shelf_is_read() -> None:
    SHELF.offer(NEW)
    for number, age in enumerate((0, 10, 20)):
        event = click("new", event_id=str(number), occurred_at=NEW.published_at + timedelta(minutes=age))
        count(event, NEW)
        count(replace(event, event_id=f"i{number}", type=InteractionType.IMPRESSION), NEW)
    (cold,) = SHELF.published_after(NOW - timedelta(hours=2))
    assert (cold.fading_clicks, cold.fading_impressions) == (1 + 2 + 4, 1 + 2 + 4)
    in_half_an_hour = NEW.published_at + timedelta(minutes=30)
    seen = 1 / 8 + 1 / 4 + 1 / 2
    assert cold.click_through(in_half_an_hour) == pytest.approx((PRIOR_CLICKS + seen) / (PRIOR_IMPRESSIONS + seen))


def test_a_history_written_in_bulk_equals_the_same_interactions_counted_one_by_one() -> None:
    interactions = [
        click("old", event_id="1", occurred_at=NOW - timedelta(days=1)),
        click("old", event_id="2", occurred_at=NOW - timedelta(days=2)),
        click("gone", event_id="3"),
        click("old", event_id="4", reader_id="r2"),
        click("old", event_id="5", reader_id="r3", aggregate_only=True),
    ]
    readers = ("r1", "r2", "r3")
    articles = {"old": OLD}
    for interaction in interactions:
        count(interaction, articles.get(interaction.article_id))
    counted = [READERS.profile(reader, NOW) for reader in readers]
    clear("reader-interests")
    write_history("reader-interests", interactions, articles)
    assert [READERS.profile(reader, NOW) for reader in readers] == counted


def test_the_read_that_is_kept_is_the_earliest_in_whatever_order_reads_come() -> None:
    for number, hours in enumerate((2, 3, 1)):
        count(click("old", event_id=str(number), occurred_at=NOW - timedelta(hours=hours)), OLD)
    assert [read.read_at for read in READERS.profile("r1", NOW).reads] == [NOW - timedelta(hours=3)]


@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_order_and_number_of_deliveries_and_when_the_article_comes_change_no_counter(data: st.DataObject) -> None:
    clear_all()
    kinds = st.sampled_from(["click", "read", "share", "impression"])
    minutes = st.sampled_from([0, 5, 100, 170])
    drawn = data.draw(st.lists(st.tuples(kinds, st.sampled_from(["r1", "r2"]), minutes), min_size=1, max_size=5))
    events = [
        click(
            "new",
            event_id=str(number),
            reader_id=reader,
            type=InteractionType(kind),
            occurred_at=NOW + timedelta(minutes=late),
        )
        for number, (kind, reader, late) in enumerate(drawn)
    ]
    for event in events:
        count(event, NEW)
    clean = without_markers()
    clear_all()
    deliveries = data.draw(st.permutations([*events, *events[:2]]))
    unknown = data.draw(st.integers(0, len(deliveries)))
    for event in deliveries[:unknown]:
        count(event)
    waiting = data.draw(st.permutations(list(WAITING.of_article("new"))))
    for event in [*waiting, *waiting[:1]]:
        COUNTERS.join(event, NEW)
    for event in deliveries[unknown:]:
        count(event, NEW)
    assert without_markers() == clean


def test_a_click_that_waits_for_its_article_counts_as_read_and_clicked_now_at_once() -> None:
    count(click("new"))
    assert [read.article_id for read in READERS.profile("r1", NOW).reads] == ["new"]
    assert ArticleClicksTable("article-clicks").most_clicked(NOW, most=1) == {"new": 1}
    assert list(WAITING.of_article("new")) == [click("new")] == list(WAITING.among([click("new"), click("old")]))


def test_more_can_wait_for_one_article_than_one_look_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsrec.aws.awaiting.MOST_PER_LOOK", 2)
    for number in range(5):
        count(click("new", event_id=str(number)))
    for interaction in WAITING.of_article("new"):
        COUNTERS.join(interaction, NEW)
    assert list(WAITING.of_article("new")) == []
    assert [item["clicks"] for item in items("just-published")] == [5]


def test_of_a_reader_s_clicks_in_ten_seconds_the_first_ten_count_and_the_others_leave_no_trace() -> None:
    clicks = [
        click("new", event_id=str(number), occurred_at=NOW + timedelta(milliseconds=number)) for number in range(13)
    ]
    assert [count(one, NEW) for one in clicks[:10]] == [Counting.NOW] * 10
    before = everything()
    assert [count(one, NEW) for one in clicks] == [Counting.EARLIER] * 10 + [Counting.TOO_FAST] * 3
    assert everything() == before
    assert count(click("new", event_id="later", occurred_at=NOW + timedelta(seconds=10)), NEW) is Counting.NOW
    assert count(click("new", event_id="other", reader_id="r2"), NEW) is Counting.NOW


def test_without_profiling_only_the_article_s_counters_move() -> None:
    for number, kind in enumerate(("click", "impression", "read")):
        count(click("new", event_id=str(number), type=InteractionType(kind), aggregate_only=True), NEW)
    assert {item["entry"].split("#")[0] for item in items("reader-interests")} == {"event"}
    [cold] = items("just-published")
    assert (cold["clicks"], cold["impressions"], "unique_readers" in cold) == (1, 1, False)


def test_an_event_is_remembered_for_three_weeks_from_when_it_is_counted_however_late_it_came() -> None:
    count(click("old", occurred_at=NOW - timedelta(days=29)), OLD)
    [marker] = [item for item in items("reader-interests") if item["entry"].startswith("event#")]
    assert marker["ttl"] == (NOW + timedelta(days=21)).timestamp()


@pytest.mark.parametrize(
    ("refusal", "meaning"),
    [
        (error("ValidationException"), Unacceptable),
        (
            {"__type": "TransactionCanceledException", "CancellationReasons": [{"Code": "ValidationError"}]},
            Unacceptable,
        ),
        (error("ResourceNotFoundException"), Unavailable),
        (error("AccessDeniedException"), Unavailable),
    ],
)
def test_only_what_the_table_refuses_for_its_content_is_refused_for_good(
    refusal: dict[str, Any], meaning: type[Exception]
) -> None:
    refuse([refusal])
    with pytest.raises(meaning):
        count(click("old"), OLD)


def test_a_transaction_that_meets_another_one_is_tried_again_until_time_is_nearly_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("newsrec.aws.counters._WAIT_SECONDS", (0.001, 0.001))
    refuse([cancelled("TransactionConflict")] * 5)
    with pytest.raises(Unavailable, match="TransactionCanceled"):
        count(click("old"), OLD)
    hurried = replace(COUNTERS, deadline=Deadline(lambda: LONGEST_CALL_SECONDS - 1))
    with pytest.raises(Unavailable, match="time is nearly over"):
        hurried.count(click("old"), OLD, now=NOW)
    assert count(click("old"), OLD) is Counting.NOW


def test_an_article_that_is_taken_back_and_offered_again_has_kept_its_counters() -> None:
    SHELF.offer(NEW)
    count(click("new"), NEW)
    SHELF.take_back("new")
    assert SHELF.find("new", NOW) is None
    count(click("new", event_id="2"), NEW)
    SHELF.offer(NEW)
    assert [cold.clicks for cold in SHELF.published_after(NOW - timedelta(hours=2))] == [2]


def test_taking_back_what_was_never_on_the_shelf_leaves_nothing_there() -> None:
    SHELF.take_back("new")
    assert items("just-published") == []
