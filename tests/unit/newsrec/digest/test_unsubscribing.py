import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.digest.unsubscribing import named_in_url, read_unsubscribe_token, unsubscribe_token, unsubscribe_url
from newsrec.serving.signing import BadSignature, SigningKey, sign

KEY = SigningKey("a key that is long enough for HMAC")
READERS = st.text(min_size=1, max_size=256)


@given(READERS)
def test_a_token_survives_any_reader_id_and_any_url(reader_id: str) -> None:
    url = unsubscribe_url("https://mail.example/unsubscribe", reader_id, "morning", KEY)
    [token] = parse_qs(urlsplit(url).query)["token"]
    assert re.fullmatch(r"[A-Za-z0-9_.-]+", token)
    assert read_unsubscribe_token(token, KEY) == (reader_id, "morning")
    assert named_in_url(url) == (reader_id, "morning")


@given(READERS, READERS)
def test_two_readers_have_two_tokens(one: str, other: str) -> None:
    assert (unsubscribe_token(one, "morning", KEY) == unsubscribe_token(other, "morning", KEY)) == (one == other)


def test_a_token_of_the_longest_ascii_reader_id_fits_into_a_header() -> None:
    assert len(unsubscribe_url("https://mail.example/v1/unsubscribe", "r" * 256, "m" * 32, KEY)) < 500


@given(st.text(max_size=80))
def test_nothing_made_up_is_a_token(text: str) -> None:
    with pytest.raises(BadSignature):
        read_unsubscribe_token(text, KEY)


def test_a_changed_token_one_of_another_key_and_one_for_another_purpose_are_refused() -> None:
    token = unsubscribe_token("r1", "morning", KEY)
    value, _, signature = token.rpartition(".")
    forged = (
        f"{unsubscribe_token('r2', 'morning', KEY).partition('.')[0]}.{signature}",
        token[:-1],
        value,
        token + "A",
    )
    for wrong in (
        *forged,
        unsubscribe_token("r1", "morning", SigningKey("another key")),
        sign(value, purpose="cursor", key=KEY),
    ):
        with pytest.raises(BadSignature):
            read_unsubscribe_token(wrong, KEY)


@pytest.mark.parametrize("url", ["", "https://mail.example/unsubscribe", "https://mail.example/?token=%FF.x"])
def test_a_link_that_names_nobody_is_no_unsubscribe_link(url: str) -> None:
    with pytest.raises(BadSignature):
        named_in_url(url)
