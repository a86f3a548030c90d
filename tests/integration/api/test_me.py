from datetime import UTC, datetime, timedelta

import boto3
import pytest

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.dynamodb import query
from newsrec.aws.forgotten import FORGOTTEN_FOR, ForgottenReadersTable
from newsrec.aws.history import write_history
from newsrec.serving.identity import ANY_READER, anonymous_cookie
from newsrec.serving.signing import SigningKey
from tests.integration.api.conftest import KEY, Call, bearer
from tests.unit.newsrec.records import article, click

PREFERENCES = "/me/preferences"
NOTHING_SAID = {
    "follows_topics": [],
    "follows_companies": [],
    "muted_topics": [],
    "muted_authors": [],
    "muted_sources": [],
    "languages": [],
    "home_region": None,
    "personalised": True,
}
SAID = NOTHING_SAID | {"follows_topics": ["harbour"], "languages": ["de-CH"], "home_region": "Harwick"}


@pytest.fixture
def has_read(tables: None) -> None:
    """Reader r1 opened an article about Acme an hour ago, and r2 the same."""
    about_acme = article("a1", companies=("Acme",), topics=("harbour",))
    ArticlesTable("articles").put(about_acme)
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    clicks = [click("a1", reader_id=reader, event_id=reader, occurred_at=hour_ago) for reader in ("r1", "r2")]
    write_history("reader-interests", clicks, {"a1": about_acme})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", PREFERENCES),
        ("PUT", PREFERENCES),
        ("DELETE", PREFERENCES),
        ("GET", "/me/profile"),
        ("DELETE", "/me"),
    ],
)
def test_what_is_a_readers_own_is_for_a_reader(call: Call, method: str, path: str) -> None:
    answer = call(method, path, body="{}")
    assert (answer.status, answer.headers["Content-Type"]) == (401, "application/problem+json")


def test_preferences_are_as_they_were_put_until_they_are_deleted(call: Call) -> None:
    assert call("GET", PREFERENCES, headers=bearer()).body == NOTHING_SAID
    put = call("PUT", PREFERENCES, headers=bearer(), json=SAID)
    assert (put.status, put.body) == (200, SAID)
    answer = call("GET", PREFERENCES, headers=bearer())
    assert (answer.body, answer.headers["Cache-Control"]) == (SAID, "no-store")
    assert call("GET", PREFERENCES, headers=bearer("r2")).body == NOTHING_SAID
    call("PUT", PREFERENCES, headers=bearer(), json={"muted_topics": ["sport"]})
    assert call("GET", PREFERENCES, headers=bearer()).body == NOTHING_SAID | {"muted_topics": ["sport"]}
    assert call("DELETE", PREFERENCES, headers=bearer()).status == 204
    assert call("GET", PREFERENCES, headers=bearer()).body == NOTHING_SAID


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"follows": ["x"]}, "follows"),
        ({"follows_topics": "x"}, "follows_topics"),
        ({"follows_topics": [""]}, "follows_topics[0]"),
        ({"follows_topics": ["x"] * 2}, "follows_topics[1]"),
        ({"muted_authors": ["x" * 257]}, "muted_authors[0]"),
        ({"muted_sources": [str(number) for number in range(101)]}, "muted_sources"),
        ({"follows_topics": ["x"], "muted_topics": ["x"]}, "muted_topics[0]"),
        ({"languages": ["Deutsch!"]}, "languages[0]"),
        ({"home_region": ""}, "home_region"),
        ({"personalised": "no"}, "personalised"),
        ([], "$"),
    ],
)
def test_preferences_that_break_a_rule_are_named_and_change_nothing(call: Call, body: object, parameter: str) -> None:
    call("PUT", PREFERENCES, headers=bearer(), json=SAID)
    answer = call("PUT", PREFERENCES, headers=bearer(), json=body)
    assert (answer.status, [error["parameter"] for error in answer.body["errors"]]) == (400, [parameter])
    assert call("GET", PREFERENCES, headers=bearer()).body == SAID


@pytest.mark.usefixtures("has_read")
def test_a_reader_sees_what_is_known_of_them(call: Call) -> None:
    call("PUT", PREFERENCES, headers=bearer(), json=SAID)
    known = call("GET", "/me/profile", headers=bearer()).body
    assert known["interests"] == {"company": {"Acme": 1.0}, "industry": {}, "topic": {"harbour": 1.0}}
    assert [(read["article_id"], read["title"]) for read in known["opened"]] == [("a1", "About a1")]
    assert known["preferences"] == SAID


@pytest.mark.usefixtures("has_read")
def test_a_forgotten_reader_leaves_a_tombstone_and_a_request_and_nobody_else_loses_anything(call: Call) -> None:
    call("PUT", PREFERENCES, headers=bearer(), json=SAID)
    answer = call("DELETE", "/me", headers=bearer())
    assert (answer.status, answer.body["models"]) == (202, "waiting")
    left = query("reader-interests", "reader_id = :reader", {":reader": "r1"}, most=None)
    assert [item["entry"] for item in left] == ["tombstone"]
    request = f"deletions/waiting/{answer.body['receipt']}.json"
    assert [one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket="data")["Contents"]] == [request]
    assert call("GET", "/me/profile", headers=bearer("r2")).body["opened"] != []


@pytest.mark.usefixtures("has_read")
def test_of_a_forgotten_reader_nothing_is_kept_any_more(call: Call) -> None:
    call("DELETE", "/me", headers=bearer())
    known = call("GET", "/me/profile", headers=bearer()).body
    nothing = {"company": {}, "industry": {}, "topic": {}}
    assert known == {"interests": nothing, "opened": [], "preferences": NOTHING_SAID, "forgotten": True}
    assert call("PUT", PREFERENCES, headers=bearer(), json=SAID).status == 409
    assert call("GET", PREFERENCES, headers=bearer()).body == NOTHING_SAID
    assert call("DELETE", "/me", headers=bearer()).status == 202


def test_a_tombstone_stands_for_its_time(call: Call) -> None:
    long_ago = datetime.now(UTC) - FORGOTTEN_FOR - timedelta(seconds=1)
    ForgottenReadersTable("reader-interests").forget("r1", long_ago)
    assert call("PUT", PREFERENCES, headers=bearer(), json=SAID).status == 200
    assert call("GET", PREFERENCES, headers=bearer()).body == SAID


@pytest.mark.usefixtures("on_shelf")
def test_a_forgotten_reader_gets_lists_that_are_nobodys(call: Call) -> None:
    assert call("GET", "/recommendations", headers=bearer()).body["personalised"]
    call("DELETE", "/me", headers=bearer())
    served = call("GET", "/recommendations", headers=bearer())
    assert (served.status, served.body["personalised"]) == (200, False)
    assert call("GET", "/recommendations", headers=bearer("r2")).body["personalised"]


@pytest.mark.usefixtures("on_shelf")
def test_a_reader_who_wants_no_profile_gets_lists_that_are_nobodys(call: Call) -> None:
    call("PUT", PREFERENCES, headers=bearer(), json={"personalised": False})
    assert not call("GET", "/recommendations", headers=bearer()).body["personalised"]


def test_anonymous_readers_have_preferences_too(call: Call) -> None:
    cookie = anonymous_cookie("anonymous-1", SigningKey(KEY)).partition(";")[0]
    assert call("PUT", PREFERENCES, headers={"Cookie": cookie}, json=SAID).status == 200
    assert call("GET", PREFERENCES, headers={"Cookie": cookie}).body == SAID
    assert call("GET", PREFERENCES, headers=bearer("r1")).body == NOTHING_SAID


def test_another_readers_data_need_the_scope_of_a_trusted_service(call: Call) -> None:
    others = {"X-Reader-Id": "r2"}
    for method, path in (("GET", PREFERENCES), ("PUT", PREFERENCES), ("GET", "/me/profile"), ("DELETE", "/me")):
        assert call(method, path, headers=bearer("r1") | others, json=SAID).status == 403
        assert call(method, path, headers=bearer("r1") | others | {"X-Reader-Id": ""}, json=SAID).status == 403
    trusted = bearer("service", scope=ANY_READER) | others
    assert call("PUT", PREFERENCES, headers=trusted, json=SAID).status == 200
    assert call("GET", PREFERENCES, headers=bearer("r2")).body == SAID


def test_a_body_that_is_no_text_is_named(call: Call) -> None:
    answer = call("PUT", PREFERENCES, headers=bearer(), body="/w==", is_base64=True)
    assert (answer.status, [error["code"] for error in answer.body["errors"]]) == (400, ["encoding"])
