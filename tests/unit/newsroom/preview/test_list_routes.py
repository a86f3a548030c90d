"""Lists on the editors' desk: two documents side by side, and why an article is on no list."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from newsrec.experiments.assignment import variant_of
from newsrec.experiments.current import experiments_document, surface_document
from newsrec.experiments.experiment import read_experiment
from newsrec.interests import ReaderProfile
from newsrec.interests.profile import ReadArticle
from newsrec.model import ArticleStatus
from newsroom.preview.newsroom import Click
from tests.unit.newsrec.experiments.fakes import MemoryDocuments, experiment_document, surface_document_of
from tests.unit.newsrec.records import NOW, article
from tests.unit.newsrec.serving.fakes import Newsroom
from tests.unit.newsroom.preview.conftest import Opens
from tests.unit.newsroom.preview.newsrooms import newsroom, problem

PLAIN = {
    "name": "home",
    "default_limit": 3,
    "mix": {"personalised": 1},
    "overfetch": 2,
    "max_age_hours": 72,
    "just_published": {"share": 0, "max_age_minutes": 120, "first_slot": 1},
}
"""Three places, and nothing that moves an article."""
NO_GRAPHIC = {"id": "no-graphic", "rule": "editorial_risk", "params": {"exclude_flags": ["graphic"]}}
NO_NEIGHBOURS = {"id": "no-neighbours", "rule": "no_adjacent_same", "params": {"attribute": "topic"}, "mode": "soft"}

ARTICLES = [
    article("a1", topics=("sport",)),
    article("a2", topics=("sport",), editorial_flags=("graphic",)),
    article("a3", topics=("world",)),
    article("a4", topics=("culture",)),
    article("old", published_at=NOW - timedelta(days=9)),
    article("gone", status=ArticleStatus.WITHDRAWN),
    article("draft", status=ArticleStatus.DRAFT),
    article("early", embargo_until=NOW + timedelta(hours=3)),
    article("later", published_at=NOW + timedelta(hours=1)),
    article("over", expires_at=NOW - timedelta(hours=1)),
    article("seen"),
    article("unnamed"),
]
READ = ReaderProfile(reads=(ReadArticle("seen", NOW - timedelta(hours=1)),))


@pytest.fixture
def documents() -> MemoryDocuments:
    return MemoryDocuments()


@pytest.fixture
def lists() -> Newsroom:
    ranked = ("a1", "a2", "a3", "a4")
    return Newsroom(articles=ARTICLES, personalised=ranked, trending=ranked, profile=READ)


@pytest.fixture
def client(documents: MemoryDocuments, lists: Newsroom, client_of: Opens) -> Iterator[httpx.Client]:
    def clicks(reader_id: str) -> list[Click]:
        return [Click(article_id="a4", occurred_at=NOW)] if reader_id == "r1" else []

    with lists.sources() as sources:
        yield client_of(newsroom(documents=documents, sources=sources, clock=lambda: NOW, clicks=clicks))


def compare(client: httpx.Client, **changes: Any) -> Any:
    asked = {"before": PLAIN, "after": PLAIN, "readers": ["r1"]} | changes
    return client.post("/newsroom/lists/compare", json=asked)


def compared(client: httpx.Client, **changes: Any) -> dict[str, Any]:
    (one,) = compare(client, **changes).json()["readers"]
    return one


def shown(one_list: dict[str, Any]) -> list[str]:
    return [item["article"]["id"] for item in one_list["items"]]


def why(client: httpx.Client, article_id: str, reader_id: str | None = "r1") -> dict[str, Any]:
    asked = {"surface": "home", "reader_id": reader_id, "article_id": article_id, "limit": 3}
    return client.post("/newsroom/lists/absence", json=asked).json()


def test_one_document_makes_the_same_list_twice(client: httpx.Client) -> None:
    one = compared(client)
    assert shown(one["before"]) == shown(one["after"]) == ["a1", "a2", "a3"]
    assert (one["reader_id"], one["changes"]) == ("r1", [])


def test_what_falls_out_says_which_rule_refuses_it_and_what_comes_in_where_it_was(client: httpx.Client) -> None:
    one = compared(client, after={**PLAIN, "rules": [NO_GRAPHIC]})
    assert shown(one["after"]) == ["a1", "a3", "a4"]
    came, fell, moved = one["changes"]
    assert (came["article_id"], came["from"], came["to"], came["why"]["code"]) == ("a4", None, 3, "outranked")
    assert came["why"]["sentence"] == "It was candidate number 4; 3 places went to others."
    assert (fell["article_id"], fell["from"], fell["to"]) == ("a2", 2, None)
    assert fell["why"]["sentence"] == "The rule “no-graphic” refuses it: flag graphic."
    assert (moved["article_id"], moved["from"], moved["to"], moved["why"]) == ("a3", 3, 2, None)
    assert moved["rules"] == ["no-graphic"]
    assert one["rules"] == [
        {
            "id": "no-graphic",
            "before": None,
            "after": {"outcome": "kept", "detail": "refused 1 article; asked for 2 swaps"},
        }
    ]


def test_a_move_names_the_rule_that_lifted_one_and_let_the_other_fall(client: httpx.Client) -> None:
    ruled = {**PLAIN, "rules": [NO_NEIGHBOURS]}
    there, back = compared(client, after=ruled), compared(client, before=ruled)
    assert shown(there["after"]) == ["a1", "a3", "a2"]
    assert [(each["article_id"], each["from"], each["to"], each["rules"]) for each in there["changes"]] == [
        ("a3", 3, 2, ["no-neighbours"]),
        ("a2", 2, 3, ["no-neighbours"]),
    ]
    assert [(each["article_id"], each["rules"], each["no_longer"]) for each in back["changes"]] == [
        ("a2", [], ["no-neighbours"]),
        ("a3", [], ["no-neighbours"]),
    ]


def test_rules_that_no_order_satisfies_are_named(client: httpx.Client) -> None:
    impossible = {
        "id": "one-topic",
        "rule": "max_per_attribute",
        "mode": "hard",
        "on_unmet": "fail",
        "params": {"attribute": "topic", "max": 1},
    }
    lonely = {**PLAIN, "default_limit": 4, "rules": [impossible]}
    assert compared(client, after=lonely)["after"]["conflict"] == ["one-topic"]


def test_up_to_three_readers_are_compared_nobody_among_them(client: httpx.Client) -> None:
    answer = compare(client, readers=["r1", None, "r/2?"]).json()
    assert [one["reader_id"] for one in answer["readers"]] == ["r1", None, "r/2?"]
    assert problem(compare(client, readers=["1", "2", "3", "4"]), 400)["errors"][0]["parameter"] == "readers"


def test_read_next_stands_under_what_the_reader_read_last(client: httpx.Client) -> None:
    document = surface_document_of("read_next")
    one = compared(client, before=document, after=document)
    assert one["under"] == {"article_id": "a4", "title": "About a4"}
    assert "a4" not in shown(one["before"])


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"after": {**PLAIN, "overfetch": 99}}, "after.overfetch"),
        ({"before": {}}, "before.name"),
        ({"after": {**PLAIN, "name": "section"}}, "after.name"),
        ({"readers": []}, "readers"),
        ({"readers": [""]}, "readers.0"),
    ],
)
def test_a_comparison_that_is_refused_names_the_field(
    client: httpx.Client, changes: dict[str, Any], parameter: str
) -> None:
    assert problem(compare(client, **changes), 400)["errors"][0]["parameter"] == parameter


def test_lists_without_the_article_store_are_a_503(client: httpx.Client, lists: Newsroom) -> None:
    lists.away.add("articles")
    problem(compare(client), 503)


@pytest.mark.parametrize(
    ("article_id", "sentence"),
    [
        ("nowhere", "There is no article with this id."),
        ("old", "It is older than the 72 hours that home goes back."),
        ("gone", "It was withdrawn."),
        ("draft", "It is still a draft."),
        ("early", "It is under embargo until 2 March 2026, 12:00 UTC."),
        ("later", "It will be published on 2 March 2026, 10:00 UTC."),
        ("over", "It expired on 2 March 2026, 08:00 UTC."),
        ("seen", "The reader has read it already."),
        ("unnamed", "It may be shown, but no source named it: no model"),
        ("a2", "The rule “no-graphic” refuses it: flag graphic."),
    ],
)
def test_what_keeps_an_article_off_a_page_is_said_in_plain_words(
    article_id: str, sentence: str, client: httpx.Client, documents: MemoryDocuments
) -> None:
    documents.write(surface_document("home"), {**PLAIN, "rules": [NO_GRAPHIC]})
    assert why(client, article_id)["sentence"].startswith(sentence)


def test_an_article_that_others_were_lifted_over_names_the_rule(
    client: httpx.Client, documents: MemoryDocuments
) -> None:
    documents.write(surface_document("home"), {**PLAIN, "rules": [{**NO_NEIGHBOURS, "mode": "hard"}]})
    asked = {"surface": "home", "reader_id": "r1", "article_id": "a2", "limit": 2}
    told = client.post("/newsroom/lists/absence", json=asked).json()
    assert (told["code"], told["rank"], told["rule"]) == ("outranked", 2, "no-neighbours")
    assert told["sentence"].endswith("The rule “no-neighbours” lifted others over it.")


def test_an_article_that_is_there_is_told_with_its_place(client: httpx.Client, documents: MemoryDocuments) -> None:
    documents.write(surface_document("home"), PLAIN)
    told = why(client, "a3")
    assert (told["code"], told["place"]) == ("shown", 3)


def test_the_page_that_is_explained_is_the_one_of_the_readers_variant(
    client: httpx.Client, documents: MemoryDocuments
) -> None:
    variants = [
        {"name": "all", "share": 0.5, "document": PLAIN},
        {"name": "calm", "share": 0.5, "document": {**PLAIN, "rules": [NO_GRAPHIC]}},
    ]
    experiment = experiment_document("calmer", variants=variants)
    documents.write(surface_document("home"), PLAIN)
    documents.write(experiments_document("home"), {"experiments": [experiment]})
    readers = [f"r-{number}" for number in range(20)]
    got = {reader: variant_of(read_experiment(experiment), reader).name for reader in readers}
    assert set(got.values()) == {"all", "calm"}
    codes = {reader: why(client, "a2", reader)["code"] for reader in readers}
    assert codes == {reader: "refused" if name == "calm" else "shown" for reader, name in got.items()}
    assert why(client, "a2", None)["code"] == "shown"


@pytest.mark.parametrize(
    ("changes", "status"), [({"surface": "nowhere"}, 404), ({"limit": 0}, 400), ({"article_id": ""}, 400)]
)
def test_a_question_that_is_none_is_refused(changes: dict[str, object], status: int, client: httpx.Client) -> None:
    asked = {"surface": "home", "reader_id": None, "article_id": "a1", "limit": 3} | changes
    problem(client.post("/newsroom/lists/absence", json=asked), status)
