"""Step Functions executions: started, watched, and what became of them."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from newsrec.aws.clients import OutsideError, client
from newsrec.unavailable import Unavailable


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an execution is: `step` is the state it entered last.

    `output` is that of one that succeeded; `error` and `cause` say why one ended otherwise.
    """

    status: str
    step: str
    output: Any = None
    error: str = ""
    cause: str = ""

    @property
    def running(self) -> bool:
        return self.status == "RUNNING"

    @property
    def succeeded(self) -> bool:
        return self.status == "SUCCEEDED"


def start(machine_arn: str, input: object) -> str:
    """The ARN of the new execution. Raises `Unavailable`."""
    try:
        return client("stepfunctions").start_execution(stateMachineArn=machine_arn, input=json.dumps(input))[
            "executionArn"
        ]
    except OutsideError as error:
        raise Unavailable(f"StartExecution: {error}") from error


def finished(execution_arn: str, *, poll_seconds: float, told: Callable[[Progress], None] = lambda _: None) -> Progress:
    """Waits until the execution has ended; `told` hears where it is meanwhile. Raises `Unavailable`."""
    while (progress := progress_of(execution_arn)).running:
        told(progress)
        time.sleep(poll_seconds)
    return progress


def progress_of(execution_arn: str) -> Progress:
    """Raises `Unavailable`."""
    try:
        execution = client("stepfunctions").describe_execution(executionArn=execution_arn)
        events = client("stepfunctions").get_execution_history(
            executionArn=execution_arn, reverseOrder=True, maxResults=100
        )["events"]
    except OutsideError as error:
        raise Unavailable(f"DescribeExecution: {error}") from error
    entered = (event["stateEnteredEventDetails"]["name"] for event in events if "stateEnteredEventDetails" in event)
    return Progress(
        status=execution["status"],
        step=next(entered, ""),
        output=json.loads(execution["output"]) if execution.get("output") else None,
        error=execution.get("error", ""),
        cause=execution.get("cause", ""),
    )
