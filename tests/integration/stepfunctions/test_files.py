"""Every state machine is valid Amazon States Language and says what it does when a task fails."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.packaging import REPOSITORY

FILES = sorted((REPOSITORY / "stepfunctions").glob("*.asl.json"))
BY_NAME = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


@BY_NAME
def test_the_file_is_valid(file: Path) -> None:
    validator = str(REPOSITORY / "node_modules/.bin/asl-validator")
    run = subprocess.run([validator, "--json-path", str(file)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@BY_NAME
def test_the_failure_of_every_task_is_dealt_with(file: Path) -> None:
    """Tried again where that can help, and caught by the task or by the state around it, or it says why not."""
    silent = [
        name
        for name, state, caught in states(json.loads(file.read_text()))
        if state["Type"] == "Task" and "Comment" not in state and not ("Retry" in state and caught)
    ]
    assert silent == []


def states(machine: dict[str, Any], *, caught: bool = False) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Every state, and whether something catches its failure."""
    for name, state in machine["States"].items():
        caught_here = caught or "Catch" in state
        yield name, state, caught_here
        for inner in (state.get("ItemProcessor"), *state.get("Branches", ())):
            if inner:
                yield from states(inner, caught=caught_here)
