"""Starting and stopping experiments."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from newsrec.experiments.current import experiments_document
from newsrec.experiments.editing import Change, find, latest, start, stop
from newsrec.rules.decoding import InvalidDocument
from newsrec.surfaces.saved import SavedMeanwhile
from tests.unit.newsrec.experiments.fakes import MemoryDocuments, experiment_document
from tests.unit.newsrec.records import NOW


def change(days: float = 0) -> Change:
    return Change(by="Ada", why="try it", now=NOW + timedelta(days=days))


def document(id: str = "bigger", *, days: tuple[float, float] = (0, 2), **changes: Any) -> dict[str, Any]:
    first, last = ((NOW + timedelta(days=day)).isoformat() for day in days)
    return experiment_document(id, **{"from": first, "until": last} | changes)


def states(documents: MemoryDocuments) -> list[tuple[str, float]]:
    """The experiments listed now, each with the days from now to its end."""
    return [(one.id, (one.until - NOW) / timedelta(days=1)) for one in latest(documents)]


def refused(*arguments: Any) -> str:
    with pytest.raises(InvalidDocument) as refusal:
        start(*arguments)
    return str(refusal.value)


def test_an_experiment_starts_now_unless_it_says_when() -> None:
    documents, without = MemoryDocuments(), document()
    del without["from"]
    assert start(documents, without, change()).from_ == NOW
    [saved] = documents.newest_first(experiments_document("home"))
    assert (saved.saved_by, saved.why, saved.saved_at) == ("Ada", "try it", NOW)


def test_an_experiment_ends_where_it_is_stopped() -> None:
    documents = MemoryDocuments()
    start(documents, document(), change())
    stop(documents, "bigger", change(days=1))
    assert states(documents) == [("bigger", 1)]
    with pytest.raises(InvalidDocument, match="no experiment bigger is running or planned"):
        stop(documents, "bigger", change(days=1.5))


def test_an_experiment_that_has_not_begun_is_taken_back() -> None:
    documents = MemoryDocuments()
    start(documents, document(days=(3, 4)), change())
    stop(documents, "bigger", change(days=1))
    assert states(documents) == []


def test_another_experiment_starts_when_the_one_before_has_ended_and_both_are_found() -> None:
    documents = MemoryDocuments()
    start(documents, document(), change())
    assert "would run on home at the same time as bigger" in refused(documents, document("second"), change(days=0))
    stop(documents, "bigger", change(days=1))
    start(documents, document("second", days=(2, 3)), change(days=2))
    assert states(documents) == [("second", 3)]
    first = find(documents, "bigger")
    assert first is not None
    assert first.until == NOW + timedelta(days=1)
    assert find(documents, "third") is None


def test_an_id_is_used_once_for_ever_and_on_every_surface() -> None:
    documents = MemoryDocuments()
    start(documents, document(), change())
    elsewhere = document(days=(8, 9), surface="section")
    for variant in elsewhere["variants"]:
        variant["document"] |= {"name": "section"}
    assert refused(documents, elsewhere, change(days=7)).startswith("id: bigger is the id of another experiment")


def test_no_experiment_starts_in_the_past() -> None:
    assert refused(MemoryDocuments(), document(days=(-1, 1)), change()).startswith("from: must not be over")


def test_of_two_editors_at_one_time_the_second_is_told() -> None:
    class Overtaken(MemoryDocuments):
        """Somebody else saves just before."""

        def save(self, document: Any) -> None:
            super().save(replace(document, saved_by="Grace"))
            super().save(document)

    with pytest.raises(SavedMeanwhile):
        start(Overtaken(), document(), change())


def test_a_list_that_somebody_broke_by_hand_is_replaced() -> None:
    documents = MemoryDocuments()
    start(documents, document(), change())
    documents.write(experiments_document("home"), "{")
    stop(documents, "bigger", change(days=1))
    assert states(documents) == [("bigger", 1)]
    assert max(revision for _, revision in documents.saved) == 3
