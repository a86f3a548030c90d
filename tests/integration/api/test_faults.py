"""Several sources of a list away at once, and what else the API keeps its configuration and its lists in."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import combinations

import pytest

from newsrec.aws.dynamodb import tables, to_item
from newsrec.serving.popular_now import window_at
from newsrec.surfaces import load
from tests.integration.api.conftest import Call, bearer
from tests.integration.api.faulty import MODELS, Fault, Models, broken_table

HOME = "/recommendations"
TABLES = {"history": "reader-interests", "just_published": "just-published", "popular": "article-clicks"}
SOURCES = (*MODELS, *TABLES)


@pytest.fixture(autouse=True)
def read_most_now(models: Models) -> None:
    """Four of the articles that the models name are clicked."""
    window = window_at(datetime.now(UTC))
    for number, article_id in enumerate(("p0", "p1", "t0", "t1")):
        clicked = to_item({"window": window, "article_id": article_id, "clicks": 10 - number})
        tables().put_item(TableName="article-clicks", Item=clicked)


@contextmanager
def without(models: Models, *sources: str, fault: Fault = "error") -> Iterator[None]:
    models.faults = {MODELS[source]: fault for source in sources if source in MODELS}
    with ExitStack() as broken:
        for source in sources:
            if source in TABLES:
                broken.enter_context(broken_table(TABLES[source], fault))
        yield


@pytest.mark.parametrize("away", [*combinations(SOURCES, 2), *combinations(SOURCES, 4)])
def test_a_list_is_made_of_the_sources_that_are_left(call: Call, models: Models, away: tuple[str, ...]) -> None:
    with without(models, *away):
        answer = call("GET", HOME, headers=bearer())
    assert (answer.status, answer.body["degraded"]) == (200, list(away))
    if set(away) >= {*MODELS, "just_published", "popular"}:
        return  # nothing is left that names an article
    sources = {item["source"] for item in answer.body["items"]}
    assert sources and sources.isdisjoint(away)


def test_without_any_source_the_answer_is_an_empty_list_that_says_so(call: Call, models: Models) -> None:
    with without(models, *SOURCES):
        answer = call("GET", HOME, headers=bearer())
    assert (answer.status, answer.body["items"], answer.body["degraded"]) == (200, [], list(SOURCES))


@pytest.mark.parametrize("fault", ["throttled", "error", "absent"])
def test_without_the_store_of_lists_the_first_page_is_full_and_marked(call: Call, models: Models, fault: Fault) -> None:
    with broken_table("served-lists", fault):
        answer = call("GET", HOME, headers=bearer())
    assert (answer.status, answer.body["degraded"], answer.body["next_cursor"]) == (200, ["served_lists"], None)
    assert len(answer.body["items"]) == 10


@pytest.mark.parametrize("fault", ["slow", "throttled", "error", "absent"])
def test_without_saved_documents_lists_are_made_by_the_packaged_ones(call: Call, models: Models, fault: Fault) -> None:
    with broken_table("surface-documents", fault):
        answer = call("GET", HOME, headers=bearer())
    assert (answer.status, answer.body["degraded"], len(answer.body["items"])) == (200, [], 10)
    assert answer.body["recommender"]["rules"] == load("home").version


@pytest.mark.parametrize("source", ["trending", "history"])
def test_related_articles_are_as_robust(call: Call, models: Models, source: str) -> None:
    with without(models, source):
        answer = call("GET", "/articles/a0/related", headers=bearer())
    assert (answer.status, answer.body["degraded"]) == (200, [source])
    assert answer.body["items"]
