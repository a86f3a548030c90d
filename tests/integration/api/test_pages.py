import pytest

from newsrec.aws.clients import client
from tests.integration.api.conftest import Answer, Call, bearer

HOME = "/recommendations"


def page(call: Call, reader_id: str | None = "r1", **query: str) -> Answer:
    return call("GET", HOME, query={"limit": "2"} | query, headers=bearer(reader_id) if reader_id else {})


def ids(answer: Answer) -> list[str]:
    return [item["article"]["id"] for item in answer.body["items"]]


@pytest.mark.usefixtures("on_shelf")
@pytest.mark.parametrize("reader_id", ["r1", None])
def test_pages_are_of_one_list_without_repeats_and_number_its_places(call: Call, reader_id: str | None) -> None:
    pages = [page(call, reader_id)]
    while cursor := pages[-1].body["next_cursor"]:
        pages.append(page(call, reader_id, cursor=cursor))
    assert sorted(one for answer in pages for one in ids(answer)) == [f"a{number}" for number in range(6)]
    assert [item["position"] for answer in pages for item in answer.body["items"]] == [1, 2, 3, 4, 5, 6]
    assert len({answer.body["list_id"] for answer in pages}) == 1


@pytest.mark.usefixtures("on_shelf")
def test_a_page_that_is_loaded_again_is_the_same(call: Call) -> None:
    cursor = page(call).body["next_cursor"]
    again = [page(call, cursor=cursor) for _ in range(2)]
    assert ids(again[0]) == ids(again[1])


@pytest.mark.usefixtures("on_shelf")
@pytest.mark.parametrize("other", ["r2", None])
def test_a_readers_cursor_is_nobody_elses(call: Call, other: str | None) -> None:
    answer = page(call, other, cursor=page(call).body["next_cursor"])
    assert (answer.status, [error["parameter"] for error in answer.body["errors"]]) == (400, ["cursor"])


@pytest.mark.usefixtures("on_shelf")
def test_a_cursor_leads_nowhere_on_another_surface(call: Call) -> None:
    answer = page(call, cursor=page(call).body["next_cursor"], surface="section")
    assert (answer.status, [error["code"] for error in answer.body["errors"]]) == (400, ["no_such_list"])


@pytest.mark.usefixtures("on_shelf")
def test_without_the_store_of_lists_a_first_page_is_served_and_is_the_last(call: Call) -> None:
    client("dynamodb").delete_table(TableName="served-lists")
    answer = page(call)
    assert (answer.status, len(answer.body["items"]), answer.body["next_cursor"]) == (200, 2, None)
    assert "served_lists" in answer.body["degraded"]


@pytest.mark.usefixtures("on_shelf")
def test_without_the_store_of_lists_a_next_page_is_made_again_without_repeats(call: Call) -> None:
    first = page(call)
    client("dynamodb").delete_table(TableName="served-lists")
    second = page(call, cursor=first.body["next_cursor"])
    assert (second.status, second.body["list_id"]) == (200, first.body["list_id"])
    assert len({*ids(first), *ids(second)}) == 4
    assert "served_lists" in second.body["degraded"]


@pytest.mark.usefixtures("on_shelf")
def test_topics_that_the_website_does_not_have_are_named(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page(call, topics="topic 1,astrology").status == 200
    monkeypatch.setenv("TOPICS", "topic 1,topic 2")
    from lambdas.api import wiring

    wiring.site.cache_clear()
    answer = page(call, topics="topic 1,astrology")
    assert [(error["code"], "astrology" in error["message"]) for error in answer.body["errors"]] == [
        ("unknown_topic", True)
    ]
    assert ids(page(call, topics="topic 1")) == ["a1"]


@pytest.mark.parametrize("tag", ["", "deutsch!", "de_CH", "de-"])
def test_a_locale_is_a_language_tag(call: Call, tag: str) -> None:
    answer = page(call, locale=tag)
    assert (answer.status, [error["parameter"] for error in answer.body["errors"]]) == (400, ["locale"])
