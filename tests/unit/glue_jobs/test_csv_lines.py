"""Lines of import files, read back by the rules of Amazon Personalize."""

import csv

from hypothesis import given
from hypothesis import strategies as st

from glue_jobs.csv_lines import absent_in, columns_of, csv_line
from newsrec.training.schemas import INTERACTIONS_SCHEMA, ITEMS_SCHEMA
from newsrec.transform import article_row, interaction_row
from tests.unit.newsrec.records import article, click

PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1)
COLUMNS = ("A", "B", "C")


@given(st.lists(st.one_of(st.none(), PRINTABLE, st.integers()), min_size=3, max_size=3))
def test_every_value_reads_as_it_was(values: list[str | int | None]) -> None:
    line = csv_line(dict(zip(COLUMNS, values, strict=True)), COLUMNS)
    [read] = csv.reader([line], doublequote=False, escapechar="\\")
    assert read == ["" if value is None else str(value) for value in values]


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_a_row_is_one_line_whatever_it_holds(text: str) -> None:
    assert len(csv_line({"A": f"a{text}", "B": 1, "C": None}, COLUMNS).splitlines()) == 1


def test_the_columns_of_a_dataset_are_those_of_its_rows() -> None:
    assert set(columns_of(INTERACTIONS_SCHEMA)) == interaction_row(click()).keys()
    assert set(columns_of(ITEMS_SCHEMA)) == article_row(article()).keys()


def test_what_a_row_lacks_is_named_among_the_optional_columns() -> None:
    optional = columns_of(INTERACTIONS_SCHEMA, optional=True)
    assert optional == ("DEVICE", "REGION", "REFERRER")
    assert absent_in({"DEVICE": "tablet", "REGION": None, "REFERRER": None}, optional) == "REGION,REFERRER"
