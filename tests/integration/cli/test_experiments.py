"""`newsrec experiments`."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsrec.aws.counters import Counters
from newsrec.experiments.assignment import Exposure, marked
from newsrec.model import InteractionType
from tests.integration.cli.conftest import Deployed
from tests.unit.newsrec.experiments.fakes import experiment_document
from tests.unit.newsrec.records import click

SAID = ("--why", "a test", "--by", "Ada")
COUNTERS = Counters(
    reader_interests="reader-interests",
    just_published="just-published",
    article_clicks="article-clicks",
    awaiting_article="awaiting-article",
)
Written = Callable[..., str]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A file with an experiment that starts now and runs for a week."""

    def write(id: str = "bigger", **changes: Any) -> str:
        until = (datetime.now(UTC) + timedelta(days=7)).isoformat()
        document = experiment_document(id, until=until, **changes)
        if "from" not in changes:
            del document["from"]
        file = tmp_path / f"{id}.json"
        file.write_text(json.dumps(document))
        return str(file)

    return write


def test_an_experiment_is_started_listed_and_stopped(deployed: Deployed, written: Written) -> None:
    started = deployed.answered("experiments", "start", written(), *SAID)
    assert (started["id"], started["state"], started["variants"]) == (
        "bigger",
        "running",
        {"control": 0.5, "more": 0.5},
    )
    assert [one["id"] for one in deployed.answered("experiments", "list")] == ["bigger"]
    assert deployed.answered("experiments", "stop", "bigger", *SAID)["surface"] == "home"
    assert [one["state"] for one in deployed.answered("experiments", "list")] == ["ended"]
    assert deployed.refused("experiments", "stop", "bigger", *SAID) == "ID: no experiment bigger is running or planned"


def test_one_surface_has_one_experiment_at_a_time(deployed: Deployed, written: Written) -> None:
    deployed.answered("experiments", "start", written(), *SAID)
    refused = deployed.refused("experiments", "start", written("second"), *SAID)
    assert refused == "experiments[1]: would run on home at the same time as bigger"


@pytest.mark.parametrize(
    ("text", "said"), [("[]", "$: must be an object"), ("{", "$: is not JSON"), ("{}", "id: is required")]
)
def test_what_is_no_experiment_is_refused(deployed: Deployed, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "experiment.json"
    file.write_text(text)
    refused = deployed.newsrec("experiments", "start", str(file), *SAID)
    assert refused.exit_code == 1
    assert refused.stderr.startswith(said)


def test_the_report_compares_what_the_events_counted(deployed: Deployed, written: Written) -> None:
    deployed.answered("experiments", "start", written(), *SAID)
    now = datetime.now(UTC)
    for number in range(24):
        variant = ("control", "more")[number % 2]
        kinds = [InteractionType.IMPRESSION] * 4 + [InteractionType.CLICK] * (number % 3)
        for place, kind in enumerate(kinds):
            seen = click(
                f"a{place}",
                event_id=f"e{number}-{place}",
                reader_id=f"r{number}",
                type=kind,
                list_id=marked(f"l_{number}", Exposure("bigger", variant)),
                occurred_at=now + timedelta(seconds=place),
            )
            COUNTERS.count(seen, None, now=now)
    made = deployed.answered("experiments", "report", "bigger", "--json")
    assert [(one["readers"], one["impressions"], one["clicks"]) for one in made["variants"]] == [(12, 48, 12)] * 2
    assert made["variants"][1]["difference"]["absolute"]["value"] == 0
    assert made["ratio_p"] == pytest.approx(1)
    text = deployed.newsrec("experiments", "report", "bigger")
    assert text.exit_code == 0
    assert "more against control: +0.00 points of click-through" in text.stdout
    assert "Fewer than 100 readers: control, more" in text.stdout


def test_an_unknown_experiment_has_no_report(deployed: Deployed) -> None:
    assert deployed.refused("experiments", "report", "moon") == "ID: there is no experiment 'moon'"
