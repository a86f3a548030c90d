import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsrec.aws.clients import client
from tests.integration.api.conftest import Call, bearer

HOME = "/recommendations"


@pytest.mark.usefixtures("on_shelf")
def test_without_models_the_just_published_articles_are_served_and_the_list_is_marked(call: Call) -> None:
    answer = call("GET", HOME, headers=bearer())
    assert answer.status == 200
    assert set(answer.body["degraded"]) == {"personalised", "trending"}
    assert {item["source"] for item in answer.body["items"]} == {"just_published"}
    assert [item["position"] for item in answer.body["items"]] == [1, 2, 3, 4, 5, 6]
    assert {item["reasons"][0]["code"] for item in answer.body["items"]} == {"just_published"}


@pytest.mark.usefixtures("on_shelf")
def test_a_cursor_leads_to_the_rest_of_the_list_and_then_to_its_end(call: Call) -> None:
    first = call("GET", HOME, query={"limit": "4"}).body
    second = call("GET", HOME, query={"limit": "4", "cursor": first["next_cursor"]}).body
    shown = [item["article"]["id"] for item in first["items"] + second["items"]]
    assert sorted(shown) == [f"a{number}" for number in range(6)]
    assert second["next_cursor"] is None


@pytest.mark.usefixtures("on_shelf")
def test_what_the_page_shows_already_is_excluded(call: Call) -> None:
    items = call("GET", HOME, query={"exclude": "a0,a1"}).body["items"]
    assert sorted(item["article"]["id"] for item in items) == ["a2", "a3", "a4", "a5"]


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ({"limit": "0"}, "limit", "out_of_range"),
        ({"limit": "51"}, "limit", "out_of_range"),
        ({"limit": "x"}, "limit", "not_a_number"),
        ({"limit": "--5"}, "limit", "not_a_number"),
        ({"limit": "٣"}, "limit", "not_a_number"),
        ({"limit": "1" * 5000}, "limit", "not_a_number"),
        ({"cursor": "made-up"}, "cursor", "malformed"),
        ({"surface": "nowhere"}, "surface", "unknown_surface"),
        ({"surface": "../home"}, "surface", "unknown_surface"),
        ({"surface": "read_next"}, "article_id", "missing"),
        ({"personalised": "yes"}, "personalised", "not_a_boolean"),
        ({"exclude": ",".join("abc"[n % 3] + str(n) for n in range(101))}, "exclude", "too_many"),
        ({"topics": ""}, "topics", "length"),
        ({"reader_id": "r1"}, "reader_id", "unknown_parameter"),
    ],
)
def test_a_wrong_parameter_is_named_in_a_problem(call: Call, query: dict[str, str], parameter: str, code: str) -> None:
    answer = call("GET", HOME, query=query)
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert [(error["parameter"], error["code"]) for error in answer.body["errors"]] == [(parameter, code)]
    assert answer.body["instance"] == "request-1"


def test_every_wrong_parameter_is_named_at_once(call: Call) -> None:
    answer = call("GET", HOME, query={"limit": "0", "surface": "nowhere", "colour": "red"})
    assert {error["parameter"] for error in answer.body["errors"]} == {"limit", "surface", "colour"}


def test_campaign_parameters_of_mail_and_social_media_are_ignored(call: Call) -> None:
    assert call("GET", HOME, query={"utm_source": "mail"}).status == 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["limit", "cursor", "surface", "topics", "exclude", "x"]), st.text(max_size=30)))
def test_no_query_is_ever_answered_with_a_server_error(call: Call, query: dict[str, str]) -> None:
    assert call("GET", HOME, query=query).status in (200, 400)


def test_an_invalid_token_is_refused_not_taken_for_nobody(call: Call) -> None:
    answer = call("GET", HOME, headers={"Authorization": "Bearer made-up"})
    assert (answer.status, answer.body["title"]) == (401, "The credential is not valid")


def test_a_reader_who_says_no_to_profiling_gets_a_list_that_is_not_theirs(call: Call) -> None:
    assert call("GET", HOME, headers=bearer()).body["personalised"]
    assert not call("GET", HOME, headers=bearer() | {"Sec-GPC": "1"}).body["personalised"]


def test_explaining_and_acting_for_others_need_their_scopes(call: Call) -> None:
    assert call("GET", HOME, query={"explain": "true"}).status == 403
    assert call("GET", HOME, headers=bearer() | {"X-Reader-Id": "r9"}).status == 403
    assert call("GET", HOME, query={"explain": "true"}, headers=bearer()).body["explain"]["displacement"] == 0


def test_without_the_article_store_the_answer_is_503(call: Call) -> None:
    client("dynamodb").delete_table(TableName="articles")
    client("dynamodb").put_item(
        TableName="just-published",
        Item={"article_id": {"S": "a"}, "edition": {"S": "main"}, "published_at": {"S": "9999-01-01T00:00:00+00:00"}},
    )
    answer = call("GET", HOME)
    assert (answer.status, answer.headers["Content-Type"]) == (503, "application/problem+json")


def test_pages_of_the_allowed_websites_may_ask_from_the_browser(call: Call) -> None:
    for origin in ("https://news.example", "https://m.news.example"):
        assert call("GET", HOME, headers={"Origin": origin}).headers["Access-Control-Allow-Origin"] == origin
    assert "Access-Control-Allow-Origin" not in call("GET", HOME, headers={"Origin": "https://evil.example"}).headers


def test_an_unknown_address_is_a_problem_too(call: Call) -> None:
    assert call("GET", "/nowhere").body["status"] == 404
