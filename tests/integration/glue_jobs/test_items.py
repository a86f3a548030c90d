"""The job of items: the latest description of each article, as the one transformation makes it."""

from pathlib import Path

import pytest

from newsrec.model import Article
from newsrec.transform import Reject, article_row, read_payload, to_article
from tests.integration.glue_jobs.conftest import Run, RunJob, as_written, succeeded
from tests.integration.glue_jobs.payloads import article_lines, write_source

pytestmark = pytest.mark.e2e

LINES = article_lines()


def outcome(payload: bytes) -> Article | Reject:
    read = read_payload(payload)
    return read if isinstance(read, Reject) else to_article(read.value, read.source)


OUTCOMES = [outcome(payload) for payload in LINES]
REJECTS = [made for made in OUTCOMES if isinstance(made, Reject)]
ACCEPTED = [made for made in OUTCOMES if not isinstance(made, Reject)]
LATEST = {article.article_id: article for article in sorted(ACCEPTED, key=lambda one: one.version)}


@pytest.fixture(scope="module")
def run(run_job: RunJob, tmp_path_factory: pytest.TempPathFactory) -> Run:
    source = write_source(tmp_path_factory.mktemp("source"), LINES)
    return succeeded(run_job("items", "--source", source))


def test_rows_are_the_latest_descriptions_withdrawn_ones_too(run: Run) -> None:
    assert as_written(run.rows) == as_written([article_row(article) for article in LATEST.values()])
    assert "withdrawn" in {row["STATUS"] for row in run.rows}
    assert "Newest" in {row["TEXT"][:6] for row in run.rows}


def test_rejects_are_those_of_the_transformation(run: Run) -> None:
    assert sorted(map(repr, run.json_lines("rejects"))) == sorted(repr(reject.as_json()) for reject in REJECTS)


def test_the_summary_says_what_became_of_every_line(run: Run) -> None:
    summary = run.summary
    assert (summary["read"], summary["rejected"]) == (len(LINES), len(REJECTS))
    assert summary["accepted"] == len(ACCEPTED)
    assert summary["imported"] == len(LATEST)
    assert summary["older_descriptions"] == len(ACCEPTED) - len(LATEST) == 3


def test_a_source_with_no_record_fails_and_says_so(run_job: RunJob, tmp_path: Path) -> None:
    run = run_job("items", "--source", tmp_path / "nowhere")
    assert run.exit_code != 0
    assert run.errors.rstrip().endswith("nowhere: there is no record")
    assert run.summary["read"] == 0


def test_a_missing_argument_is_named(run_job: RunJob) -> None:
    run = run_job("items")
    assert run.exit_code != 0
    assert run.errors.rstrip().endswith("ArgumentError: the following arguments are required: --source")
