"""Metrics are summed up by quarter of an hour and source."""

from collections.abc import Iterator
from pathlib import Path

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.control.metric_expressions import Metric
from local_personalize.store.attributed import STEP, UNDEFINED, add_sums, kept_sums, sums_of_rows
from local_personalize.store.database import Database

COUNT = Metric("count", "click", "SAMPLECOUNT()", None, None)
SPENT = Metric("spent", "BUY", "SUM(Interactions.EVENT_VALUE)", "INTERACTIONS", "EVENT_VALUE")
WORDS = Metric("words", "click", "SUM(Items.WORDS)", "ITEMS", "WORDS")
ITEMS = {"WORDS": {"a": 10.0, "b": 200.0}}
ROW = st.tuples(
    st.sampled_from(("a", "b", "unknown")),
    st.integers(0, 4000),
    st.sampled_from(("click", "Click", "buy", "share")),
    st.integers(0, 100).map(float) | st.none(),
    st.sampled_from(("mail", "", None)),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path)
    yield database
    database.close()


@given(st.lists(ROW))
def test_the_sums_are_those_of_a_loop_over_the_events(
    rows: list[tuple[str, int, str, float | None, str | None]],
) -> None:
    expected: dict[tuple[str, int, str], float] = {}
    for item, time, type, value, source in rows:
        worth = {"count": 1.0, "words": ITEMS["WORDS"].get(item)} if type.lower() == "click" else {}
        worth |= {"spent": value} if type == "buy" else {}
        for metric, number in worth.items():
            if number is not None:
                key = metric, time - time % STEP, source or UNDEFINED
                expected[key] = expected.get(key, 0.0) + number
    schema = {
        "ITEM_ID": polars.String,
        "TIMESTAMP": polars.Int64,
        "EVENT_TYPE": polars.String,
        "EVENT_VALUE": polars.Float64,
        "EVENT_ATTRIBUTION_SOURCE": polars.String,
    }
    frame = polars.DataFrame(rows, schema, orient="row")
    assert sums_of_rows(frame, [COUNT, SPENT, WORDS], ITEMS) == expected


def test_values_are_added_to_those_before(database: Database) -> None:
    add_sums(database.connection, "arn", {("count", 0, "mail"): 2.0})
    add_sums(database.connection, "arn", {("count", 0, "mail"): 3.0, ("count", 900, "mail"): 1.0})
    assert kept_sums(database.connection, "arn") == {("count", 0, "mail"): 5.0, ("count", 900, "mail"): 1.0}
    assert kept_sums(database.connection, "other") == {}


def test_only_the_first_hundred_sources_are_counted(database: Database) -> None:
    add_sums(database.connection, "arn", {("count", 0, f"source {n:03d}"): 1.0 for n in range(99)})
    add_sums(database.connection, "arn", {("count", 0, f"source {n}"): 1.0 for n in ("098", "099", "100")})
    kept = kept_sums(database.connection, "arn")
    assert len(kept) == 100
    assert kept["count", 0, "source 098"] == 2.0
    assert ("count", 0, "source 100") not in kept
