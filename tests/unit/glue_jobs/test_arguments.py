"""What a job reads of its command line."""

from datetime import UTC, datetime

import pytest

from glue_jobs.arguments import ArgumentError, Arguments, read_arguments


def test_only_the_jobs_own_arguments_are_read() -> None:
    given = ["--JOB_NAME", "j", "--source", "s3://b/in", "--enable-metrics", "true", "--output", "s3://b/out"]
    assert read_arguments(given) == Arguments("s3://b/in", "s3://b/out")


def test_the_holdout_may_begin_in_any_zone() -> None:
    given = ["--source", "in", "--output", "out", "--holdout-from", "2026-03-09T12:00:00+02:00"]
    assert read_arguments(given).holdout_from == datetime(2026, 3, 9, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--output", "out"], "the following arguments are required: --source"),
        (["--source", "in", "--out", "out"], "the following arguments are required: --output"),
        (["--source", "in", "--output", "out", "--holdout-from", "noon"], "--holdout-from: 'noon' is not a time"),
        (["--source", "in", "--output", "out", "--holdout-from", "2026-03-09"], "--holdout-from: .* has no zone"),
    ],
)
def test_a_wrong_argument_is_named_with_its_rule(given: list[str], message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        read_arguments(given)
