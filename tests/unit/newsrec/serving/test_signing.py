from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.serving.signing import (
    CURSOR_LIVES,
    IMPRESSION_LIVES,
    BadSignature,
    Cursor,
    cursor_text,
    impression_id,
    list_of_impression,
    read_cursor,
    sign,
    unsign,
)
from tests.unit.newsrec.records import NOW

KEY = "key"


def test_a_cursor_is_read_as_it_was_written() -> None:
    cursor = Cursor("l_1", ("a", "ü"))
    assert read_cursor(cursor_text(cursor, now=NOW, key=KEY), now=NOW, key=KEY) == cursor


def test_a_cursor_expires() -> None:
    text = cursor_text(Cursor("l_1", ()), now=NOW, key=KEY)
    with pytest.raises(BadSignature, match="expired"):
        read_cursor(text, now=NOW + CURSOR_LIVES + timedelta(seconds=1), key=KEY)


@given(st.text(max_size=80))
def test_a_made_up_cursor_is_refused_and_never_breaks_anything_else(text: str) -> None:
    with pytest.raises(BadSignature):
        read_cursor(text, now=NOW, key=KEY)


def test_a_value_signed_for_one_purpose_or_by_another_key_is_refused_elsewhere() -> None:
    signed = sign("x", purpose="cursor", key=KEY)
    assert unsign(signed, purpose="cursor", key=KEY) == "x"
    for purpose, key in (("anonymous_id", KEY), ("cursor", "other")):
        with pytest.raises(BadSignature):
            unsign(signed, purpose=purpose, key=key)


def test_an_impression_holds_for_its_article_and_place_alone() -> None:
    impression = impression_id("l_1", 3, "a1", reader_id="r1", now=NOW, key=KEY)
    assert list_of_impression(impression, "a1", reader_id="r1", at=NOW, key=KEY) == "l_1"
    for article_id, changed in (("a2", impression), ("a1", impression.replace(".3.", ".1.")), ("a1", "made-up")):
        with pytest.raises(BadSignature):
            list_of_impression(changed, article_id, reader_id="r1", at=NOW, key=KEY)


@pytest.mark.parametrize("reader_id", ["r2", None])
def test_an_impression_in_a_reader_s_list_is_nobody_else_s(reader_id: str | None) -> None:
    impression = impression_id("l_1", 3, "a1", reader_id="r1", now=NOW, key=KEY)
    with pytest.raises(BadSignature, match="article and reader"):
        list_of_impression(impression, "a1", reader_id=reader_id, at=NOW, key=KEY)


def test_an_impression_in_a_list_for_nobody_is_anybody_s() -> None:
    impression = impression_id("l_1", 3, "a1", reader_id=None, now=NOW, key=KEY)
    assert list_of_impression(impression, "a1", reader_id="r1", at=NOW, key=KEY) == "l_1"


def test_an_impression_is_of_the_day_after_its_list_was_made() -> None:
    impression = impression_id("l_1", 3, "a1", reader_id="r1", now=NOW, key=KEY)
    last = NOW + IMPRESSION_LIVES
    assert list_of_impression(impression, "a1", reader_id="r1", at=last, key=KEY) == "l_1"
    with pytest.raises(BadSignature, match="older than 24 hours"):
        list_of_impression(impression, "a1", reader_id="r1", at=last + timedelta(seconds=1), key=KEY)
