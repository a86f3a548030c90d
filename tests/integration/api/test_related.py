from datetime import UTC, datetime, timedelta

import pytest

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.just_published import JustPublishedTable
from newsrec.model import ArticleStatus
from tests.integration.api.conftest import Answer, Call, bearer
from tests.unit.newsrec.records import article


@pytest.fixture
def bridge(tables: None) -> None:
    """An article on the harbour bridge with kin, copies and strangers on the shelf, the strangers newest."""
    now = datetime.now(UTC)
    kin = {
        "host": {"topics": ("harbour",), "companies": ("Acme",), "story_cluster_id": "bridge"},
        "story": {"topics": ("politics",), "story_cluster_id": "bridge"},
        "company": {"topics": ("money",), "companies": ("Acme",)},
        "topic": {"topics": ("harbour",)},
        "copy": {"topics": ("harbour",), "title": "About HOST"},
        "stranger 1": {"topics": ("sport",)},
        "stranger 2": {"topics": ("culture",)},
    }
    for age, (name, changed) in enumerate(reversed(kin.items())):
        fresh = article(name, **{"published_at": now - timedelta(minutes=5 + age), "title": f"About {name}"} | changed)
        ArticlesTable("articles").put(fresh)
        JustPublishedTable("just-published").offer(fresh)


def ids(answer: Answer) -> list[str]:
    return [item["article"]["id"] for item in answer.body["items"]]


@pytest.mark.usefixtures("bridge")
def test_kin_stand_before_strangers_and_the_article_and_its_copies_are_out(call: Call) -> None:
    answer = call("GET", "/articles/host/related", query={"limit": "5"})
    assert answer.status == 200
    assert ids(answer)[:3] == ["story", "company", "topic"]
    assert set(ids(answer)[3:]) == {"stranger 1", "stranger 2"}
    assert answer.body["surface"] == "read_next"
    assert {item["source"] for item in answer.body["items"]} == {"just_published"}


@pytest.mark.usefixtures("bridge")
def test_the_read_next_surface_gives_the_same_list(call: Call) -> None:
    there = call("GET", "/recommendations", query={"surface": "read_next", "article_id": "host"})
    assert ids(there) == ids(call("GET", "/articles/host/related"))


@pytest.mark.usefixtures("bridge")
def test_related_articles_have_pages(call: Call) -> None:
    shown: list[str] = []
    query = {"limit": "2"}
    for _ in range(3):
        page = call("GET", "/articles/host/related", query=query, headers=bearer())
        shown += ids(page)
        query = {"limit": "2", "cursor": page.body["next_cursor"]}
    assert shown[:3] == ["story", "company", "topic"]
    assert len(shown) == len(set(shown)) == 5
    assert page.body["next_cursor"] is None
    first = call("GET", "/articles/host/related", query={"limit": "2"}, headers=bearer())
    elsewhere = {"limit": "2", "cursor": first.body["next_cursor"]}
    answer = call("GET", "/articles/story/related", query=elsewhere, headers=bearer())
    assert [error["code"] for error in answer.body["errors"]] == ["no_such_list"]


@pytest.mark.usefixtures("bridge")
def test_an_article_that_cannot_be_read_has_nothing_related(call: Call) -> None:
    newer = datetime.now(UTC) + timedelta(seconds=1)
    withdrawn = article("topic", status=ArticleStatus.WITHDRAWN, published_at=newer, updated_at=newer)
    ArticlesTable("articles").put(withdrawn)
    for article_id in ("nowhere", "topic"):
        answer = call("GET", f"/articles/{article_id}/related")
        assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")
        assert article_id in answer.body["detail"]


@pytest.mark.usefixtures("bridge")
def test_its_id_may_hold_what_an_address_has_to_quote(call: Call) -> None:
    assert call("GET", "/articles/stranger%201/related").status == 200


@pytest.mark.parametrize(
    ("query", "parameter"),
    [({"surface": "home"}, "surface"), ({"article_id": "a"}, "article_id"), ({"limit": "21"}, "limit")],
)
def test_what_the_address_says_is_no_parameter(call: Call, query: dict[str, str], parameter: str) -> None:
    answer = call("GET", "/articles/host/related", query=query)
    assert (answer.status, [error["parameter"] for error in answer.body["errors"]]) == (400, [parameter])


@pytest.mark.usefixtures("bridge")
def test_a_list_for_nobody_may_be_kept_and_a_readers_own_may_not(call: Call) -> None:
    assert "public" in call("GET", "/articles/host/related").headers["Cache-Control"]
    assert call("GET", "/articles/host/related", headers=bearer()).headers["Cache-Control"] == "private, no-store"
