import time
from collections.abc import Iterator
from http import HTTPStatus

import jwt
import pytest

from newsrec.aws.jwks import KeySet
from newsroom.preview.tokens import WebsiteKey
from newsroom.processes import HOST, free_port
from tests.integration.key_server import KeyServer, publishing

OLD, NEW = WebsiteKey(key_id="old"), WebsiteKey(key_id="new")
LONG = 300


@pytest.fixture
def website() -> Iterator[KeyServer]:
    with publishing(OLD.key_set) as server:
        yield server


def test_keys_are_read_once_for_many_tokens(website: KeyServer) -> None:
    keys = KeySet(website.url)
    assert {keys.get_signing_key("old").key_id for _ in range(5)} == {"old"}
    assert website.reads == 1


def test_a_key_that_is_new_is_found_when_the_pause_is_over(website: KeyServer) -> None:
    keys = KeySet(website.url, lives=LONG, pause=0)
    keys.get_signing_key("old")
    website.answer = NEW.key_set
    assert keys.get_signing_key("new").key_id == "new"
    with pytest.raises(jwt.PyJWKClientError):
        keys.get_signing_key("old")


def test_made_up_key_ids_do_not_make_the_website_answer_more_often(website: KeyServer) -> None:
    keys = KeySet(website.url, lives=LONG, pause=LONG)
    for number in range(20):
        with pytest.raises(jwt.PyJWKClientError):
            keys.get_signing_key(f"made-up-{number}")
    assert website.reads == 1


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (HTTPStatus.INTERNAL_SERVER_ERROR, "away"),
        (HTTPStatus.OK, "<html>"),
        (HTTPStatus.OK, "[]"),
        (HTTPStatus.OK, '{"keys": []}'),
    ],
)
def test_the_last_good_keys_hold_while_the_website_answers_something_else(
    website: KeyServer, status: HTTPStatus, answer: str
) -> None:
    keys = KeySet(website.url, lives=0.01, pause=0)
    keys.get_signing_key("old")
    website.status, website.answer = status, answer
    time.sleep(0.02)
    assert keys.get_signing_key("old").key_id == "old"
    website.status, website.answer = HTTPStatus.OK, NEW.key_set
    assert keys.get_signing_key("new").key_id == "new"


def test_keys_that_were_never_read_are_asked_for_once_in_a_pause(website: KeyServer) -> None:
    website.status = HTTPStatus.SERVICE_UNAVAILABLE
    keys = KeySet(website.url, pause=LONG)
    for _ in range(5):
        with pytest.raises(jwt.PyJWKClientConnectionError):
            keys.get_signing_key("old")
    assert website.reads == 1


def test_a_website_that_is_not_there_is_an_outage_and_no_wrong_token() -> None:
    with pytest.raises(jwt.PyJWKClientConnectionError):
        KeySet(f"http://{HOST}:{free_port()}/jwks.json").get_signing_key("old")
