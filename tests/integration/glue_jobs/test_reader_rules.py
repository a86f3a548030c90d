"""What is left out on purpose: machines, the distant past, the future, and readers of whom too little is known."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.glue_jobs.conftest import Run, RunJob, succeeded

pytestmark = pytest.mark.e2e

AS_OF = datetime(2026, 3, 9, 12, tzinfo=UTC)
HOLDOUT_FROM = AS_OF - timedelta(hours=6)
NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)


def clicks(reader: str, *times: datetime, kind: str = "click") -> list[Mapping[str, Any]]:
    return [
        {
            "event_id": f"{reader}-{number:04}",
            "reader_id": reader,
            "session_id": "s",
            "article_id": "a",
            "type": kind,
            "occurred_at": time.isoformat(),
        }
        for number, time in enumerate(times)
    ]


def deletions_in(folder: Path) -> Path:
    """One request that waits, and the list of a job that ran."""
    for file, text in (
        ("waiting/0a1b.json", json.dumps({"reader_id": "forgotten today"})),
        ("20260301/readers.csv", 'USER_ID\n"forgotten, ""last"" week"\nelsewhere\n'),
    ):
        (folder / file).parent.mkdir()
        (folder / file).write_text(text)
    return folder


@pytest.fixture(scope="module")
def run(run_job: RunJob, tmp_path_factory: pytest.TempPathFactory) -> Run:
    records = [
        *clicks("machine", *(NOON + timedelta(milliseconds=10 * number) for number in range(1500))),
        *clicks("at the limit", *(NOON + timedelta(seconds=10, milliseconds=999 * number) for number in range(10))),
        *clicks("shares", *[NOON] * 12, kind="share"),
        *clicks("once", NOON, HOLDOUT_FROM),
        *clicks("twice", NOON, NOON + timedelta(hours=1)),
        *clicks("long ago", AS_OF - timedelta(days=7), AS_OF - timedelta(days=7, microseconds=1)),
        *clicks("forgotten today", NOON, NOON + timedelta(hours=1), HOLDOUT_FROM),
        *clicks('forgotten, "last" week', NOON, NOON + timedelta(hours=1)),
        *clicks("future", AS_OF + timedelta(minutes=5), AS_OF + timedelta(minutes=5, microseconds=1)),
    ]
    source = tmp_path_factory.mktemp("source") / "clicks.jsonl"
    source.write_text("".join(f"{json.dumps(record)}\n" for record in reversed(records)))
    given = {
        "--source": str(source),
        "--forgotten": str(deletions_in(tmp_path_factory.mktemp("deletions"))),
        "--as-of": AS_OF.isoformat(),
        "--history-days": "7",
        "--min-events-per-reader": "2",
        "--holdout-from": HOLDOUT_FROM.isoformat(),
        "--limits": '{"most_rejected": null}',
    }
    return succeeded(run_job("interactions", *(part for pair in given.items() for part in pair)))


def test_of_a_machine_s_clicks_the_first_ten_of_ten_seconds_are_imported(run: Run) -> None:
    assert Counter(row["USER_ID"] for row in run.rows) == {
        "machine": 20,
        "at the limit": 10,
        "shares": 12,
        "twice": 2,
    }
    assert {row["TIMESTAMP"] for row in run.rows if row["USER_ID"] == "machine"} == {
        str(int(NOON.timestamp()) + second) for second in (0, 10)
    }


def test_the_others_are_rejects_that_name_the_click(run: Run) -> None:
    fast = [reject for reject in run.json_lines("rejects") if reject["errors"][0]["rule"] == "too_fast"]
    assert {reject["record"]["event_id"] for reject in fast} == {
        f"machine-{number:04}" for number in (*range(10, 1000), *range(1010, 1500))
    }
    assert fast[0]["errors"][0]["message"] == "comes after 10 clicks of the reader in the same 10 seconds"


def test_what_is_left_out_is_counted_by_its_rule(run: Run) -> None:
    summary = run.summary
    assert (summary["too_late"], summary["too_few_events"], summary["held_out"]) == (1, 2, 2)
    assert summary["reasons"] == {"occurred_at: too_fast": 1480, "occurred_at: in_the_future": 1}
    assert summary["read"] == summary["rejected"] + sum(
        summary[name] for name in ("too_late", "duplicates", "forgotten", "too_few_events", "imported", "held_out")
    )


def test_nothing_of_forgotten_readers_is_used(run: Run) -> None:
    assert run.summary["forgotten"] == 5
    used = {row["USER_ID"] for row in run.rows} | {held["reader_id"] for held in run.json_lines("holdout")}
    assert "twice" in used
    assert not [reader for reader in used if reader.startswith("forgotten")]


@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_without_any_deletion_everybody_is_used(run_job: RunJob, tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    source = tmp_path / "clicks.jsonl"
    source.write_text("".join(f"{json.dumps(record)}\n" for record in clicks("twice", NOON, NOON + timedelta(hours=1))))
    given = ("--source", source, "--as-of", AS_OF.isoformat(), "--forgotten", tmp_path / folder)
    summary = succeeded(run_job("interactions", *given)).summary
    assert (summary["imported"], summary["forgotten"]) == (2, 0)


def test_a_run_far_from_the_last_good_one_fails_and_says_why(run_job: RunJob, tmp_path: Path) -> None:
    source = tmp_path / "clicks.jsonl"
    given = ("--source", source, "--state", tmp_path / "state", "--as-of", AS_OF.isoformat())

    def run_of(readers: int) -> Run:
        records = [record for number in range(readers) for record in clicks(f"r-{number}", NOON)]
        source.write_text(
            "".join(f"{json.dumps({**record, 'article_id': record['reader_id']})}\n" for record in records)
        )
        return run_job("interactions", *given)

    assert succeeded(run_of(200)).quality["passed"]
    fewer = run_of(99)
    assert fewer.exit_code != 0
    said = "usable records: 99 are usable, at least 50% of the last good run's 200 are needed"
    assert f"DataQualityFailed: {said}" in fewer.errors
    assert [check["check"] for check in fewer.quality["checks"] if not check["passed"]] == ["usable records"]
    kept = json.loads((tmp_path / "state/last_good.json").read_text())
    assert kept["imported"] == 200
