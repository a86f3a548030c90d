"""An audience file is read to its end, and says which of its lines name nobody."""

import json

import pytest

from newsrec.digest.audience import read_audience


def line(**values: object) -> bytes:
    return json.dumps({"reader_id": "r1", "email": "anna@mail.example"} | values).encode()


def test_each_reader_is_in_it_once_with_what_the_first_line_says() -> None:
    audience = read_audience([line(name="Anna"), b"", line(name="Other"), line(reader_id="r2", time_zone="Asia/Tokyo")])
    assert [one.recipient.reader_id for one in audience.subscribers] == ["r1", "r2"]
    assert [one.recipient.name for one in audience.subscribers] == ["Anna", None]
    assert [one.time_zone for one in audience.subscribers] == [None, "Asia/Tokyo"]
    assert (audience.repeated, audience.invalid) == (1, ())


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (b"{", "$: must be JSON in UTF-8"),
        (b"\xff", "$: must be JSON in UTF-8"),
        (b"[" * 100_000, "$: must be JSON in UTF-8"),
        (b"[]", "$: must be an object"),
        (b'{"reader_id": "r1"}', "email: is required"),
        (line(email="anna"), "email: must be one email address"),
        (line(email="anna@mail.example, eve@mail.example"), "email: must be one email address"),
        (line(reader_id="r" * 257), "reader_id: must have at most 256 entries"),
        (line(phone="1"), "phone: is not a known field"),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_spoils_no_other(wrong: bytes, reason: str) -> None:
    audience = read_audience([line(), wrong, line(reader_id="r2")])
    assert [one.recipient.reader_id for one in audience.subscribers] == ["r1", "r2"]
    assert [(invalid.number, invalid.reason) for invalid in audience.invalid] == [(2, reason)]
