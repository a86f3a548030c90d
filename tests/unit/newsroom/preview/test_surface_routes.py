"""Surface documents on the editors' desk: read, checked, changed and saved over HTTP."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from newsrec.experiments.current import experiments_document, surface_document
from newsrec.surfaces import packaged_document, surface_names
from tests.unit.newsrec.experiments.fakes import MemoryDocuments, experiment_document, surface_document_of
from tests.unit.newsroom.preview.conftest import Opens
from tests.unit.newsroom.preview.newsrooms import NOW, newsroom, problem

HOME = "/newsroom/surfaces/home"
TOMORROW = (NOW + timedelta(days=1)).isoformat()


@pytest.fixture
def documents() -> MemoryDocuments:
    return MemoryDocuments()


@pytest.fixture
def client(documents: MemoryDocuments, client_of: Opens) -> httpx.Client:
    return client_of(newsroom(documents=documents))


def save(client: httpx.Client, **changes: Any) -> httpx.Response:
    body = {"document": surface_document_of(overfetch=6), "after": 0, "by": "Ada", "why": "more to choose from"}
    return client.post(f"{HOME}/revisions", json=body | changes)


def findings(client: httpx.Client, text: str) -> dict[str, Any]:
    return client.post("/newsroom/surfaces/check", json={"surface": "home", "text": text}).json()


def test_every_surface_is_there_with_the_document_that_came_with_it(client: httpx.Client) -> None:
    assert tuple(client.get("/newsroom/surfaces").json()["surfaces"]) == surface_names()
    for name in surface_names():
        told = client.get(f"/newsroom/surfaces/{name}").json()
        assert told["document"] == packaged_document(name)
        assert (told["revision"], told["newest"], told["refused"], told["experiments"]) == (0, 0, [], [])


def test_what_is_saved_is_in_force_and_says_who_did_it_and_why(client: httpx.Client) -> None:
    answer = save(client)
    assert answer.status_code == 201
    told = client.get(HOME).json()
    assert told["document"]["overfetch"] == 6
    assert (told["revision"], told["saved_by"], told["why"]) == (1, "Ada", "more to choose from")
    assert told["saved_at"] == NOW.isoformat()
    history = client.get(f"{HOME}/revisions").json()["revisions"]
    assert [one["revision"] for one in history] == [1, 0]
    assert client.get(f"{HOME}/revisions/0").json()["document"] == packaged_document("home")


def test_of_two_editors_the_slower_one_hears_of_the_other_and_why(client: httpx.Client) -> None:
    save(client, by="Ben", why="a calmer page")
    assert problem(save(client), 409)["detail"] == "Ben saved revision 1 meanwhile, because: a calmer page."
    assert client.get(HOME).json()["saved_by"] == "Ben"


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"document": surface_document_of(overfetch=99)}, "document.overfetch"),
        ({"document": surface_document_of("section")}, "document.name"),
        ({"document": []}, "document"),
        ({"by": " "}, "by"),
        ({"why": ""}, "why"),
        ({"after": -1}, "after"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_save_that_is_refused_names_the_field(
    changes: dict[str, Any], parameter: str, client: httpx.Client, documents: MemoryDocuments
) -> None:
    assert parameter in {error["parameter"] for error in problem(save(client, **changes), 400)["errors"]}
    assert documents.saved == {}


def test_a_newer_revision_that_cannot_be_used_is_told_and_the_next_save_follows_it(
    client: httpx.Client, documents: MemoryDocuments
) -> None:
    documents.write(surface_document("home"), "{}")
    told = client.get(HOME).json()
    assert (told["revision"], told["newest"]) == (0, 1)
    assert "mix: is required" in told["refused"][0]["problems"]
    assert save(client, after=1).json()["revision"] == 2


def test_a_revision_that_is_not_json_is_told_as_that(client: httpx.Client, documents: MemoryDocuments) -> None:
    documents.write(surface_document("home"), "{")
    assert problem(client.get(f"{HOME}/revisions/1"), 400)["errors"][0]["parameter"] == "document"


@pytest.mark.parametrize("path", ["/newsroom/surfaces/nowhere", f"{HOME}/revisions/7"])
def test_what_is_not_there_is_a_404_that_names_it(client: httpx.Client, path: str) -> None:
    assert problem(client.get(path), 404)["errors"][0]["code"] in {"unknown_surface", "unknown_revision"}


def test_the_variants_of_an_experiment_come_with_their_documents(
    client: httpx.Client, documents: MemoryDocuments
) -> None:
    times = {"from": (NOW - timedelta(hours=1)).isoformat(), "until": TOMORROW}
    documents.write(experiments_document("home"), {"experiments": [experiment_document("bigger", **times)]})
    (experiment,) = client.get(HOME).json()["experiments"]
    assert (experiment["id"], experiment["running"]) == ("bigger", True)
    assert [variant["name"] for variant in experiment["variants"]] == ["control", "more"]
    assert experiment["variants"][1]["document"]["overfetch"] == 6


def test_a_document_without_mistakes_has_nothing_to_object(client: httpx.Client) -> None:
    found = findings(client, json.dumps(packaged_document("home"), indent=2))
    assert found == {"errors": [], "warnings": []}


def test_every_mistake_has_the_line_of_what_it_is_about(client: httpx.Client) -> None:
    text = json.dumps(surface_document_of(overfetch=99, max_age_hours=0), indent=2)
    lines = text.splitlines()
    errors = findings(client, text)["errors"]
    assert {error["path"] for error in errors} == {"overfetch", "max_age_hours"}
    assert all(error["path"] in lines[error["line"] - 1] for error in errors)


def test_rules_that_cannot_stand_together_are_told_at_the_later_one(client: httpx.Client) -> None:
    pins = [pin_rule("a1"), pin_rule("a2")]
    text = json.dumps(surface_document_of(rules=pins), indent=2)
    (error, *_) = findings(client, text)["errors"]
    assert (error["path"], "pin-a1" in error["message"]) == ("rules[1].params.slot", True)
    assert error["line"] == max(number for number, line in enumerate(text.splitlines(), 1) if '"slot": 1' in line)


def test_what_is_hardly_meant_is_a_warning(client: httpx.Client) -> None:
    twins = [{"id": id, "rule": "no_adjacent_same", "params": {"attribute": "author"}} for id in ("one", "two")]
    found = findings(client, json.dumps(surface_document_of(rules=twins), indent=2))
    assert found["errors"] == []
    assert all(warning["path"].startswith("rules[1]") and warning["line"] for warning in found["warnings"])
    assert found["warnings"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ('{\n"name": "home",\n}', 3), ('{\n\t"mix": NaN}', 1), ("[" * 100_000, None), ("[1, 2]", 1)],
)
def test_a_text_that_is_no_document_is_told_with_its_line(text: str, line: int | None, client: httpx.Client) -> None:
    assert findings(client, text)["errors"][0]["line"] == line


def test_lines_are_counted_as_editors_count_them(client: httpx.Client) -> None:
    text = '{\n\t"name": "a\u2028b\x85",\n\t"overfetch":\n\t\t99\n}'
    lines = {error["path"]: error["line"] for error in findings(client, text)["errors"]}
    assert (lines["name"], lines["overfetch"], lines["mix"]) == (2, 3, 1)


def pin_rule(article_id: str) -> dict[str, Any]:
    params = {"article_id": article_id, "slot": 1, "until": TOMORROW}
    return {"id": f"pin-{article_id}", "rule": "pin_article", "params": params}


def test_the_edits_change_a_document_and_save_nothing(client: httpx.Client, documents: MemoryDocuments) -> None:
    def edited(edit: str, document: object, **fields: object) -> dict[str, Any]:
        return client.post(f"/newsroom/surfaces/edits/{edit}", json={"document": document, **fields}).json()["document"]

    before = packaged_document("home")
    pinned = edited("pin", before, article_id="a1", slot=1, until=TOMORROW)
    assert pinned["rules"][0] == pin_rule("a1")
    assert edited("unpin", pinned, article_id="a1") == before
    assert edited("just-published", before, share=0.35)["just_published"]["share"] == 0.35
    assert documents.saved == {}


@pytest.mark.parametrize(
    ("edit", "fields", "parameter"),
    [
        ("pin", {"article_id": "a1", "slot": 0, "until": TOMORROW}, "slot"),
        ("pin", {"article_id": "a1", "slot": 1, "until": NOW.isoformat()}, "until"),
        ("pin", {"article_id": "a1", "slot": 1, "until": "2026-03-02T08:00:00"}, "until"),
        ("pin", {"article_id": "a1", "slot": 77, "until": TOMORROW}, "document.rules[0].params.slot"),
        ("unpin", {"article_id": ""}, "article_id"),
        ("just-published", {"share": 1.5}, "share"),
    ],
)
def test_an_edit_that_is_refused_names_the_field(
    edit: str, fields: dict[str, object], parameter: str, client: httpx.Client
) -> None:
    body = {"document": packaged_document("home"), **fields}
    answer = client.post(f"/newsroom/surfaces/edits/{edit}", json=body)
    assert parameter in {error["parameter"] for error in problem(answer, 400)["errors"]}


def test_a_table_that_is_away_is_a_503(client: httpx.Client, documents: MemoryDocuments) -> None:
    documents.away = True
    problem(client.get(HOME), 503)
