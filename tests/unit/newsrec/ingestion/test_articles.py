import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsrec.ingestion.articles import ArticleIngestion
from newsrec.model import Article
from newsrec.transform import to_article
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.ingestion.fakes import Articles, Counters, DeadLetters, Personalize, Shelf
from tests.unit.newsrec.records import NOW, article_record, click


class Bench:
    """One consumer with remembered outside systems, at nine in the morning."""

    def __init__(self) -> None:
        self.events, self.articles, self.shelf = Personalize(), Articles(), Shelf()
        self.counters, self.dead_letters = Counters(), DeadLetters()
        self.ingestion = ArticleIngestion(
            events=self.events,
            articles=self.articles,
            just_published=self.shelf,
            awaiting=self.counters,
            counters=self.counters,
            dead_letters=self.dead_letters,
            executor=ThreadPoolExecutor(4),
        )

    def deliver(self, *records: dict[str, Any]) -> list[str]:
        """Delivers one batch; answers the positions that must come again."""
        payloads = {str(position): json.dumps(record).encode() for position, record in enumerate(records)}
        batch = self.ingestion.ingest(payloads, now=NOW)
        again: list[str] = []
        for position in payloads:
            try:
                batch.settle(position)
            except Unavailable:
                again.append(position)
        return again


def test_a_new_article_is_stored_told_to_the_models_and_just_published() -> None:
    bench = Bench()
    bench.deliver(article_record())
    assert set(bench.articles.stored) == {"a1"} == bench.shelf.on_it
    assert [[told.article_id for told in call] for call in bench.events.articles] == [["a1"]]


def test_an_article_of_two_hours_ago_is_not_just_published() -> None:
    bench = Bench()
    bench.deliver(article_record(published_at="2026-03-02T07:00:00Z"))
    assert bench.shelf.on_it == set()


def test_a_withdrawn_article_leaves_the_shelf_and_the_models_are_told() -> None:
    bench = Bench()
    bench.deliver(article_record())
    bench.deliver(article_record(status="withdrawn", updated_at="2026-03-02T08:50:00Z"))
    assert bench.shelf.on_it == set()
    assert bench.events.articles[-1][0].status == "withdrawn"


def test_a_late_older_description_changes_nothing() -> None:
    bench = Bench()
    bench.deliver(article_record(status="withdrawn", updated_at="2026-03-02T08:50:00Z"))
    bench.deliver(article_record(updated_at="2026-03-02T08:40:00Z"))
    assert bench.articles.stored["a1"].status == "withdrawn"
    assert bench.shelf.on_it == set()
    assert len(bench.events.articles) == 1


def test_of_a_newer_and_an_older_description_in_one_batch_the_newer_is_told() -> None:
    bench = Bench()
    bench.deliver(
        article_record(status="withdrawn", updated_at="2026-03-02T08:50:00Z"),
        article_record(updated_at="2026-03-02T08:40:00Z"),
    )
    assert [article.status for call in bench.events.articles for article in call] == ["withdrawn"]
    assert bench.shelf.on_it == set()


def test_items_are_told_ten_at_a_time_and_an_article_described_twice_once_as_last_said() -> None:
    bench = Bench()
    records = [article_record(article_id=f"a{number}") for number in range(11)]
    bench.deliver(*records, article_record(article_id="a0", title="Corrected", updated_at="2026-03-02T08:40:00Z"))
    assert sorted(len(call) for call in bench.events.articles) == [1, 10]
    told = [article for call in bench.events.articles for article in call]
    assert [article.title for article in told if article.article_id == "a0"] == ["Corrected"]


def test_when_the_models_refuse_the_article_comes_again_and_is_not_shelved_yet() -> None:
    bench = Bench()
    bench.events.refused.add("a1")
    assert bench.deliver(article_record()) == ["0"]
    assert bench.shelf.on_it == set()
    bench.events.refused.clear()
    bench.deliver(article_record())
    assert bench.shelf.on_it == {"a1"}


def test_a_broken_article_is_parked_with_its_reason() -> None:
    bench = Bench()
    bench.deliver(article_record(topics=[]), article_record(article_id="a2"))
    assert bench.dead_letters.parked[0].reason.startswith("topics: ")
    assert bench.shelf.on_it == {"a2"}


def version_of(record: dict[str, Any]) -> str:
    article = to_article(record)
    assert isinstance(article, Article)
    return article.version


NEWER, OLDER = {"updated_at": "2026-03-02T08:50:00Z"}, {"updated_at": "2026-03-02T08:40:00Z"}


def test_when_the_models_refuse_the_newest_for_now_all_its_descriptions_come_again_and_it_is_told_then() -> None:
    bench = Bench()
    bench.events.refused.add("a1")
    batch = [article_record(title="Newer", **NEWER), article_record(**OLDER)]
    assert bench.deliver(*batch) == ["0", "1"]
    bench.events.refused.clear()
    assert bench.deliver(*batch) == []
    assert [article.title for call in bench.events.articles for article in call] == ["Newer"]


def test_what_the_models_refuse_for_good_is_parked_with_its_reason_and_shelved_and_the_rest_of_its_call_is_told() -> (
    None
):
    bench = Bench()
    bench.events.unacceptable.add("a2")
    assert bench.deliver(*(article_record(article_id=f"a{number}") for number in range(4))) == []
    assert [(letter.position, letter.reason) for letter in bench.dead_letters.parked] == [("2", "$: PutItems: invalid")]
    assert [article.article_id for call in bench.events.articles for article in call] == ["a0", "a1", "a3"]
    assert bench.shelf.on_it == {"a0", "a1", "a2", "a3"}


@given(
    described=st.lists(
        st.tuples(
            st.sampled_from(["2026-03-02T08:40:00Z", "2026-03-02T08:50:00Z"]),
            st.sampled_from(["published", "withdrawn", "draft"]),
            st.sampled_from(["Bridge opens", "Bridge opened"]),
        ),
        min_size=1,
        max_size=5,
    ),
    data=st.data(),
)
def test_descriptions_end_the_same_in_whatever_order_and_batches_they_come(
    described: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    records = [article_record(updated_at=at, status=status, title=title) for at, status, title in described]
    ends = list[object]()
    for order in (records, data.draw(st.permutations(records + records))):
        bench = Bench()
        cut = data.draw(st.integers(0, len(order)))
        bench.deliver(*order[:cut])
        bench.deliver(*order[cut:])
        told = [article for call in bench.events.articles for article in call]
        ends.append((bench.articles.stored, bench.shelf.on_it, told[-1]))
    assert ends[0] == ends[1]
    assert bench.articles.stored["a1"].version == max(version_of(record) for record in records)


def test_of_two_descriptions_of_one_time_the_withdrawal_counts() -> None:
    for order in (("withdrawn", "published", "draft"), ("published", "draft", "withdrawn")):
        bench = Bench()
        bench.deliver(*(article_record(status=status) for status in order))
        assert bench.articles.stored["a1"].status == "withdrawn"


def test_what_waited_for_an_article_is_counted_when_it_comes() -> None:
    bench = Bench()
    bench.counters.waiting = [click("a1"), click("a2")]
    bench.deliver(article_record())
    assert [interaction.article_id for interaction, _ in bench.counters.joined] == ["a1"]
    assert bench.counters.waiting == [click("a2")]


def test_what_waits_is_counted_even_while_the_models_are_away() -> None:
    bench = Bench()
    bench.counters.waiting = [click("a1")]
    bench.events.refused.add("a1")
    assert bench.deliver(article_record()) == ["0"]
    assert bench.counters.waiting == []
