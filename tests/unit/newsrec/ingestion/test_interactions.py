import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from newsrec.ingestion.deadline import LONGEST_CALL_SECONDS, Deadline
from newsrec.ingestion.interactions import InteractionIngestion
from newsrec.unavailable import Unacceptable, Unavailable
from tests.unit.newsrec.ingestion.fakes import Articles, Counters, DeadLetters, Forgotten, Personalize
from tests.unit.newsrec.records import NOW, article, interaction_record


class Bench:
    """One consumer with remembered outside systems."""

    def __init__(self) -> None:
        self.events, self.counters, self.dead_letters = Personalize(), Counters(), DeadLetters()
        self.articles = Articles({"a1": article("a1")})
        self.forgotten = Forgotten()
        self.ingestion = InteractionIngestion(
            events=self.events,
            articles=self.articles,
            counters=self.counters,
            awaiting=self.counters,
            forgotten=self.forgotten,
            dead_letters=self.dead_letters,
            executor=ThreadPoolExecutor(4),
        )

    def deliver(self, *records: dict[str, Any] | bytes) -> list[str]:
        """Delivers one batch; answers the positions that must come again."""
        payloads = {
            str(position): record if isinstance(record, bytes) else json.dumps(record).encode()
            for position, record in enumerate(records)
        }
        batch = self.ingestion.ingest(payloads, arrived=dict.fromkeys(payloads, NOW), now=NOW)
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


def test_only_the_records_of_a_refused_call_come_again_and_are_then_told_but_counted_once() -> None:
    bench = Bench()
    bench.events.refused.add("r2")
    batch = [interaction_record(), interaction_record(event_id="e2", reader_id="r2")]
    assert bench.deliver(*batch) == ["1"]
    bench.events.refused.clear()
    assert bench.deliver(*batch) == []
    assert {event.event_id for call in bench.events.interactions for event in call} == {"e1", "e2"}
    assert [interaction.event_id for interaction, _ in bench.counters.counted] == ["e1", "e2"]


def test_a_click_on_an_article_that_is_not_known_still_counts_for_the_models() -> None:
    bench = Bench()
    bench.deliver(interaction_record(article_id="a9"))
    assert len(bench.events.interactions) == 1
    assert bench.counters.counted[0][1] is None


def test_of_a_forgotten_reader_nothing_is_counted_told_or_parked() -> None:
    bench = Bench()
    bench.forgotten.reader_ids = {"r1", "s2"}
    anonymous = interaction_record(event_id="e3", session_id="s2") | {"reader_id": None}
    assert bench.deliver(interaction_record(), interaction_record(event_id="e2", reader_id="r2"), anonymous) == []
    assert [interaction.event_id for interaction, _ in bench.counters.counted] == ["e2"]
    assert [event.event_id for call in bench.events.interactions for event in call] == ["e2"]
    assert bench.dead_letters.parked == []


def test_an_unreadable_article_store_stops_the_batch_before_anything_is_told() -> None:
    class Away(Articles):
        def get_many(self, article_ids: object, *, consistent: bool = False) -> Any:
            raise Unavailable("Articles")

    bench = Bench()
    ingestion = replace(bench.ingestion, articles=Away())
    with pytest.raises(Unavailable):
        ingestion.ingest({"0": json.dumps(interaction_record()).encode()}, arrived={"0": NOW}, now=NOW)
    assert bench.events.interactions == []


def test_what_a_reader_did_after_something_that_must_come_again_is_neither_told_nor_counted_before_it() -> None:
    bench = Bench()
    bench.counters.uncountable["e1"] = Unavailable("counters")
    assert bench.deliver(*clicks(4), *clicks(1, session_id="s2"), interaction_record(event_id="x", reader_id="r2")) == [
        *("1", "2", "3", "4")
    ]
    assert [interaction.event_id for interaction, _ in bench.counters.counted] == ["e0", "x"]
    assert [event.event_id for call in bench.events.interactions for event in call] == ["e0", "x"]


def test_sessions_of_one_reader_are_told_in_the_order_of_the_stream() -> None:
    bench = Bench()
    bench.deliver(*(interaction_record(event_id=f"e{number}", session_id=f"s{number % 2}") for number in range(4)))
    assert [call[0].event_id for call in bench.events.interactions] == ["e0", "e1", "e2", "e3"]


def test_a_click_that_is_too_fast_is_parked_and_the_models_never_hear_of_it() -> None:
    bench = Bench()
    bench.counters.too_fast = {"e1"}
    assert bench.deliver(*clicks(3)) == []
    assert [event.event_id for call in bench.events.interactions for event in call] == ["e0", "e2"]
    [letter] = bench.dead_letters.parked
    assert (letter.position, "clicked 10 times already" in letter.reason) == ("1", True)


def test_what_the_models_refuse_for_good_is_parked_alone_with_their_reason() -> None:
    bench = Bench()
    bench.events.unacceptable = {"e2"}
    assert bench.deliver(*clicks(4)) == []
    assert [event.event_id for call in bench.events.interactions for event in call] == ["e0", "e1", "e3"]
    assert [(letter.position, letter.reason) for letter in bench.dead_letters.parked] == [
        ("2", "$: PutEvents: invalid")
    ]


def test_what_can_never_be_counted_is_parked_with_its_reason_and_not_told() -> None:
    bench = Bench()
    bench.counters.uncountable["e0"] = Unacceptable("counters: key too long")
    assert bench.deliver(*clicks(2)) == []
    assert [letter.reason for letter in bench.dead_letters.parked] == ["$: counters: key too long"]
    assert [event.event_id for call in bench.events.interactions for event in call] == ["e1"]


@pytest.mark.parametrize(
    ("occurred_at", "rule"),
    [("2026-03-02T09:06:00Z", "after it arrived"), ("2026-01-31T08:59:00Z", "before it arrived")],
)
def test_what_comes_too_late_or_from_the_future_is_parked(occurred_at: str, rule: str) -> None:
    bench = Bench()
    bench.deliver(interaction_record(occurred_at=occurred_at))
    assert rule in bench.dead_letters.parked[0].reason
    assert bench.counters.counted == []


def test_a_click_on_an_article_that_arrives_meanwhile_is_joined_at_once() -> None:
    bench = Bench()

    class ComesMeanwhile(Articles):
        def get_many(self, article_ids: Any, *, consistent: bool = False) -> Any:
            return {"a9": article("a9")} if consistent else {}

    bench.ingestion = replace(bench.ingestion, articles=ComesMeanwhile())
    bench.deliver(interaction_record(article_id="a9"))
    assert [joined.article_id for _, joined in bench.counters.joined] == ["a9"]


def test_a_click_whose_delivery_was_cut_off_before_the_join_is_joined_by_the_next_one() -> None:
    bench = Bench()
    bench.deliver(interaction_record(article_id="a9"))
    assert len(bench.counters.waiting) == 1
    bench.articles.stored["a9"] = article("a9")
    bench.deliver(interaction_record(article_id="a9"))
    assert bench.counters.waiting == []
    assert len(bench.counters.joined) == 1


def test_of_a_reader_without_profiling_the_models_hear_nothing() -> None:
    bench = Bench()
    bench.deliver(interaction_record(aggregate_only=True))
    assert bench.events.interactions == []
    assert len(bench.counters.counted) == 1


def test_no_call_begins_that_the_end_of_the_function_might_cut_off_and_the_rest_comes_again() -> None:
    bench = Bench()
    seconds_left = iter([LONGEST_CALL_SECONDS + 1.0] * 2 + [LONGEST_CALL_SECONDS - 1.0] * 9)
    bench.ingestion = replace(bench.ingestion, deadline=Deadline(lambda: next(seconds_left)))
    assert bench.deliver(*clicks(3), b"{broken") == ["0", "1", "2", "3"]
    assert [interaction.event_id for interaction, _ in bench.counters.counted] == ["e0", "e1"]
    assert bench.events.interactions == []
    assert bench.dead_letters.parked == []
