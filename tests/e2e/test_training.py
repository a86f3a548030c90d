"""The training workflow as it is deployed: models that serve came from it, and a failing run changes nothing."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from newsrec.aws.clients import client
from newsrec.aws.files import Files
from newsrec.aws.workflows import Progress
from newsrec.cli.evaluate import evaluate_command
from newsroom.executions import run_workflow
from newsroom.house import House
from newsroom.processes import wait_for

SECONDS = 180


@pytest.fixture(scope="module")
def files(house: House) -> Files:
    return Files(house.outputs.data_bucket_name)


def finished(house: House, input: Mapping[str, Any], *, machine_arn: str | None = None) -> Progress:
    return run_workflow(machine_arn or house.outputs.training_machine_arn, input, seconds=SECONDS)


def summary_of(failed: Progress, files: Files) -> Mapping[str, Any]:
    return files.read_json(failed.cause.rpartition(f"s3://{files.bucket}/")[2].rstrip(")"))


def arn_of(campaign: str) -> str:
    return f"arn:aws:personalize:eu-west-1:000000000000:campaign/{campaign}"


def leave_a_candidate() -> None:
    """As a run does that is aborted while it judges."""
    name = "newsrec-local-trending-now"
    made = client("personalize").create_campaign(
        name=f"{name}-candidate", solutionVersionArn=campaigns()[name], minProvisionedTPS=1
    )

    def answers() -> bool:
        campaign = client("personalize").describe_campaign(campaignArn=made["campaignArn"])["campaign"]
        return campaign["status"] == "ACTIVE"

    wait_for(answers, seconds=30, otherwise="the campaign did not become active")


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


def test_the_gate_refuses_what_too_few_readers_can_judge(house: House, files: Files) -> None:
    before = campaigns()
    lately = house.data.streamed_from + timedelta(hours=4)
    refused = finished(house, {"holdout_from": lately.isoformat()})
    assert (refused.status, refused.error) == ("FAILED", "GateRefused")
    assert "readers clicked in the holdout; to replace what serves, 25 are needed" in refused.cause
    assert summary_of(refused, files)["status"] == "refused"
    assert campaigns() == before


@pytest.fixture
def more_holdout(house: House, files: Files) -> Iterator[None]:
    """Clicks of sixty readers, of which no model was told, on what both models name."""
    named = [
        {article["itemId"] for article in listed["itemList"]}
        for name in campaigns()
        if (listed := client("personalize-runtime").get_recommendations(campaignArn=arn_of(name), userId="newcomer"))
    ]
    much_read = sorted(named[0] & named[1])
    clicks = [
        {
            "event_id": f"later-{number}",
            "reader_id": f"later-reader-{number}",
            "session_id": f"later-session-{number}",
            "article_id": much_read[number % len(much_read)],
            "type": "click",
            "occurred_at": (house.data.streamed_from + timedelta(minutes=number)).isoformat(),
        }
        for number in range(60)
    ]
    key = "source/interactions/later.jsonl"
    files.write_lines(key, clicks)
    yield
    client("s3").delete_object(Bucket=files.bucket, Key=key)


def test_a_second_run_replaces_what_serves_and_leaves_no_candidate(house: House, more_holdout: None) -> None:
    before = campaigns()
    leave_a_candidate()
    again = finished(house, {"holdout_from": house.data.streamed_from.isoformat()})
    assert again.succeeded, again.cause
    after = campaigns()
    assert after.keys() == before.keys() == {"newsrec-local-user-personalization", "newsrec-local-trending-now"}
    assert not set(after.values()) & set(before.values())
    for model in again.output["judgement"]["models"]:
        assert model["candidate"]["hit_rate@k"] >= model["serving"]["hit_rate@k"] * 0.8 > 0


def test_a_campaign_that_names_nothing_goes_back_to_its_earlier_version(house: House, more_holdout: None) -> None:
    before = campaigns()
    deployed = client("stepfunctions").describe_state_machine(stateMachineArn=house.outputs.training_machine_arn)
    asked_for_nothing = deployed["definition"].replace('"NumResults": 10', '"NumResults": 0')
    assert asked_for_nothing != deployed["definition"]
    machine = client("stepfunctions").create_state_machine(
        name="training-asking-for-nothing", definition=asked_for_nothing, roleArn=deployed["roleArn"]
    )["stateMachineArn"]
    failed = finished(house, {"holdout_from": house.data.streamed_from.isoformat()}, machine_arn=machine)
    assert (failed.status, failed.error) == ("FAILED", "CampaignNotVerified")
    assert "was put back as it was: it answered without articles" in failed.cause
    assert campaigns() == before


def test_the_gate_compares_with_nothing_that_knows_the_holdout(house: House) -> None:
    before = campaigns()
    refused = finished(house, {"holdout_from": (house.data.streamed_from - timedelta(days=2)).isoformat()})
    assert refused.error == "GateRefused"
    assert "the holdout must begin later" in refused.cause
    assert campaigns() == before


def test_a_failing_import_leaves_what_serves_and_is_named_in_the_summary(house: House, files: Files) -> None:
    before = campaigns()
    everything = min(interaction.occurred_at for interaction in house.interactions) + timedelta(minutes=1)
    failed = finished(house, {"holdout_from": everything.isoformat()})
    assert (failed.status, failed.error) == ("FAILED", "ImportFailed")
    assert "at least 1000 are required" in failed.cause
    summary = summary_of(failed, files)
    assert (summary["status"], summary["failure"]["step"]) == ("failed", "Import into the datasets")
    assert campaigns() == before


def test_a_failing_job_fails_the_run(house: House, files: Files) -> None:
    before = campaigns()
    failed = finished(house, {"holdout_from": "yesterday"})
    assert failed.status == "FAILED"
    assert "Transform the source files" in failed.cause
    assert "holdout" in failed.cause
    assert campaigns() == before
