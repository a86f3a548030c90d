"""Each source of a list slow, throttled, failing, absent or empty: what is left is served, and marked."""

import json
from dataclasses import fields
from datetime import UTC, datetime

import pytest

from newsrec.aws.dynamodb import tables, to_item
from newsrec.serving.asking import TimeBudget
from newsrec.serving.popular_now import window_at
from tests.integration.api.conftest import Call, bearer
from tests.integration.api.faulty import MODELS, Fault, Models, broken_table

HOME = "/recommendations"
TABLES = {"history": "reader-interests", "just_published": "just-published", "popular": "article-clicks"}
FAULTS: tuple[Fault, ...] = ("slow", "throttled", "error", "absent", "empty")


def impatient_with(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    patient = dict.fromkeys((field.name for field in fields(TimeBudget)), 20)
    monkeypatch.setenv("TIME_BUDGET", json.dumps(patient | {source: 0.1}))


def metrics_in(output: str) -> set[str]:
    lines = (json.loads(line) for line in output.splitlines() if line.startswith('{"_aws"'))
    return {
        metric["Name"] for line in lines for spec in line["_aws"]["CloudWatchMetrics"] for metric in spec["Metrics"]
    }


@pytest.mark.usefixtures("models")
def test_with_all_sources_nothing_is_marked(call: Call) -> None:
    answer = call("GET", HOME, headers=bearer())
    assert (answer.status, answer.body["degraded"], len(answer.body["items"])) == (200, [], 10)
    assert {item["source"] for item in answer.body["items"]} == {"personalised", "trending", "just_published"}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("source", MODELS)
def test_without_a_model_the_list_is_full_marked_and_counted(
    call: Call,
    models: Models,
    source: str,
    fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    models.faults[MODELS[source]] = fault
    if fault == "slow":
        impatient_with(source, monkeypatch)
    answer = call("GET", HOME, headers=bearer())
    assert (answer.status, answer.body["degraded"], len(answer.body["items"])) == (200, [source], 10)
    assert source not in {item["source"] for item in answer.body["items"]}
    assert {f"Degraded.{source}", f"Degraded.{source}.{fault}"} <= metrics_in(capsys.readouterr().out)
    assert not models.released.is_set()


@pytest.mark.parametrize("fault", ["slow", "throttled", "error", "absent"])
@pytest.mark.parametrize("source", TABLES)
def test_without_a_table_the_list_is_full_marked_and_counted(
    call: Call,
    models: Models,
    source: str,
    fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if fault == "slow":
        impatient_with(source, monkeypatch)
    with broken_table(TABLES[source], fault):
        answer = call("GET", HOME, headers=bearer())
    assert (answer.status, answer.body["degraded"], len(answer.body["items"])) == (200, [source], 10)
    assert f"Degraded.{source}.{fault}" in metrics_in(capsys.readouterr().out)


@pytest.mark.parametrize("fault", ["slow", "throttled", "error", "absent"])
def test_only_without_the_article_store_there_is_no_list(
    call: Call, models: Models, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == "slow":
        impatient_with("articles", monkeypatch)
    with broken_table("articles", fault):
        answer = call("GET", HOME, headers=bearer())
    assert (answer.status, answer.headers["Content-Type"]) == (503, "application/problem+json")


def test_a_model_that_keeps_failing_is_soon_not_asked_any_more(call: Call, models: Models) -> None:
    models.faults["p"] = "absent"
    for _ in range(8):
        answer = call("GET", HOME, headers=bearer())
        assert (answer.status, answer.body["degraded"]) == (200, ["personalised"])
    assert sum(request["campaignArn"].endswith("/p") for request in models.asked) == 5


def test_a_model_that_is_throttled_for_a_moment_is_asked_a_second_time(call: Call, models: Models) -> None:
    class Once(dict[str, Fault]):
        def get(self, key: str, default: Fault | None = None) -> Fault | None:  # type: ignore[override]
            return self.pop(key, default)

    models.faults = Once(p="throttled")
    answer = call("GET", HOME, headers=bearer())
    assert (answer.status, answer.body["degraded"]) == (200, [])
    assert [request["campaignArn"][-1] for request in models.asked].count("p") == 2


def test_without_both_models_what_is_read_most_now_is_served(call: Call, models: Models) -> None:
    models.faults = {"p": "error", "t": "error"}
    window = window_at(datetime.now(UTC))
    for number in range(8):
        clicked = to_item({"window": window, "article_id": f"p{number}", "clicks": 10 - number})
        tables().put_item(TableName="article-clicks", Item=clicked)
    answer = call("GET", HOME, headers=bearer())
    assert answer.status == 200
    assert set(answer.body["degraded"]) == {"personalised", "trending"}
    assert {item["source"] for item in answer.body["items"]} == {"popular", "just_published"}
