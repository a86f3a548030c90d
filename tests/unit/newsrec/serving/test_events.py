from datetime import timedelta
from typing import Any

import pytest

from newsrec.serving.events import receive
from newsrec.serving.identity import Identity
from newsrec.serving.signing import impression_id
from newsrec.transform import Reject, to_interaction
from tests.unit.newsrec.records import NOW

KEY = "key"
READER = Identity(reader_id="r1")
ANONYMOUS = Identity(reader_id="anonymous-1", anonymous=True)


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
    seen = impression_id("l_7", 2, "a1", key=KEY)
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
    ],
)
def test_a_bad_event_is_refused_by_index_and_the_good_ones_go_on(sent: object, code: str) -> None:
    received = receive([event(), sent, event(event_id="e3")], READER, now=NOW, key=KEY)
    assert sorted(received.records) == [0, 2]
    assert [(refused.index, refused.code) for refused in received.rejected] == [(1, code)]
