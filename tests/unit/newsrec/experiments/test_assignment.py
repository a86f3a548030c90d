"""Who gets which variant: stable, by share, and independent of every other experiment."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from newsrec.experiments.assignment import Exposure, assigned, exposure_of, marked, variant_of
from tests.unit.newsrec.experiments.fakes import experiment, surface_document_of
from tests.unit.newsrec.records import NOW

READERS = [f"reader-{number}" for number in range(20_000)]
THIRDS = [
    {"name": name, "share": share, "document": surface_document_of()}
    for name, share in (("a", 0.2), ("b", 0.3), ("c", 0.5))
]


def test_readers_are_dealt_out_by_the_shares() -> None:
    one = experiment(variants=THIRDS)
    found = Counter(variant_of(one, reader).name for reader in READERS)
    expected = [share * len(READERS) for share in (0.2, 0.3, 0.5)]
    assert chisquare([found[name] for name in "abc"], expected).pvalue > 0.01


def test_experiments_deal_readers_out_independently_of_each_other() -> None:
    first, second = experiment("first"), experiment("second")
    both = Counter((variant_of(first, reader).name, variant_of(second, reader).name) for reader in READERS)
    assert len(both) == 4
    assert chisquare(list(both.values())).pvalue > 0.01


def test_experiments_with_one_salt_deal_readers_out_alike() -> None:
    first, second = experiment("first", salt="s"), experiment("second", salt="s")
    assert all(variant_of(first, reader) == variant_of(second, reader) for reader in READERS[:1000])


@given(st.text(min_size=1))
def test_a_reader_keeps_the_variant_for_as_long_as_the_experiment_runs(reader: str) -> None:
    running = experiment()
    before, after = (experiment(name, until=str(running.from_), **{"from": "2020-01-01T00:00:00Z"}) for name in "xy")
    given = assigned([running], reader, NOW)
    assert given is not None
    assert given == assigned([before, after, running], reader, NOW + timedelta(days=1))
    assert (given.experiment_id, given.variant) == ("bigger", variant_of(running, reader).name)


def test_where_nothing_runs_nobody_is_assigned() -> None:
    assert assigned([experiment()], "r1", NOW + timedelta(days=3)) is None
    assert assigned([], "r1", NOW) is None


def test_the_id_of_a_list_says_which_variant_made_it() -> None:
    exposure = Exposure("bigger", "control")
    assert marked("l_1f", exposure) == "l_1f~bigger~control"
    assert exposure_of(marked("l_1f", exposure)) == exposure
    assert marked("l_1f", None) == "l_1f"


@pytest.mark.parametrize("list_id", [None, "", "l_1f", "l_1f~", "l_1f~bigger", "l_1f~~control", "a~b~c~d"])
def test_other_ids_say_nothing_of_an_experiment(list_id: str | None) -> None:
    assert exposure_of(list_id) is None
