"""Which documents are in force, and what stays in force when something is wrong."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from newsrec.experiments.current import (
    FRESH_SECONDS,
    STALE_SECONDS,
    CurrentSurfaces,
    experiments_document,
    surface_document,
)
from newsrec.experiments.experiment import listed
from newsrec.rules.decoding import InvalidDocument
from newsrec.surfaces import UnknownSurface, load
from newsrec.surfaces.saved import Refusal
from tests.unit.newsrec.experiments.fakes import (
    Clock,
    Later,
    MemoryDocuments,
    experiment_document,
    surface_document_of,
)
from tests.unit.newsrec.records import NOW

HOME = surface_document("home")


@dataclass
class Container:
    """A running process, and what editors did."""

    documents: MemoryDocuments = field(default_factory=MemoryDocuments)
    clock: Clock = field(default_factory=Clock)
    executor: Later = field(default_factory=Later)
    noted: list[Refusal] = field(default_factory=list)
    surfaces: CurrentSurfaces = field(init=False)

    def __post_init__(self) -> None:
        self.surfaces = CurrentSurfaces(
            documents=self.documents, clock=self.clock, executor=self.executor, note=self.noted.append
        )

    def save(self, **changes: Any) -> None:
        self.documents.write(HOME, surface_document_of(**changes))

    def overfetch(self) -> int:
        return self.surfaces.current("home").overfetch


@pytest.fixture
def container() -> Container:
    return Container()


def test_where_nothing_was_saved_the_packaged_document_is_in_force(container: Container) -> None:
    assert container.surfaces.current("home") == load("home")
    assert container.surfaces.revision("home") == 0


def test_an_unknown_surface_is_asked_for_nowhere(container: Container) -> None:
    with pytest.raises(UnknownSurface):
        container.surfaces.current("moon")
    with pytest.raises(UnknownSurface):
        container.surfaces.as_of("moon", 0)
    assert container.documents.reads == 0


def test_the_newest_saved_document_is_in_force(container: Container) -> None:
    container.save(overfetch=5)
    container.save(overfetch=6)
    assert (container.overfetch(), container.surfaces.revision("home")) == (6, 2)


@pytest.mark.parametrize("wrong", ["{", "[NaN]", "[1e999]", '{"name": "home"}', surface_document_of("section"), "3"])
def test_a_document_that_cannot_be_used_is_passed_over_and_noted(container: Container, wrong: object) -> None:
    container.save(overfetch=5)
    container.documents.write(HOME, wrong)
    assert container.overfetch() == 5
    [refusal] = container.noted
    assert (refusal.saved.revision, len(refusal.problems) > 0) == (2, True)


def test_where_no_saved_document_can_be_used_the_packaged_one_is_in_force(container: Container) -> None:
    container.documents.write(HOME, "{")
    assert container.surfaces.current("home") == load("home")
    assert len(container.noted) == 1


def test_a_change_is_seen_after_some_seconds_by_the_list_after_the_next(container: Container) -> None:
    container.save(overfetch=5)
    assert container.overfetch() == 5
    container.executor.at_once = False
    container.save(overfetch=6)
    container.clock.seconds += FRESH_SECONDS - 1
    assert container.overfetch() == 5
    assert container.executor.waiting == []
    container.clock.seconds += 1
    assert [container.overfetch(), container.overfetch()] == [5, 5]
    assert len(container.executor.waiting) == 1
    container.executor.run()
    assert container.overfetch() == 6


def test_a_process_that_slept_reads_before_it_answers(container: Container) -> None:
    assert container.overfetch() == load("home").overfetch
    container.save(overfetch=6)
    container.clock.seconds += STALE_SECONDS
    assert container.overfetch() == 6


def test_a_table_that_is_away_leaves_in_force_what_was(container: Container) -> None:
    container.save(overfetch=5)
    assert container.overfetch() == 5
    container.documents.away = True
    for _ in range(3):
        container.clock.seconds += STALE_SECONDS
        assert container.overfetch() == 5
    container.documents.away = False
    container.save(overfetch=6)
    container.clock.seconds += STALE_SECONDS
    assert container.overfetch() == 6


def test_a_process_that_starts_without_the_table_has_the_packaged_document(container: Container) -> None:
    container.documents.away = True
    assert container.surfaces.current("home") == load("home")
    container.documents.away = False
    container.save(overfetch=5)
    assert container.overfetch() == 5


def test_a_revision_can_be_asked_for_whatever_is_in_force(container: Container) -> None:
    container.save(overfetch=5)
    container.save(overfetch=6)
    asked = [container.surfaces.as_of("home", revision).overfetch for revision in (None, 0, 1, 2)]
    assert asked == [6, load("home").overfetch, 5, 6]
    with pytest.raises(InvalidDocument, match="home has no revision 3"):
        container.surfaces.as_of("home", 3)


def test_readers_are_assigned_and_nobody_is_not(container: Container) -> None:
    container.documents.write(experiments_document("home"), listed([experiment_document()]))
    given = container.surfaces.assigned("home", "r1", NOW)
    assert given is not None
    assert given.surface.overfetch == {"control": 4, "more": 6}[given.variant]
    assert container.surfaces.assigned("home", None, NOW) is None
    assert container.surfaces.assigned("section", "r1", NOW) is None


def test_experiments_that_cannot_be_used_are_noted_and_older_ones_run_on(container: Container) -> None:
    name = experiments_document("home")
    container.documents.write(name, listed([experiment_document()]))
    container.documents.write(name, listed([experiment_document(), experiment_document("second")]))
    assert container.surfaces.assigned("home", "r1", NOW) is not None
    assert [refusal.saved.revision for refusal in container.noted] == [2]
