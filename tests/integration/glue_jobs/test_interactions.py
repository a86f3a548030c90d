"""The job of interactions: what the one transformation makes of each line, and the numbers that say so."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newsrec.model import Interaction
from newsrec.model.interaction import OPENED, TOLD_TO_MODELS
from newsrec.transform import Reject, interaction_row, read_payload, to_interaction
from tests.integration.glue_jobs.conftest import Run, RunJob, as_written, succeeded
from tests.integration.glue_jobs.payloads import interaction_lines, write_source

pytestmark = pytest.mark.e2e

LINES = interaction_lines()


def outcome(payload: bytes) -> Interaction | Reject:
    read = read_payload(payload)
    return read if isinstance(read, Reject) else to_interaction(read.value, read.source)


OUTCOMES = [outcome(payload.rstrip(b"\r")) for payload in LINES]
REJECTS = [made for made in OUTCOMES if isinstance(made, Reject)]
ACCEPTED = [made for made in OUTCOMES if not isinstance(made, Reject)]
UNIQUE = list({interaction.event_id: interaction for interaction in ACCEPTED}.values())
TOLD = [interaction for interaction in UNIQUE if interaction.type in TOLD_TO_MODELS]
LAST = max(interaction.occurred_at for interaction in ACCEPTED)
HOLDOUT_FROM = LAST - timedelta(hours=12)
AS_OF = LAST + timedelta(hours=1)
GIVEN = ("--holdout-from", HOLDOUT_FROM.isoformat(), "--as-of", AS_OF.isoformat(), "--code-version", "4711")
EARLIER = [interaction for interaction in TOLD if interaction.occurred_at < HOLDOUT_FROM]


def microseconds(time: datetime) -> str:
    return time.isoformat(timespec="microseconds")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_source(tmp_path_factory.mktemp("source"), LINES)


@pytest.fixture(scope="module")
def run(run_job: RunJob, source: Path) -> Run:
    return succeeded(run_job("interactions", "--source", source, *GIVEN))


def test_rows_are_those_of_the_transformation_up_to_the_holdout(run: Run) -> None:
    expected = as_written([interaction_row(interaction) for interaction in EARLIER])
    assert as_written(run.rows) == [tuple((name, value.replace("\t", " ")) for name, value in row) for row in expected]


def test_nothing_but_parts_of_the_import_is_beside_the_rows(run: Run) -> None:
    names = [file.name for file in (run.output / "rows").iterdir() if not file.name.startswith(".")]
    assert names
    assert [name for name in names if not name.endswith(".csv")] == []


def test_rejects_are_those_of_the_transformation(run: Run) -> None:
    assert sorted(map(repr, run.json_lines("rejects"))) == sorted(repr(reject.as_json()) for reject in REJECTS)


def test_the_summary_says_what_became_of_every_line(run: Run) -> None:
    summary = run.summary
    reasons = Counter(f"{error.path}: {error.rule}" for reject in REJECTS for error in reject.errors)
    assert summary["read"] == len(LINES) == summary["accepted"] + summary["rejected"]
    assert summary["rejected"] == len(REJECTS)
    assert summary["duplicates"] == 1
    assert summary["not_for_models"] == 1
    assert summary["imported"] == len(EARLIER)
    assert summary["held_out"] == len(TOLD) - len(EARLIER) > 0
    uses = ("forgotten", "already_taken", "not_for_models", "too_few_events", "imported", "held_out")
    parts = ("too_late", "duplicates", *uses)
    assert summary["accepted"] == sum(summary[part] for part in parts)
    assert summary["reasons"] == reasons
    first = min(interaction.occurred_at for interaction in ACCEPTED)
    assert summary["window"] == {"first": microseconds(first), "last": microseconds(LAST)}


def test_the_summary_names_every_file_read_and_written_with_its_rows(run: Run, source: Path) -> None:
    files = {Path(urlsplit(file["uri"]).path).relative_to(source): file for file in run.summary["files"]}
    assert sum(file["rows"] for file in files.values()) == len(LINES)
    assert {str(name): file["bytes"] for name, file in files.items()} == {
        name: (source / name).stat().st_size for name in ("first.jsonl", "2026/03/second.jsonl.gz")
    }
    assert {file["file"]: file["rows"] for file in run.summary["written"]} == {
        f"rows/{part.name}": len(part.read_text().splitlines()) - 1 for part in (run.output / "rows").glob("*.csv")
    }
    assert run.summary["parameters"]["as_of"] == AS_OF.isoformat()
    assert run.summary["code_version"] == "4711"


def test_the_holdout_is_what_each_reader_opened_from_then_on_in_order(run: Run) -> None:
    expected: dict[str, dict[str, None]] = {}
    for interaction in sorted(TOLD, key=lambda one: (one.occurred_at, one.article_id)):
        if interaction.occurred_at >= HOLDOUT_FROM and interaction.type in OPENED:
            expected.setdefault(interaction.reader_key, {})[interaction.article_id] = None
    assert {reader["reader_id"]: reader["article_ids"] for reader in run.json_lines("holdout")} == {
        reader: list(articles) for reader, articles in expected.items()
    }


def test_running_again_leaves_the_same(run_job: RunJob, source: Path, run: Run) -> None:
    before = run.contents
    succeeded(run_job("interactions", "--source", source, *GIVEN, output=run.output))
    assert run.contents == before


def test_a_run_of_which_nothing_can_be_used_fails_and_leaves_the_rejects(run_job: RunJob, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/a.jsonl").write_text('{"type": "click"}\nnonsense\n')
    left_over = tmp_path / "output/holdout/part-0.json"
    left_over.parent.mkdir(parents=True)
    left_over.touch()
    run = run_job("interactions", "--source", tmp_path / "source", output=tmp_path / "output")
    assert run.exit_code != 0
    assert "source: none of the 2 records can be used: $: json (1), article_id: missing (1), " in run.errors
    assert len(run.json_lines("rejects")) == run.summary["rejected"] == 2
    assert (run.summary["imported"], run.rows) == (0, [])
    assert not left_over.exists()
