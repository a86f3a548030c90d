from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from newsrec.ingestion.partitioning import reader_key
from newsrec.model import Interaction, InteractionType
from newsrec.serving.events import receive, stream_events
from newsrec.serving.identity import Identity
from newsrec.serving.signing import SigningKey, impression_id
from newsrec.transform import Reject, to_interaction
from tests.unit.newsrec.records import NOW

KEY = SigningKey("key")
READER = Identity(reader_id="r1")
ANONYMOUS = Identity(reader_id="anonymous-1", anonymous=True)
NOT_PROFILED = Identity(reader_id="r1", profiling=False)
OF_ANOTHER_READER = impression_id("l_7", 1, "a1", reader_id="r2", now=NOW, key=KEY)
OF_YESTERDAY = impression_id("l_7", 1, "a1", reader_id="r1", now=NOW - timedelta(hours=25), key=KEY)


def event(**changed: Any) -> dict[str, Any]:
    return {"event_id": "e1", "type": "click", "article_id": "a1", "occurred_at": NOW.isoformat()} | changed


def test_an_event_becomes_a_record_that_the_transformation_accepts_for_the_identified_reader() -> None:
    received = receive([event()], READER, now=NOW, key=KEY)
    interaction = to_interaction(received.records[0])
    assert not isinstance(interaction, Reject)
    assert (interaction.reader_id, interaction.session_id) == ("r1", "r1")


def test_an_anonymous_reader_is_a_session_of_its_own_whatever_session_it_claims() -> None:
    record = receive([event(session_id="r1")], ANONYMOUS, now=NOW, key=KEY).records[0]
    assert record["session_id"] == "anonymous-1"
    assert "reader_id" not in record


def test_an_impression_tells_which_list_it_was_in() -> None:
    seen = impression_id("l_7", 2, "a1", reader_id="r1", now=NOW, key=KEY)
    assert receive([event(impression_id=seen)], READER, now=NOW, key=KEY).records[0]["list_id"] == "l_7"


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("text", "object"),
        (event(reader_id="someone-else"), "unknown_field"),
        (event(type="glance"), "enum"),
        (event(article_id=None), "string_type"),
        (event(occurred_at=(NOW - timedelta(hours=25)).isoformat()), "out_of_range"),
        (event(occurred_at=(NOW + timedelta(minutes=6)).isoformat()), "out_of_range"),
        (event(impression_id="i_l_7.1.made-up"), "invalid_impression"),
        (event(impression_id=OF_ANOTHER_READER), "invalid_impression"),
        (event(impression_id=OF_YESTERDAY), "invalid_impression"),
        (event(type="impression", visible_ms=999), "not_viewable"),
        (event(type="impression", visible_ms=-1), "out_of_range"),
        (event(type="impression", visible_ms="long"), "out_of_range"),
        (event(type="impression", visible_ms=True), "out_of_range"),
    ],
)
def test_a_bad_event_is_refused_by_index_and_the_good_ones_go_on(sent: object, code: str) -> None:
    received = receive([event(), sent, event(event_id="e3")], READER, now=NOW, key=KEY)
    assert sorted(received.records) == [0, 2]
    assert [(refused.index, refused.code) for refused in received.rejected] == [(1, code)]


@pytest.mark.parametrize("visible", [{"visible_ms": 1000}, {"visible_ms": 1200.5}, {}])
def test_an_impression_counts_from_a_second_of_being_visible_on(visible: dict[str, float]) -> None:
    received = receive([event(type="impression", **visible)], READER, now=NOW, key=KEY)
    assert received.rejected == []
    assert isinstance(to_interaction(received.records[0]), Interaction)


def test_an_event_that_is_in_the_request_twice_is_one_record() -> None:
    events = [event(), event(event_id="e2"), event(), "text", event()]
    received = receive(events, READER, now=NOW, key=KEY)
    assert list(received.records) == [0, 1]
    assert received.repeats == {2: 0, 4: 0}


def test_without_consent_no_event_says_whose_it_is() -> None:
    seen = impression_id("l_7", 2, "a1", reader_id="r1", now=NOW, key=KEY)
    told = event(impression_id=seen, session_id="s1", context={"region": "21"}, dwell_seconds=30)
    record = receive([told], NOT_PROFILED, now=NOW, key=KEY).records[0]
    session_id = record["session_id"]
    assert record == event(session_id=session_id, aggregate_only=True)
    interaction = to_interaction(record)
    assert isinstance(interaction, Interaction)
    assert interaction.aggregate_only


def test_without_consent_no_two_events_are_of_one_session_and_a_repeated_one_is_itself() -> None:
    events = [event(), event(event_id="e2")]
    first, second = receive(events, NOT_PROFILED, now=NOW, key=KEY).records.values()
    (again,) = receive(events[:1], Identity(profiling=False), now=NOW, key=KEY).records.values()
    assert first["session_id"] != second["session_id"]
    assert again == first


def test_without_consent_only_impressions_and_clicks_are_kept() -> None:
    events = [event(event_id=kind.value, type=kind.value) for kind in InteractionType]
    received = receive(events, NOT_PROFILED, now=NOW, key=KEY)
    assert [record["type"] for record in received.records.values()] == ["impression", "click"]
    assert received.rejected == []


class Refusing:
    """A stream that takes no records of these event ids."""

    def __init__(self, *event_ids: str) -> None:
        self.refused = event_ids
        self.keys: list[str] = []

    def put(self, records: Sequence[tuple[str, Mapping[str, Any]]]) -> Sequence[int]:
        self.keys += [key for key, _ in records]
        return [place for place, (_, record) in enumerate(records) if record["event_id"] in self.refused]


def test_what_the_stream_did_not_take_may_be_sent_again_with_its_repeats() -> None:
    received = receive([event(), "text", event(event_id="e2"), event(event_id="e2")], READER, now=NOW, key=KEY)
    stream = Refusing("e2")
    refused = stream_events(received, stream, reader_key)
    assert [(one.index, one.code, one.retryable) for one in refused] == [
        (2, "throttled", True),
        (3, "throttled", True),
    ]
    assert stream.keys == ["r1", "r1"]
