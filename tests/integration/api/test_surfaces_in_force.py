"""What editors save is what lists are made by, and which variant a reader saw comes back with the events."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsrec.aws.experiment_counts import ExperimentCounts
from newsrec.aws.surface_documents import SurfaceDocumentsTable
from newsrec.experiments.current import experiments_document, surface_document
from newsrec.experiments.experiment import listed
from newsrec.surfaces import load
from newsrec.surfaces.edits import pinned
from newsrec.surfaces.saved import SavedDocument, save
from tests.integration.api.conftest import Answer, Call, Context, bearer
from tests.unit.newsrec.experiments.fakes import experiment_document, surface_document_of

TABLE = SurfaceDocumentsTable("surface-documents")


def saved(name: str, document: object, *, after: int = 0) -> None:
    save(TABLE, name, document, after=after, saved_by="Ada", why="a test", now=datetime.now(UTC))


@pytest.fixture
def running(call: Call) -> None:
    """An experiment on the home page: three articles for some readers, five for the others."""
    now = datetime.now(UTC)
    variants = [
        {"name": name, "share": 0.5, "document": surface_document_of(default_limit=limit)}
        for name, limit in (("three", 3), ("five", 5))
    ]
    begins, ends = ((now + timedelta(hours=hours)).isoformat() for hours in (-1, 1))
    document = experiment_document("length", variants=variants, **{"from": begins, "until": ends})
    saved(experiments_document("home"), listed([document]))


def variant_of(answer: Answer) -> str | None:
    assert answer.status == 200
    experiment = answer.body["experiment"]
    return experiment and experiment["variant"]


def asked(call: Call, headers: Mapping[str, str] | None = None, **query: str) -> Answer:
    return call("GET", "/recommendations", query=query or {"surface": "home"}, headers=headers)


def test_lists_are_made_by_the_document_that_was_saved_last(call: Call, on_shelf: None) -> None:
    saved(surface_document("home"), surface_document_of(default_limit=4))
    answer = asked(call)
    assert len(answer.body["items"]) == 4
    assert answer.body["recommender"]["rules"] != load("home").version


def test_a_broken_document_changes_no_list(
    call: Call, on_shelf: None, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    saved(surface_document("home"), surface_document_of(default_limit=4))
    broken = SavedDocument(
        name=surface_document("home"), revision=2, saved_at=None, saved_by="a hand", why="", text='{"name": "home"}'
    )
    TABLE.save(broken)
    assert len(asked(call).body["items"]) == 4
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["SurfaceRefused"] for line in printed if "SurfaceRefused" in line] == [[1.0]]
    [error] = [vars(record) for record in caplog.records if record.levelname == "ERROR"]
    assert (error["document"], error["revision"]) == ("surface/home", 2)
    assert "mix: is required" in error["problems"]


def test_each_reader_sees_one_variant_and_nobody_sees_any(call: Call, on_shelf: None, running: None) -> None:
    seen = {reader: asked(call, bearer(reader)) for reader in [f"r{number}" for number in range(12)]}
    assert {variant_of(answer) for answer in seen.values()} == {"three", "five"}
    for reader, answer in seen.items():
        variant = variant_of(answer)
        assert len(answer.body["items"]) == {"three": 3, "five": 5}[str(variant)]
        assert answer.body["list_id"].endswith(f"~length~{variant}")
        assert variant_of(asked(call, bearer(reader))) == variant
    assert variant_of(asked(call)) is None
    assert variant_of(asked(call, bearer("r1") | {"Sec-GPC": "1"})) is None
    assert variant_of(asked(call, bearer("r1"), surface="home", personalised="false")) is None
    assert variant_of(asked(call, bearer("r1"), surface="section")) is None


def test_exposure_is_in_the_log_of_the_list(
    call: Call, on_shelf: None, running: None, caplog: pytest.LogCaptureFixture
) -> None:
    answer = asked(call, bearer("r1"))
    [served] = [vars(record) for record in caplog.records if record.message == "list served"]
    assert served["experiment"] == ("length", variant_of(answer))


def test_what_a_reader_does_counts_once_for_the_variant_that_the_reader_saw(
    call: Call, consume: Callable[[], Any], on_shelf: None, running: None
) -> None:
    answer = asked(call, bearer("r1"))
    events = [
        {
            "event_id": f"e{number}",
            "type": kind,
            "article_id": item["article"]["id"],
            "impression_id": item["impression_id"],
            "occurred_at": datetime.now(UTC).isoformat(),
        }
        for number, (kind, item) in enumerate(
            [*(("impression", item) for item in answer.body["items"][:3]), ("click", answer.body["items"][0])]
        )
    ]
    for _ in range(2):
        assert call("POST", "/events", headers=bearer("r1"), body=json.dumps({"events": events})).body["accepted"] == 4
        consume()
    [counts] = ExperimentCounts("reader-interests").of("length")
    assert (counts.reader_id, counts.variant) == ("r1", variant_of(answer))
    assert (counts.impressions, counts.clicks) == (3, 1)


def test_an_edition_is_made_by_the_revision_that_it_was_planned_with(call: Call, on_shelf: None) -> None:
    from lambdas.postprocess import handler

    until = datetime.now(UTC) + timedelta(hours=1)
    for after, article_id in enumerate(("a3", "a4")):
        document = pinned(surface_document_of(layout={}), article_id, slot=1, until=until)
        saved(surface_document("home"), document, after=after)
    candidates = {"personalised": [f"a{number}" for number in range(6)]}
    wanted = {
        "surface": "home",
        "limit": 6,
        "requests": [{"reader_id": "r1", "list_id": "l", "candidates": candidates}],
    }

    def first(revision: int | None) -> str:
        [made] = handler.handler(wanted | {"surface_revision": revision}, Context())["lists"]  # type: ignore[arg-type]
        return made["items"][0]["article_id"]

    assert [first(1), first(2), first(None)] == ["a3", "a4", "a4"]
