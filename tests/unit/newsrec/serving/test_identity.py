from collections.abc import Mapping
from typing import Any

import pytest

from newsrec.serving.identity import (
    ANY_READER,
    LONGEST_ID,
    NOBODY,
    Forbidden,
    Identity,
    Unauthenticated,
    anonymous_cookie,
    identify,
)
from newsrec.serving.signing import SigningKey

KEY = SigningKey("a key that is long enough for HMAC")
BEARER = {"authorization": "Bearer token"}


def who(headers: Mapping[str, str], **claims: Any) -> Identity:
    """The identity of a request whose token, if it has one, says this."""

    def claims_of(token: str) -> Mapping[str, Any]:
        if token != "token":
            raise Unauthenticated(token)
        return claims

    return identify(headers, KEY, claims_of)


def test_a_bearer_token_names_its_reader_and_scopes() -> None:
    identity = who(BEARER, sub="r1", scope="a b")
    assert (identity.reader_id, identity.scopes, identity.anonymous) == ("r1", {"a", "b"}, False)


def test_without_a_credential_it_is_nobody() -> None:
    assert who({"cookie": "theme=dark"}) == NOBODY


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Basic abc"},
        {"authorization": "Bearer "},
        {"authorization": "Bearer another"},
        {"authorization": "token"},
        {"cookie": "anonymous_id=made-up.signature"},
        {"cookie": anonymous_cookie("anonymous-1", SigningKey("another key")).partition(";")[0]},
    ],
    ids=["other scheme", "empty", "not valid", "no scheme", "made-up cookie", "other key's cookie"],
)
def test_an_invalid_credential_is_refused_and_never_taken_for_nobody(headers: dict[str, str]) -> None:
    with pytest.raises(Unauthenticated):
        who(headers)


def test_an_invalid_token_is_refused_whatever_cookie_comes_with_it() -> None:
    cookie = anonymous_cookie("anonymous-1", KEY).partition(";")[0]
    with pytest.raises(Unauthenticated):
        who({"authorization": "Bearer another", "cookie": cookie})


@pytest.mark.parametrize("reader_id", ["", "r" * (LONGEST_ID + 1)])
def test_a_token_for_an_id_that_no_reader_can_have_is_refused(reader_id: str) -> None:
    with pytest.raises(Unauthenticated, match="sub"):
        who(BEARER, sub=reader_id)


def test_a_trusted_service_acts_for_any_reader_and_nobody_else_does() -> None:
    assert who(BEARER | {"x-reader-id": "r9"}, sub="service", scope=ANY_READER).reader_id == "r9"
    cookie = anonymous_cookie("anonymous-1", KEY).partition(";")[0]
    for headers in (BEARER, {}, {"cookie": cookie}):
        with pytest.raises(Forbidden):
            who(headers | {"x-reader-id": "r9"}, sub="r1", scope="recommendations:explain")


def test_a_browser_that_sends_its_cookie_back_is_the_same_anonymous_reader() -> None:
    cookie = anonymous_cookie("anonymous-1", KEY).partition(";")[0]
    identity = who({"cookie": f"theme=dark; {cookie}"})
    assert (identity.reader_id, identity.anonymous, identity.profiling) == ("anonymous-1", True, True)


@pytest.mark.parametrize(
    "headers",
    [{"cookie": "theme=dark; profiling=false"}, {"sec-gpc": "1"}, BEARER | {"sec-gpc": "1"}],
    ids=["cookie", "browser", "signed in, browser"],
)
def test_a_reader_says_no_to_profiling_by_cookie_or_browser(headers: dict[str, str]) -> None:
    assert not who(headers, sub="r1").profiling


@pytest.mark.parametrize(("said", "agreed"), [({}, True), ({"profiling": True}, True), ({"profiling": False}, False)])
def test_a_reader_with_an_account_has_agreed_unless_the_token_says_no(said: dict[str, bool], agreed: bool) -> None:
    assert who(BEARER, sub="r1", **said).profiling is agreed


@pytest.mark.parametrize(
    ("headers", "agreed"),
    [
        ({}, False),
        ({"sec-gpc": "0"}, False),
        ({"cookie": "profiling=true"}, True),
        ({"cookie": "profiling=true", "sec-gpc": "1"}, False),
    ],
)
def test_a_browser_without_an_id_agrees_only_by_saying_so(headers: dict[str, str], agreed: bool) -> None:
    assert who(headers).profiling is agreed
