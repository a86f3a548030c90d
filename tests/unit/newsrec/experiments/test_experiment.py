"""What an experiment's document may say."""

from datetime import timedelta
from typing import Any

import pytest

from newsrec.experiments.experiment import listed, read_experiment, read_experiments
from newsrec.rules.decoding import InvalidDocument
from tests.unit.newsrec.experiments.fakes import experiment, experiment_document, surface_document_of
from tests.unit.newsrec.records import NOW


def problems(*documents: dict[str, Any]) -> list[str]:
    with pytest.raises(InvalidDocument) as refused:
        read_experiments(listed(documents))
    return [str(problem) for problem in refused.value.problems]


def variants(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": f"v{number}", "share": 1 / len(changes), "document": surface_document_of()} | change
        for number, change in enumerate(changes)
    ]


def test_variants_are_whole_surfaces() -> None:
    assert [(one.name, one.share, one.surface.overfetch) for one in experiment().variants] == [
        ("control", 0.5, 4),
        ("more", 0.5, 6),
    ]


def test_it_runs_from_its_beginning_up_to_its_end() -> None:
    one = experiment()
    times = (one.from_ - timedelta(seconds=1), one.from_, one.until - timedelta(seconds=1), one.until)
    assert [one.runs(time) for time in times] == [False, True, True, False]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": "A B"}, "experiments[0].id: must be lower-case letters, digits and hyphens, at most 32"),
        ({"until": experiment_document()["from"]}, "experiments[0].until: must be after from"),
        ({"from": "2026-03-01T08:00:00"}, "experiments[0].from: must be an ISO 8601 time with a zone"),
        ({"variants": variants({"share": 0.5})}, "experiments[0].variants: must have at least 2 entries"),
        ({"variants": variants({"share": 0.6}, {})}, "experiments[0].variants: must have shares that add up to 1"),
        (
            {"variants": variants({}, {"name": "v0"})},
            "experiments[0].variants[1].name: v0 is the name of another variant",
        ),
        (
            {"variants": variants({}, {"document": surface_document_of(overfetch=99)})},
            "experiments[0].variants[1].document.overfetch: must be at most 20",
        ),
        (
            {"variants": variants({}, {"document": surface_document_of("section")})},
            "experiments[0].variants[1].document.name: must be home, the surface of the experiment",
        ),
        ({"variants": variants({}, {"document": 3})}, "experiments[0].variants[1].document: must be an object"),
    ],
)
def test_a_mistake_is_named_with_its_path(changes: dict[str, Any], expected: str) -> None:
    assert problems(experiment_document(**changes)) == [expected]


def test_two_experiments_never_run_on_one_surface_at_a_time() -> None:
    begins = (NOW + timedelta(days=1)).isoformat()
    later = experiment_document("later", until=(NOW + timedelta(days=9)).isoformat())
    [problem] = problems(experiment_document(), later | {"from": begins})
    assert problem == "experiments[1]: would run on home at the same time as bigger"
    after = later | {"from": experiment_document()["until"]}
    assert [one.id for one in read_experiments(listed([experiment_document(), after]))] == ["bigger", "later"]


def test_an_experiment_alone_is_read_with_paths_of_its_own() -> None:
    with pytest.raises(InvalidDocument, match=r"^surface: must be one of home, "):
        read_experiment(experiment_document(surface="moon"))
