"""`newsrec experiments`: variants of a surface started, stopped and compared."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import click

from newsrec.aws.deployment import stack_outputs
from newsrec.aws.experiment_counts import ExperimentCounts
from newsrec.cli.deployed import asking_aws, environment_option
from newsrec.cli.input import RefusedInput
from newsrec.cli.surfaces import documents_of, refusing, said
from newsrec.experiments import editing
from newsrec.experiments.editing import Change
from newsrec.experiments.experiment import Experiment
from newsrec.experiments.report import report
from newsrec.experiments.wording import report_text
from newsrec.rules.decoding import InvalidDocument, JsonObject, Problem, parsed


@click.group("experiments")
def experiments_group() -> None:
    """Compare variants of a surface on the readers of the website."""


@experiments_group.command("list")
@environment_option
def list_command(environment: str) -> None:
    """What runs, what is planned, and what ran last."""
    now = datetime.now(UTC)
    with asking_aws():
        shown = [_described(experiment, now) for experiment in editing.latest(documents_of(environment))]
    click.echo(json.dumps(shown, ensure_ascii=False))


@experiments_group.command("start")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@said
@environment_option
def start_command(file: Path, by: str, why: str, environment: str) -> None:
    """Start the experiment in FILE, now or at its `from`."""
    now = datetime.now(UTC)
    with asking_aws(), refusing():
        document = parsed(file.read_bytes())
        if not isinstance(document, dict):
            raise InvalidDocument([Problem("$", "must be an object")])
        change = Change(by=by, why=why, now=now)
        started = editing.start(documents_of(environment), cast(JsonObject, document), change)
    click.echo(json.dumps(_described(started, now), ensure_ascii=False))


@experiments_group.command("stop")
@click.argument("experiment_id", metavar="ID")
@said
@environment_option
def stop_command(experiment_id: str, by: str, why: str, environment: str) -> None:
    """End an experiment now, or take back one that has not begun; its counts stay."""
    now = datetime.now(UTC)
    with asking_aws(), refusing():
        stopped = editing.stop(documents_of(environment), experiment_id, Change(by=by, why=why, now=now))
    click.echo(json.dumps({"id": stopped.id, "surface": stopped.surface, "stopped_at": now.isoformat()}))


@experiments_group.command("report")
@click.argument("experiment_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object.")
@environment_option
def report_command(experiment_id: str, as_json: bool, environment: str) -> None:
    """Compare the variants' click-through, and check that the readers were dealt out as meant."""
    with asking_aws():
        experiment = editing.find(documents_of(environment), experiment_id)
        if experiment is None:
            raise RefusedInput([Problem("ID", f"there is no experiment {experiment_id!r}")])
        counts = ExperimentCounts(stack_outputs(environment).reader_interests_table_name)
        made = report(experiment, counts.of(experiment_id))
    if as_json:
        click.echo(json.dumps(asdict(made) | {"ratio_alarm": made.ratio_alarm}, ensure_ascii=False))
    else:
        click.echo(report_text(experiment, made, datetime.now(UTC)))


def _described(experiment: Experiment, now: datetime) -> JsonObject:
    state = "planned" if now < experiment.from_ else "running" if experiment.runs(now) else "ended"
    return {
        "id": experiment.id,
        "surface": experiment.surface,
        "state": state,
        "from": experiment.from_.isoformat(),
        "until": experiment.until.isoformat(),
        "variants": {variant.name: variant.share for variant in experiment.variants},
    }
