"""Runs that take only what is new: nothing twice, nothing lost, whatever happens half-way."""

import json
import subprocess
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.glue_jobs.conftest import Run, RunJob, succeeded

pytestmark = pytest.mark.e2e

START = datetime(2026, 3, 8, tzinfo=UTC)


def events(numbers: Iterable[int]) -> list[dict[str, Any]]:
    return [
        {
            "event_id": f"e-{number}",
            "session_id": f"s-{number % 4}",
            "article_id": f"a-{number % 3}",
            "type": "click",
            "occurred_at": (START + timedelta(minutes=number)).isoformat(),
        }
        for number in numbers
    ]


def write(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records))


def imported(run: Run) -> set[datetime]:
    rows = [datetime.fromtimestamp(int(row["TIMESTAMP"]), UTC) for row in run.rows]
    assert len(rows) == len(set(rows)) == run.summary["imported"]
    return set(rows)


def at(numbers: Iterable[int]) -> set[datetime]:
    return {START + timedelta(minutes=number) for number in numbers}


def test_every_event_is_taken_once_though_files_arrive_and_runs_are_killed(run_job: RunJob, tmp_path: Path) -> None:
    source, state = tmp_path / "source", tmp_path / "state"
    source.mkdir()
    given = ("--source", source, "--state", state, "--since-last", "true", "--as-of", "2026-03-09T00:00:00Z")

    write(source / "first.jsonl", events(range(10)))
    first = run_job(
        "interactions", *given, at_work=lambda _: write(source / "meanwhile.jsonl", events([*range(5, 10), 10, 11]))
    )
    assert imported(succeeded(first)) == at(range(10))

    def kill(process: subprocess.Popen[str]) -> None:
        process.kill()

    killed = run_job("interactions", *given, at_work=kill)
    assert killed.exit_code < 0

    write(source / "first.jsonl", events([*range(10), 12]))  # has grown
    second = succeeded(run_job("interactions", *given))
    assert imported(second) == at([10, 11, 12])
    assert second.summary["already_taken"] == 10
    assert second.summary["duplicates"] == 5
    assert {Path(file["uri"]).name for file in second.summary["files"]} == {"first.jsonl", "meanwhile.jsonl"}

    third = succeeded(run_job("interactions", *given))
    assert (imported(third), third.summary["read"], third.summary["files"]) == (set(), 0, [])


def test_a_refused_increment_is_taken_again_once_it_is_mended(run_job: RunJob, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    given = ("--source", tmp_path / "source", "--state", tmp_path / "state", "--since-last", "true")
    write(tmp_path / "source/clicks.jsonl", events(range(200)))
    refused = run_job("interactions", *given, "--limits", '{"most_of_one_article": 0.3}')
    assert refused.exit_code != 0
    assert "records of one article: 67 of 200 (33.5%), at most 30.0% are allowed" in refused.errors
    assert not (tmp_path / "state").exists()
    assert len(imported(succeeded(run_job("interactions", *given)))) == 200


def test_an_older_description_in_a_later_increment_changes_nothing(run_job: RunJob, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    given = ("--source", tmp_path / "source", "--state", tmp_path / "state", "--since-last", "true")

    def described(article_id: str, title: str, hour: int) -> dict[str, Any]:
        time = f"2026-03-08T{hour:02}:00:00Z"
        return {"article_id": article_id, "title": title, "url": "/a", "topics": ["news"], "published_at": time}

    write(tmp_path / "source/1.jsonl", [described("a", "Second", 10), described("b", "First", 9)])
    succeeded(run_job("items", *given))
    write(
        tmp_path / "source/2.jsonl", [described("a", "Older", 8), described("b", "Newer", 11), described("c", "C", 1)]
    )
    run = succeeded(run_job("items", *given))
    assert {(row["ITEM_ID"], row["TEXT"]) for row in run.rows} == {("b", "Newer"), ("c", "C")}
    assert (run.summary["already_taken"], run.summary["imported"]) == (1, 2)
