import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from newsrec.ingestion.articles import ArticleIngestion
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.ingestion.fakes import Articles, DeadLetters, Personalize, Shelf
from tests.unit.newsrec.records import NOW, article_record


class Bench:
    """One consumer with remembered outside systems, at nine in the morning."""

    def __init__(self) -> None:
        self.events, self.articles, self.shelf = Personalize(), Articles(), Shelf()
        self.dead_letters = DeadLetters()
        self.ingestion = ArticleIngestion(
            events=self.events,
            articles=self.articles,
            just_published=self.shelf,
            dead_letters=self.dead_letters,
            executor=ThreadPoolExecutor(4),
        )

    def deliver(self, *records: dict[str, Any]) -> None:
        payloads = {str(position): json.dumps(record).encode() for position, record in enumerate(records)}
        batch = self.ingestion.ingest(payloads, now=NOW)
        for position in payloads:
            batch.settle(position)


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
    bench.deliver(*records, article_record(article_id="a0", title="Corrected"))
    assert sorted(len(call) for call in bench.events.articles) == [1, 10]
    told = [article for call in bench.events.articles for article in call]
    assert [article.title for article in told if article.article_id == "a0"] == ["Corrected"]


def test_when_the_models_refuse_the_article_comes_again_and_is_not_shelved_yet() -> None:
    bench = Bench()
    bench.events.refused.add("a1")
    with pytest.raises(Unavailable):
        bench.deliver(article_record())
    assert bench.shelf.on_it == set()
    bench.events.refused.clear()
    bench.deliver(article_record())
    assert bench.shelf.on_it == {"a1"}


def test_a_broken_article_is_parked_with_its_reason() -> None:
    bench = Bench()
    bench.deliver(article_record(topics=[]), article_record(article_id="a2"))
    assert bench.dead_letters.parked[0].reason.startswith("topics: ")
    assert bench.shelf.on_it == {"a2"}
