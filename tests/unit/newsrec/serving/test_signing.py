from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.serving.signing import (
    IMPRESSION_LIVES,
    SECRET_RETIRES,
    SECRET_SETTLES,
    BadSignature,
    SecretVersion,
    SigningKey,
    impression_id,
    list_of_impression,
    sign,
    signing_key,
    unsign,
)
from tests.unit.newsrec.records import NOW

KEY = SigningKey("key")


def test_a_value_signed_for_one_purpose_or_by_another_key_is_refused_elsewhere() -> None:
    signed = sign("x", purpose="cursor", key=KEY)
    assert unsign(signed, purpose="cursor", key=KEY) == "x"
    for purpose, key in (("anonymous_id", KEY), ("cursor", SigningKey("other"))):
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


OLD, NEW = SecretVersion("old", NOW - timedelta(days=90)), SecretVersion("new", NOW)


def test_a_secret_that_never_changed_signs_whatever_its_age() -> None:
    assert signing_key([OLD], NOW) == SigningKey("old")


@pytest.mark.parametrize(
    ("age", "signs", "accepted"),
    [
        (timedelta(0), "old", {"old", "new"}),
        (SECRET_SETTLES - timedelta(seconds=1), "old", {"old", "new"}),
        (SECRET_SETTLES, "new", {"old", "new"}),
        (SECRET_RETIRES - timedelta(seconds=1), "new", {"old", "new"}),
        (SECRET_RETIRES, "new", {"new"}),
    ],
)
def test_a_new_secret_is_accepted_before_it_signs_and_the_old_one_for_a_while_after(
    age: timedelta, signs: str, accepted: set[str]
) -> None:
    key = signing_key([NEW, OLD], NOW + age)
    assert unsign(sign("x", purpose="p", key=key), purpose="p", key=SigningKey(signs)) == "x"
    for secret in ("old", "new", "other"):
        signed = sign("x", purpose="p", key=SigningKey(secret))
        if secret in accepted:
            assert unsign(signed, purpose="p", key=key) == "x"
        else:
            with pytest.raises(BadSignature):
                unsign(signed, purpose="p", key=key)


def test_processes_that_read_a_change_of_secret_at_different_times_accept_each_other_s_values() -> None:
    unaware, first = signing_key([OLD], NOW), signing_key([NEW, OLD], NOW + SECRET_SETTLES / 2)
    for ours, theirs in ((unaware, first), (first, unaware)):
        assert unsign(sign("x", purpose="p", key=ours), purpose="p", key=theirs) == "x"


def test_a_key_does_not_show_its_secrets() -> None:
    assert "new" not in repr(SigningKey("new", ("new too",))) + repr(NEW)


@given(st.text(st.characters(), max_size=20))
def test_any_text_can_be_compared_also_half_a_surrogate_pair(text: str) -> None:
    with pytest.raises(BadSignature):
        list_of_impression("i_l_1.1.0." + text, text + "\ud800", reader_id=text, at=NOW, key=KEY)
