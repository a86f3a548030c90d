"""The hundred records of which seven are broken."""

import json

import pytest

from newsrec.model import Interaction
from newsrec.transform import Reject, read_payload, to_interaction
from newsroom.sample import SampleNewsroom, broken_records


def transformed(payload: bytes) -> Interaction | Reject:
    read = read_payload(payload)
    return read if isinstance(read, Reject) else to_interaction(read.value, read.source)


def test_the_transformation_refuses_exactly_the_seven_that_are_marked(sample: SampleNewsroom) -> None:
    records = broken_records(sample.interactions, seed=1)
    assert len(records) == 100
    for record in records:
        assert isinstance(transformed(record.payload), Reject) == (record.fault is not None)
    assert len({record.fault for record in records if record.fault}) == 7


def test_the_good_ones_have_event_ids_of_their_own(sample: SampleNewsroom) -> None:
    good = [json.loads(record.payload) for record in broken_records(sample.interactions, seed=1) if not record.fault]
    assert len({row["event_id"] for row in good}) == 93
    assert not {row["event_id"] for row in good} & {row["event_id"] for row in sample.interactions}


def test_the_same_seed_breaks_the_same_records(sample: SampleNewsroom) -> None:
    assert broken_records(sample.interactions, seed=5) == broken_records(sample.interactions, seed=5)
    assert broken_records(sample.interactions, seed=5) != broken_records(sample.interactions, seed=6)


def test_too_few_clicks_are_refused_by_name(sample: SampleNewsroom) -> None:
    with pytest.raises(ValueError, match="interactions: 100 clicks"):
        broken_records(sample.interactions[:50], seed=1)
