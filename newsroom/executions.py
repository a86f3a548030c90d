"""Workflows run to their end, with patience that has an end too."""

from collections.abc import Mapping
from typing import Any

from newsrec.aws.workflows import Progress, progress_of, start
from newsroom.processes import wait_for


def run_workflow(machine_arn: str, request: Mapping[str, Any], *, seconds: float) -> Progress:
    """How the execution ended. Raises `StepFailed` when it does not within `seconds`."""
    execution = start(machine_arn, request)
    name = machine_arn.rpartition(":")[2]
    wait_for(
        lambda: not progress_of(execution).running, seconds=seconds, otherwise=f"{name} did not end in {seconds:.0f} s"
    )
    return progress_of(execution)
