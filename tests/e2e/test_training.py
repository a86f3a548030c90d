"""The training workflow as it is deployed: models that serve came from it, and a failing run changes nothing."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from newsrec.aws.clients import client
from newsrec.aws.files import Files
from newsrec.aws.workflows import Progress, progress_of, start
from newsrec.cli.evaluate import evaluate_command
from newsroom.house import House
from newsroom.processes import wait_for

SECONDS = 180


@pytest.fixture(scope="module")
def files(house: House) -> Files:
    return Files(house.outputs.data_bucket_name)


def finished(house: House, input: Mapping[str, Any]) -> Progress:
    execution = start(house.outputs.training_machine_arn, input)
    wait_for(lambda: not progress_of(execution).running, seconds=SECONDS, otherwise="the training did not end")
    return progress_of(execution)


def campaigns() -> dict[str, str]:
    """Which version each campaign serves."""
    personalize = client("personalize")
    return {
        campaign["name"]: personalize.describe_campaign(campaignArn=campaign["campaignArn"])["campaign"][
            "solutionVersionArn"
        ]
        for campaign in personalize.list_campaigns()["campaigns"]
    }


def test_the_jobs_transformed_every_line_of_the_source_files(house: House, files: Files) -> None:
    run = house.training.run
    interactions = files.read_json(f"training/{run}/interactions/summary.json")
    items = files.read_json(f"training/{run}/items/summary.json")
    assert (interactions["read"], items["read"]) == (len(house.data.interactions), len(house.data.articles))
    assert interactions["accepted"] == len(house.interactions)
    assert items["imported"] == len(house.articles)
    older = [one for one in house.interactions if one.occurred_at < house.data.streamed_from]
    assert interactions["imported"] + interactions["not_for_models"] <= len(older)
    assert interactions["held_out"] > 0


def test_the_models_that_serve_are_the_ones_that_were_judged(house: House, files: Files) -> None:
    summary = files.read_json(f"training/{house.training.run}/summary.json")
    assert (summary["status"], summary["failure"]) == ("promoted", None)
    trained = {f"newsrec-local-{model['model']}": model["version"] for model in summary["models"]}
    assert trained.items() <= campaigns().items()
    assert all(model["candidate"]["readers"] > 0 for model in summary["judgement"]["models"])
    assert {"coverage", "precision_at_5"} <= summary["models"][0]["metrics"].keys()


def test_newsrec_evaluate_makes_the_judgement_s_figures_again(house: House, files: Files, tmp_path: Path) -> None:
    judged = f"training/{house.training.run}/judged"
    [found] = [model for model in house.training.judgement["models"] if model["model"] == "user-personalization"]
    for name in ("holdout", "user-personalization"):
        (tmp_path / name).write_bytes(b"\n".join(files.lines(f"{judged}/{name}.jsonl")))
    arguments = [
        "-k",
        "10",
        "--holdout",
        f"{tmp_path}/holdout",
        "--recommendations",
        f"{tmp_path}/user-personalization",
    ]
    again = CliRunner().invoke(evaluate_command, arguments)
    assert json.loads(again.stdout) == found["candidate"]


def test_a_second_run_replaces_what_serves_and_leaves_no_candidate(house: House) -> None:
    before = campaigns()
    again = finished(house, {"holdout_from": house.data.streamed_from.isoformat()})
    assert again.succeeded, again.cause
    after = campaigns()
    assert after.keys() == before.keys() == {"newsrec-local-user-personalization", "newsrec-local-trending-now"}
    assert not set(after.values()) & set(before.values())
    assert all(model["serving"] for model in again.output["judgement"]["models"])


def test_a_failing_import_leaves_what_serves_and_is_named_in_the_summary(house: House, files: Files) -> None:
    before = campaigns()
    everything = min(interaction.occurred_at for interaction in house.interactions) + timedelta(minutes=1)
    failed = finished(house, {"holdout_from": everything.isoformat()})
    assert (failed.status, failed.error) == ("FAILED", "ImportFailed")
    assert "at least 1000 are required" in failed.cause
    key = failed.cause.rpartition(f"s3://{files.bucket}/")[2].rstrip(")")
    summary = files.read_json(key)
    assert (summary["status"], summary["failure"]["step"]) == ("failed", "Import into the datasets")
    assert campaigns() == before


def test_a_failing_job_fails_the_run(house: House, files: Files) -> None:
    before = campaigns()
    failed = finished(house, {"holdout_from": "yesterday"})
    assert failed.status == "FAILED"
    assert "Transform the source files" in failed.cause
    assert "holdout" in failed.cause
    assert campaigns() == before
