import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from newsrec.ingestion.interactions import InteractionIngestion
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.ingestion.fakes import Articles, Counters, DeadLetters, Personalize
from tests.unit.newsrec.records import article, interaction_record


class Bench:
    """One consumer with remembered outside systems."""

    def __init__(self) -> None:
        self.events, self.counters, self.dead_letters = Personalize(), Counters(), DeadLetters()
        self.ingestion = InteractionIngestion(
            events=self.events,
            articles=Articles({"a1": article("a1")}),
            counters=self.counters,
            dead_letters=self.dead_letters,
            executor=ThreadPoolExecutor(4),
        )

    def deliver(self, *records: dict[str, Any] | bytes) -> list[str]:
        """Delivers one batch; answers the positions that must come again."""
        payloads = {
            str(position): record if isinstance(record, bytes) else json.dumps(record).encode()
            for position, record in enumerate(records)
        }
        batch = self.ingestion.ingest(payloads)
        again: list[str] = []
        for position in payloads:
            try:
                batch.settle(position)
            except Unavailable:
                again.append(position)
        return again


def clicks(count: int, **changed: Any) -> list[dict[str, Any]]:
    return [interaction_record(event_id=f"e{number}", **changed) for number in range(count)]


def test_a_click_is_told_to_the_models_and_counted_with_its_article() -> None:
    bench = Bench()
    assert bench.deliver(interaction_record()) == []
    assert [len(call) for call in bench.events.interactions] == [1]
    assert bench.counters.counted[0][1] == article("a1")


def test_one_call_holds_at_most_ten_events_of_one_reader_and_session_in_order() -> None:
    bench = Bench()
    bench.deliver(*clicks(12), interaction_record(event_id="x", reader_id="r2"), interaction_record(session_id="s2"))
    calls = sorted(bench.events.interactions, key=len, reverse=True)
    assert [len(call) for call in calls] == [10, 2, 1, 1]
    assert [event.event_id for event in calls[0]] == [f"e{number}" for number in range(10)]


def test_an_impression_is_counted_but_no_event_for_the_models() -> None:
    bench = Bench()
    bench.deliver(interaction_record(type="impression"))
    assert bench.events.interactions == []
    assert len(bench.counters.counted) == 1


def test_a_bad_record_is_parked_with_payload_position_and_reason_and_holds_nothing_up() -> None:
    bench = Bench()
    assert bench.deliver(interaction_record(), b"{broken", interaction_record(event_id="e2", type="glance")) == []
    unreadable, unknown_type = bench.dead_letters.parked
    assert (unreadable.position, unreadable.payload) == ("1", b"{broken")
    assert "not JSON" in unreadable.reason
    assert unknown_type.reason.startswith("type: ")
    assert len(bench.counters.counted) == 1


def test_only_the_records_of_a_refused_call_come_again_and_they_are_not_counted_yet() -> None:
    bench = Bench()
    bench.events.refused.add("r2")
    assert bench.deliver(interaction_record(), interaction_record(event_id="e2", reader_id="r2")) == ["1"]
    assert [interaction.reader_key for interaction, _ in bench.counters.counted] == ["r1"]


def test_a_click_on_an_article_that_is_not_known_still_counts_for_the_models() -> None:
    bench = Bench()
    bench.deliver(interaction_record(article_id="a9"))
    assert len(bench.events.interactions) == 1
    assert bench.counters.counted[0][1] is None


def test_an_unreadable_article_store_stops_the_batch_before_anything_is_told() -> None:
    class Away(Articles):
        def get_many(self, article_ids: object) -> Any:
            raise Unavailable("Articles")

    bench = Bench()
    ingestion = replace(bench.ingestion, articles=Away())
    with pytest.raises(Unavailable):
        ingestion.ingest({"0": json.dumps(interaction_record()).encode()})
    assert bench.events.interactions == []
