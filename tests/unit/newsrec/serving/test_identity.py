from datetime import UTC, datetime, timedelta

import jwt
import pytest

from newsrec.serving.identity import (
    ANY_READER,
    AUDIENCE,
    NOBODY,
    Forbidden,
    Unauthenticated,
    anonymous_cookie,
    identify,
)

KEY = "a key that is long enough for HMAC"


def token(key: str = KEY, **claims: object) -> dict[str, str]:
    whole = {"aud": AUDIENCE, "exp": datetime.now(UTC) + timedelta(minutes=5), "sub": "r1"} | claims
    return {"authorization": "Bearer " + jwt.encode({k: v for k, v in whole.items() if v is not None}, key)}


def test_a_bearer_token_names_its_reader_and_scopes() -> None:
    identity = identify(token(scope="a b"), KEY)
    assert (identity.reader_id, identity.scopes, identity.anonymous) == ("r1", {"a", "b"}, False)


def test_without_a_credential_it_is_nobody() -> None:
    assert identify({"cookie": "theme=dark"}, KEY) == NOBODY


@pytest.mark.parametrize(
    "headers",
    [
        token(key="another key that is long enough for HMAC"),
        token(exp=datetime.now(UTC) - timedelta(seconds=1)),
        token(exp=None),
        token(aud="someone-else"),
        {"authorization": "Basic abc"},
        {"authorization": "Bearer "},
        {"authorization": "Bearer " + jwt.encode({"sub": "r1", "aud": AUDIENCE}, None, algorithm="none")},
        {"cookie": "anonymous_id=made-up.signature"},
    ],
    ids=["other key", "expired", "no expiry", "other audience", "other scheme", "empty", "unsigned", "made-up cookie"],
)
def test_an_invalid_credential_is_refused_and_never_taken_for_nobody(headers: dict[str, str]) -> None:
    with pytest.raises(Unauthenticated):
        identify(headers, KEY)


def test_a_trusted_service_acts_for_any_reader_and_nobody_else_does() -> None:
    assert identify(token(scope=ANY_READER) | {"x-reader-id": "r9"}, KEY).reader_id == "r9"
    for headers in (token(), {}):
        with pytest.raises(Forbidden):
            identify(headers | {"x-reader-id": "r9"}, KEY)


def test_a_browser_that_sends_its_cookie_back_is_the_same_anonymous_reader() -> None:
    cookie = anonymous_cookie("anonymous-1", KEY).partition(";")[0]
    identity = identify({"cookie": f"theme=dark; {cookie}"}, KEY)
    assert (identity.reader_id, identity.anonymous) == ("anonymous-1", True)


@pytest.mark.parametrize(
    ("claims", "headers"),
    [
        ({"profiling": False}, {}),
        (None, {"cookie": "theme=dark; profiling=false"}),
        (None, {"sec-gpc": "1"}),
        ({}, {"sec-gpc": "1"}),
    ],
    ids=["claim", "cookie", "browser", "signed in, browser"],
)
def test_a_reader_says_no_to_profiling_by_claim_cookie_or_browser(
    claims: dict[str, bool] | None, headers: dict[str, str]
) -> None:
    assert not identify(signed_in(claims) | headers, KEY).profiling


@pytest.mark.parametrize(
    ("claims", "headers"),
    [({}, {}), ({"profiling": True}, {}), (None, {"cookie": "profiling=true"}), (None, {"sec-gpc": "0"})],
)
def test_a_reader_who_says_nothing_of_the_kind_has_agreed(
    claims: dict[str, bool] | None, headers: dict[str, str]
) -> None:
    assert identify(signed_in(claims) | headers, KEY).profiling


def signed_in(claims: dict[str, bool] | None) -> dict[str, str]:
    """A token made as the test runs, for one made at collection expires in a long run; nothing without claims."""
    return {} if claims is None else token(**claims)
