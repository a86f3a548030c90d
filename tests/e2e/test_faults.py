"""The deployed product while what it asks is away: lists from what is left, marked, and counted.

A list that waited for what never answers would be no list: the function's own time would end first.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from benchmarks.serving import api_function
from newsrec.aws.clients import client
from newsrec.aws.surface_documents import SurfaceDocumentsTable
from newsrec.experiments.current import surface_document
from newsrec.surfaces.saved import SavedDocument
from newsroom.house import House
from newsroom.processes import wait_for
from newsroom.website import Website
from tests.e2e.door import Door, door_to
from tests.integration.api.faulty import Fault
from tests.unit.newsrec.experiments.fakes import surface_document_of

PATIENCE_SECONDS = 30
NEVER_SECONDS = 60
"""How long a slow model takes: several times as long as the function may run."""
KINDS: Mapping[Fault, Mapping[str, Any]] = {
    "slow": {"kind": "latency", "seconds": NEVER_SECONDS},
    "throttled": {"kind": "throttle"},
    "error": {"kind": "error"},
}
MODELS = {"personalised": "PERSONALISED_CAMPAIGN_ARN", "trending": "TRENDING_CAMPAIGN_ARN"}


@dataclass(frozen=True)
class Stack:
    """The deployed API, its function's settings, and the doors in front of its tables and models."""

    website: Website
    reader_id: str
    settings: Mapping[str, str]
    log_group: str
    tables: Door
    models: Door
    faults_url: str
    since: datetime

    def ask(self, **query: str | int) -> httpx.Response:
        return self.website.ask(self.reader_id, query)

    def list(self, **query: str | int) -> dict[str, Any]:
        answer = self.ask(**query)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.json()

    def until_degraded(self, *sources: str) -> dict[str, Any]:
        """The first list that does without just these; the ones before it may say how busy the machine is."""
        lists: list[dict[str, Any]] = []

        def as_expected() -> bool:
            lists.append(self.list())
            return lists[-1]["degraded"] == list(sources)

        wait_for(as_expected, seconds=PATIENCE_SECONDS, otherwise=f"no list is degraded by just {sources}")
        return lists[-1]

    def counted(self, metric: str) -> bool:
        """Whether a line of the function's log counts this metric since the test began."""
        since = int(self.since.timestamp() * 1000)
        logs = client("logs").get_paginator("filter_log_events")
        pages = logs.paginate(logGroupName=self.log_group, startTime=since)
        return any(f'"Name":"{metric}"' in event["message"] for page in pages for event in page["events"])

    def strike(self, source: str, fault: Fault) -> None:
        """Has the model of a source fail at the local Amazon Personalize."""
        arn = self.settings[MODELS[source]]
        told = {"operation": "GetRecommendations", "arn": arn, **KINDS[fault]}
        httpx.post(self.faults_url, json=told).raise_for_status()

    def struck(self) -> int:
        return sum(fault["struck"] for fault in httpx.get(self.faults_url).raise_for_status().json()["faults"])


@pytest.fixture(scope="module")
def deployed(house: House) -> Iterator[Stack]:
    function = api_function()
    settings, personalize = function["Environment"]["Variables"], os.environ["AWS_ENDPOINT_URL_PERSONALIZE"]

    def set_environment(variables: Mapping[str, str]) -> None:
        name = function["FunctionName"]
        client("lambda").update_function_configuration(FunctionName=name, Environment={"Variables": variables})

    with door_to(house.aws_url) as tables, door_to(personalize) as models:
        doors = {"AWS_ENDPOINT_URL_DYNAMODB": tables.url, "AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME": models.url}
        set_environment({**settings, **doors})
        yield Stack(
            website=Website(house.api_url, house.website_key),
            reader_id=house.data.readers[0].id,
            settings=settings,
            log_group=function["LoggingConfig"]["LogGroup"],
            tables=tables,
            models=models,
            faults_url=f"{personalize}/_local/faults",
            since=datetime.now(UTC),
        )
        set_environment(settings)


@pytest.fixture
def stack(deployed: Stack) -> Iterator[Stack]:
    """With everything in order, before and after."""
    deployed.until_degraded()
    yield replace(deployed, since=datetime.now(UTC))
    deployed.tables.faults.clear()
    deployed.models.faults.clear()
    httpx.delete(deployed.faults_url).raise_for_status()


@pytest.mark.parametrize("fault", KINDS)
@pytest.mark.parametrize("source", MODELS)
def test_without_a_model_there_is_a_full_list_that_says_so(stack: Stack, source: str, fault: Fault) -> None:
    stack.strike(source, fault)
    answer = stack.until_degraded(source)
    assert len(answer["items"]) == 10
    assert source not in {item["source"] for item in answer["items"]}
    assert stack.counted(f"Degraded.{source}.{fault}")


@pytest.mark.parametrize("fault", ["absent", "empty"])
def test_without_both_models_there_is_a_full_list_that_says_so(stack: Stack, fault: Fault) -> None:
    stack.models.faults |= {stack.settings[arn]: fault for arn in MODELS.values()}
    answer = stack.until_degraded(*MODELS)
    assert len(answer["items"]) == 10
    assert all(stack.counted(f"Degraded.{source}.{fault}") for source in MODELS)


@pytest.mark.parametrize("fault", ["slow", "throttled", "error"])
def test_without_the_history_there_is_a_full_list_that_says_so(stack: Stack, fault: Fault) -> None:
    stack.tables.faults[stack.settings["READER_INTERESTS_TABLE"]] = fault
    answer = stack.until_degraded("history")
    assert len(answer["items"]) == 10
    assert stack.counted(f"Degraded.history.{fault}")


@pytest.mark.parametrize("fault", ["slow", "throttled"])
def test_without_the_store_of_lists_the_first_page_is_the_last_and_says_so(stack: Stack, fault: Fault) -> None:
    stack.tables.faults[stack.settings["SERVED_LISTS_TABLE"]] = fault
    answer = stack.until_degraded("served_lists")
    assert (len(answer["items"]), answer["next_cursor"]) == (10, None)
    assert stack.counted(f"Degraded.served_lists.{fault}")


def test_what_is_the_same_for_all_readers_is_kept_while_its_tables_fail(stack: Stack) -> None:
    tables = ("JUST_PUBLISHED_TABLE", "ARTICLE_CLICKS_TABLE", "SURFACE_DOCUMENTS_TABLE")
    stack.tables.faults |= {stack.settings[table]: "error" for table in tables}
    assert len(stack.until_degraded()["items"]) == 10


@pytest.mark.parametrize("fault", ["slow", "throttled", "error"])
def test_only_without_the_article_store_there_is_no_list(stack: Stack, fault: Fault) -> None:
    stack.tables.faults[stack.settings["ARTICLES_TABLE"]] = fault
    answer = stack.ask()
    assert (answer.status_code, answer.json()["status"]) == (503, 503)
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    assert stack.counted("Problem.unavailable")


def test_a_model_that_keeps_failing_is_left_alone_and_asked_again_later(stack: Stack) -> None:
    stack.strike("personalised", "error")

    def left_alone() -> bool:
        before = stack.struck()
        return "personalised" in stack.list()["degraded"] and stack.struck() == before

    wait_for(left_alone, seconds=PATIENCE_SECONDS, otherwise="the failing model is asked for every list")
    assert stack.struck() > 0
    httpx.delete(stack.faults_url).raise_for_status()
    stack.until_degraded()


def test_of_a_surface_s_documents_the_last_good_one_is_in_force(stack: Stack) -> None:
    table, name = SurfaceDocumentsTable(stack.settings["SURFACE_DOCUMENTS_TABLE"]), surface_document("section")
    four = json.dumps(surface_document_of(name="section", default_limit=4))
    for revision, text in enumerate((four, '{"name": "section"}'), 1):
        table.save(SavedDocument(name=name, revision=revision, saved_at=None, saved_by="a hand", why="", text=text))
    try:
        four_items = lambda: len(stack.list(surface="section")["items"]) == 4  # noqa: E731 - a question
        wait_for(four_items, seconds=PATIENCE_SECONDS, otherwise="the saved document is not in force")
        assert stack.counted("SurfaceRefused")
    finally:
        for revision in ("00000001", "00000002"):
            key = {"name": {"S": name}, "revision": {"S": revision}}
            client("dynamodb").delete_item(TableName=table.name, Key=key)
