"""The process: its start, its end, its clock, and what it says of itself."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.integration.local_personalize.conftest import ROOT, Account, LocalPersonalize
from tests.integration.local_personalize.newsroom import (
    RECIPES,
    clicks_csv,
    create_group,
    create_newsroom,
)


def ask(url: str, body: Any = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data), timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "local_personalize", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=20, check=False)


def test_a_port_in_use_is_one_line_and_exit_code_3(shared_server: LocalPersonalize, tmp_path: Path) -> None:
    port = shared_server.url.rpartition(":")[2]
    ended = run("--port", port, "--data", str(tmp_path))
    assert ended.returncode == 3
    assert ended.stderr == f"local_personalize: cannot listen on 127.0.0.1:{port}: Address already in use\n"


def test_a_data_folder_in_use_is_one_line_and_exit_code_3(shared_server: LocalPersonalize) -> None:
    ended = run("--port", "0", "--data", str(shared_server.data))
    assert ended.returncode == 3
    assert ended.stderr.startswith(f"local_personalize: cannot use the data folder {shared_server.data}: ")
    assert ended.stderr.count("\n") == 1


def test_a_termination_ends_the_server_cleanly_with_a_connection_open(
    start_server: Callable[..., LocalPersonalize],
) -> None:
    server = start_server()
    Account(server, "end-region-1").personalize.list_schemas()
    began = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - began < 5


def test_health_and_metrics_tell_what_was_asked(shared_server: LocalPersonalize, account: Account) -> None:
    account.personalize.list_schemas()
    assert ask(f"{shared_server.url}/_local/health")[1]["status"] == "ok"
    status, metrics = ask(f"{shared_server.url}/_local/metrics")
    assert status == 200
    assert metrics["operations"]["ListSchemas"]["requests"] >= 1
    assert metrics["held"].keys() == {"events", "users", "items", "models"}


def test_a_system_clock_cannot_be_set(shared_server: LocalPersonalize) -> None:
    assert ask(f"{shared_server.url}/_local/clock", {"now": 1})[0] == 400


def test_a_manual_clock_brings_jobs_through_their_statuses(
    start_server: Callable[..., LocalPersonalize], s3: Any
) -> None:
    server = start_server("--clock", "manual", "--import-delay", "600", "--training-delay", "3600")
    account = Account(server, "clock-region-1")
    now = ask(f"{server.url}/_local/health")[1]["now"]
    group, interactions, _, _ = create_group(account)

    def at(seconds: float, arn: str, noun: str) -> str:
        assert ask(f"{server.url}/_local/clock", {"now": now + seconds})[0] == 200
        member = noun[0].lower() + noun[1:]
        operation = getattr(
            account.personalize, f"describe_{'dataset_import_job' if 'Job' in noun else 'solution_version'}"
        )
        wanted = ("ACTIVE", "CREATE FAILED")
        for _ in range(300):
            status = operation(**{f"{member}Arn": arn})[member]["status"]
            if status in wanted or seconds not in (600, 5000):
                break
            time.sleep(0.01)
        return status

    s3.put_object(Bucket="clicks", Key="clock.csv", Body=clicks_csv(int(now)).encode())
    job = account.personalize.create_dataset_import_job(
        jobName="slow",
        datasetArn=interactions,
        dataSource={"dataLocation": "s3://clicks/clock.csv"},
        roleArn="arn:aws:iam::000000000000:role/personalize",
    )["datasetImportJobArn"]
    assert at(1, job, "DatasetImportJob") == "CREATE PENDING"
    assert at(61, job, "DatasetImportJob") == "CREATE IN_PROGRESS"
    assert at(599, job, "DatasetImportJob") == "CREATE IN_PROGRESS"
    assert at(600, job, "DatasetImportJob") == "ACTIVE"
    solution = account.personalize.create_solution(name="slow", recipeArn=RECIPES["personal"], datasetGroupArn=group)[
        "solutionArn"
    ]
    version = account.personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"]
    assert at(700, version, "SolutionVersion") == "CREATE PENDING"
    assert at(4000, version, "SolutionVersion") == "CREATE IN_PROGRESS"
    assert at(5000, version, "SolutionVersion") == "ACTIVE"


def test_a_new_item_enters_the_models_only_after_the_pickup_delay(
    start_server: Callable[..., LocalPersonalize], s3: Any
) -> None:
    server = start_server("--clock", "manual", "--item-pickup-delay", "7200")
    now = ask(f"{server.url}/_local/health")[1]["now"]
    newsroom = create_newsroom(Account(server, "pickup-region-1"), s3, int(now) - 60)
    seen = newsroom.filter("seen", 'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click")')
    ask(f"{server.url}/_local/clock", {"now": now + 1})
    for reader in range(20):
        newsroom.click(f"crowd {reader}", "a2", "brand new")
    newsroom.click("a reader", "a2")
    assert "brand new" not in newsroom.recommended(userId="a reader", numResults=500)
    assert newsroom.recommended(userId="crowd 1", filterArn=seen) == ["a2"]
    ask(f"{server.url}/_local/clock", {"now": now + 7201})
    assert newsroom.recommended(userId="a reader", numResults=1) == ["brand new"]


def test_an_unknown_operation_and_a_body_that_is_not_json_are_refused(shared_server: LocalPersonalize) -> None:
    status, answer = ask(f"{shared_server.url}/", {})
    assert (status, answer["__type"]) == (404, "UnknownOperationException")
    request = urllib.request.Request(f"{shared_server.url}/events", b"{")
    try:
        urllib.request.urlopen(request, timeout=5)
        raise AssertionError("it was accepted")
    except urllib.error.HTTPError as error:
        assert error.code == 400
        assert error.headers["x-amzn-errortype"] == "InvalidInputException"
