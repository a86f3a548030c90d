"""Functions of the local AWS take turns, and the logs of old invocations go."""

import io
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from newsroom.local_lambda import ENVIRONMENTS, LOGS_KEPT
from tests.integration.newsroom.conftest import Services

pytestmark = pytest.mark.e2e

CODE = "import os, time\n\ndef handler(event, context):\n    time.sleep(event['seconds'])\n    return os.getpid()\n"


@pytest.fixture(scope="module")
def function(services: Services) -> str:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("index.py", CODE)
    services.client("lambda").create_function(
        FunctionName="turns",
        Runtime=f"python3.{sys.version_info.minor}",
        Role="arn:aws:iam::000000000000:role/any",
        Handler="index.handler",
        Code={"ZipFile": archive.getvalue()},
    )
    return "turns"


def test_invocations_beyond_the_processes_that_a_function_may_have_wait_for_their_turn(
    services: Services, function: str
) -> None:
    functions = services.client("lambda")

    def invoke(_: int) -> str:
        answer = functions.invoke(FunctionName=function, Payload='{"seconds": 0.2}')
        assert "FunctionError" not in answer
        return answer["Payload"].read().decode()

    with ThreadPoolExecutor(3 * ENVIRONMENTS) as together:
        processes = list(together.map(invoke, range(3 * ENVIRONMENTS)))
    assert 1 < len(set(processes)) <= ENVIRONMENTS


def test_log_lines_of_the_newest_invocations_are_kept(services: Services, function: str) -> None:
    functions, logs = services.client("lambda"), services.client("logs")
    began = int(time.time() * 1000)
    with ThreadPoolExecutor(ENVIRONMENTS) as together:
        invoke = lambda _: functions.invoke(FunctionName=function, Payload='{"seconds": 0}')  # noqa: E731 - mapped
        list(together.map(invoke, range(LOGS_KEPT + 20)))
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{function}")
    reports = [event for page in pages for event in page["events"] if event["message"].startswith("REPORT")]
    assert len(reports) == LOGS_KEPT
    assert all(report["timestamp"] >= began for report in reports)
