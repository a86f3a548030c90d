"""Stream and batch are one: of the same records, whatever they are, the jobs make just what the consumers make."""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import pytest

from newsrec.model import Interaction, InteractionType
from newsrec.model.interaction import TOLD_TO_MODELS
from newsrec.model.pace import MOST_CLICKS_PER_WINDOW, pace_window
from newsrec.transform import Reject, article_row, interaction_row, timely, to_article, to_interaction, transformed
from tests.integration.glue_jobs.conftest import Run, RunJob, as_written, succeeded
from tests.integration.glue_jobs.drawn import ARTICLES, AS_OF, EVENTS, drawn

pytestmark = pytest.mark.e2e

T = TypeVar("T")


def outcomes(payloads: Sequence[bytes], to_model: Callable[[object, str], T | Reject]) -> tuple[list[T], list[Reject]]:
    """Models and rejects."""
    made = [transformed(payload, to_model) for payload in payloads]
    return [one for one in made if not isinstance(one, Reject)], [one for one in made if isinstance(one, Reject)]


def delivered(record: object, source: str) -> Interaction | Reject:
    made = to_interaction(record, source)
    return made if isinstance(made, Reject) else timely(made, arrived=AS_OF)


def too_fast(clicks: Sequence[Interaction]) -> list[Interaction]:
    """The clicks that the consumer would not count, if they came in order of their times."""
    in_order = sorted(clicks, key=lambda click: (click.reader_key, click.occurred_at, click.event_id))
    windows = groupby(in_order, key=lambda click: (click.reader_key, pace_window(click.occurred_at)))
    return [click for _, of_window in windows for click in list(of_window)[MOST_CLICKS_PER_WINDOW:]]


def rules(reject: Mapping[str, Any]) -> str:
    return json.dumps([reject["record"], [(error["path"], error["rule"]) for error in reject["errors"]]])


@pytest.fixture(scope="module")
def events() -> list[bytes]:
    """Drawn events; what has one id is one event, since a stream tells no two by which came first."""
    first: dict[str, Interaction] = {}
    read = [(payload, transformed(payload, to_interaction)) for payload in drawn(EVENTS, 600)]
    return [
        payload for payload, made in read if isinstance(made, Reject) or first.setdefault(made.event_id, made) == made
    ]


@pytest.fixture(scope="module")
def run(run_job: RunJob, events: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Run:
    source = tmp_path_factory.mktemp("source")
    (source / "one.jsonl").write_bytes(b"\n".join(events[::2]))
    (source / "two.jsonl").write_bytes(b"\n".join(events[1::2]))
    given = (
        "--as-of",
        AS_OF.isoformat(),
        "--history-days",
        "30",
        "--limits",
        '{"most_rejected": null, "most_duplicates": null}',
    )
    return succeeded(run_job("interactions", "--source", source, *given))


def test_events_become_the_same_rows_and_rejects(run: Run, events: list[bytes]) -> None:
    accepted, rejects = outcomes(events, delivered)
    unique = list({one.event_id: one for one in reversed(accepted)}.values())
    told = [one for one in unique if one.type in TOLD_TO_MODELS and not one.aggregate_only]
    fast = too_fast([one for one in told if one.type is InteractionType.CLICK])
    left = {one.event_id for one in fast}
    assert as_written(run.rows) == as_written([interaction_row(one) for one in told if one.event_id not in left])

    late = [reject for reject in rejects if reject.errors[0].rule == "too_late"]
    written = run.json_lines("rejects")
    of_machines = [reject["record"]["event_id"] for reject in written if reject["errors"][0]["rule"] == "too_fast"]
    of_records = [rules(reject) for reject in written if reject["errors"][0]["rule"] != "too_fast"]
    assert sorted(of_machines) == sorted(map(attrgetter("event_id"), fast))
    assert sorted(of_records) == sorted(rules(reject.as_json()) for reject in rejects if reject not in late)

    counts = run.summary
    assert (counts["read"], counts["too_late"], counts["imported"]) == (len(events), len(late), len(told) - len(fast))
    assert counts["duplicates"] == len(accepted) - len(unique)
    assert min(len(fast), len(late), len(told), len(rejects), counts["duplicates"]) > 5


def test_articles_become_the_same_rows_and_rejects(run_job: RunJob, tmp_path: Path) -> None:
    payloads = drawn(ARTICLES, 400)
    (tmp_path / "articles.jsonl").write_bytes(b"\n".join(payloads))
    run = succeeded(run_job("items", "--source", tmp_path / "articles.jsonl", "--limits", '{"most_rejected": null}'))
    accepted, rejects = outcomes(payloads, to_article)
    latest = {one.article_id: one for one in sorted(accepted, key=attrgetter("version"))}
    assert as_written(run.rows) == as_written([article_row(one) for one in latest.values()])
    assert sorted(map(rules, run.json_lines("rejects"))) == sorted(rules(reject.as_json()) for reject in rejects)
    assert min(len(latest), len(rejects), len(accepted) - len(latest)) > 10
