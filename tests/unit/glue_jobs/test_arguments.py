"""What a job reads of its command line."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from glue_jobs.arguments import ArgumentError, Arguments, read_arguments
from infra.packaging import REPOSITORY
from newsrec.training.data_quality import Limits

NOW = datetime(2026, 3, 10, tzinfo=UTC)
REQUIRED = ["--source", "in", "--output", "out"]


def arguments(*given: str) -> Arguments:
    return read_arguments([*REQUIRED, *given], now=NOW)


def test_only_the_jobs_own_arguments_are_read() -> None:
    given = ["--JOB_NAME", "j", "--source", "s3://b/in", "--enable-metrics", "true", "--output", "s3://b/out"]
    assert read_arguments(given, now=NOW) == Arguments(source="s3://b/in", output="s3://b/out", as_of=NOW)


def test_the_holdout_may_begin_in_any_zone() -> None:
    assert arguments("--holdout-from", "2026-03-09T12:00:00+02:00").holdout_from == datetime(2026, 3, 9, 10, tzinfo=UTC)


def test_history_has_no_end_unless_days_are_given() -> None:
    assert arguments().history == arguments("--history-days", "all").history == timedelta.max
    assert arguments("--history-days", "30").history == timedelta(days=30)


def test_limits_are_those_of_the_gate_but_for_what_is_given() -> None:
    assert arguments("--limits", '{"most_rejected": 0.1, "most_absent": {"DEVICE": 0.5}}').limits == Limits(
        most_rejected=0.1, most_absent={"DEVICE": 0.5}
    )


def test_what_a_run_was_told_is_in_its_summary_as_json() -> None:
    given = ("--as-of", "2026-03-09T12:00:00+02:00", "--source-schema", "globo", "--history-days", "7")
    assert arguments(*given).as_json() == {
        "source": "in",
        "source_schema": "globo",
        "as_of": "2026-03-09T10:00:00+00:00",
        "history_days": 7,
        "holdout_from": None,
        "min_events_per_reader": 1,
        "since_last": False,
    }


def told_by_the_training_machine() -> Iterator[str]:
    machine = json.loads((REPOSITORY / "stepfunctions/training.asl.json").read_text())
    for branch in machine["States"]["Transform the source files"]["Branches"]:
        states: dict[str, Any] = branch["States"]
        for state in states.values():
            yield from state["Arguments"]["Arguments"]


@pytest.mark.parametrize("name", sorted({*told_by_the_training_machine(), "--code-version"}))
def test_the_jobs_know_every_argument_that_they_are_started_with(name: str) -> None:
    # What a job does not know it takes for one of AWS Glue's own, and passes over.
    with pytest.raises(ArgumentError, match=f"argument {name}: expected one argument"):
        arguments(name)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--output", "out"], "the following arguments are required: --source"),
        (["--source", "in", "--out", "out"], "the following arguments are required: --output"),
        ([*REQUIRED, "--holdout-from", "noon"], "--holdout-from: 'noon' is not a time"),
        ([*REQUIRED, "--holdout-from", "2026-03-09"], "--holdout-from: .* has no zone"),
        ([*REQUIRED, "--as-of", "now"], "--as-of: 'now' is not a time"),
        ([*REQUIRED, "--source-schema", "nobody"], "--source-schema: invalid choice: 'nobody'"),
        ([*REQUIRED, "--history-days", "0"], "--history-days: '0' is not a whole number .* or 'all'"),
        ([*REQUIRED, "--min-events-per-reader", "-1"], "--min-events-per-reader: '-1' is not a whole number"),
        ([*REQUIRED, "--since-last", "yes"], "--since-last: invalid choice: 'yes'"),
        ([*REQUIRED, "--since-last", "true"], "--since-last: needs --state"),
        (
            [*REQUIRED, "--since-last", "true", "--state", "s", "--holdout-from", "2026-03-09T00:00Z"],
            "--since-last: not with --holdout-from",
        ),
        (
            [*REQUIRED, "--since-last", "true", "--state", "s", "--min-events-per-reader", "2"],
            "--since-last: not with --min-events-per-reader",
        ),
        ([*REQUIRED, "--limits", "[]"], "--limits: Input should be an object"),
        ([*REQUIRED, "--limits", '{"most_rejected": "much"}'], r"--limits\.most_rejected: Input should be a valid num"),
        ([*REQUIRED, "--limits", '{"most": 1}'], r"--limits\.most: Unexpected keyword argument"),
    ],
)
def test_a_wrong_argument_is_named_with_its_rule(given: list[str], message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        read_arguments(given, now=NOW)
