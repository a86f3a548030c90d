"""CSV files become rows: what is good is converted, what is bad is left out with a reason."""

import math
from pathlib import Path

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.control.avro import Column
from local_personalize.control.lifecycle import JobFailedError
from local_personalize.store.csv_rows import LeftOut, read_rows, to_csv
from local_personalize.store.locations import StoredFile, find_files, write_file


def column(name: str, *types: str, textual: bool = False) -> Column:
    return Column(name, frozenset(types), categorical=False, textual=textual, item_name=False)


ITEMS = (
    column("ITEM_ID", "string"),
    column("TITLE", "string", "null", textual=True),
    column("WORDS", "int", "null"),
    column("SCORE", "double", "null"),
    column("FREE", "boolean", "null"),
)
HEADER = "ITEM_ID,TITLE,WORDS,SCORE,FREE"


def read(*contents: str) -> tuple[polars.DataFrame, LeftOut]:
    files = [StoredFile(f"{n}.csv", len(text), text.encode) for n, text in enumerate(contents)]
    return read_rows(files, ITEMS)


def test_columns_come_in_any_order_and_other_columns_are_passed_over() -> None:
    rows, left_out = read("FREE,NOTE,WORDS,ITEM_ID,SCORE,TITLE\r\ntrue,x, 7 ,a,1.5,t\r\n")
    assert rows.rows() == [("a", "t", 7, 1.5, True)]
    assert left_out == LeftOut(1, 0, ())


def test_quotes_are_escaped_by_quotes_or_backslashes() -> None:
    rows, _ = read(f'{HEADER}\na,"say ""so"", \\"now\\" \\\\ then",,,\n\nb,"",,,false\n')
    assert rows.rows() == [("a", 'say "so", "now" \\ then', None, None, None), ("b", None, None, None, False)]


@pytest.mark.parametrize(
    ("row", "reason"),
    (
        (",t,1,1,true", "ITEM_ID has no value"),
        ('"",t,1,1,true', "ITEM_ID has no value"),
        ("a,t,1.5,1,true", "WORDS is no int: '1.5'"),
        (f"a,t,{2**31},1,true", f"WORDS is no int: '{2**31}'"),
        ("a,t,1,nan,true", "SCORE is no double: 'nan'"),
        ("a,t,1,1,True", "FREE is no boolean: 'True'"),
        ("a,CREATION_TIMESTAMP,1,1,true", "TITLE is a reserved keyword: 'CREATION_TIMESTAMP'"),
        ('a,"x\ny",1,1,true', r"TITLE goes over several lines: 'x\ny'"),
        ("a,t,1,1,true,more", "it has more fields than the header"),
    ),
)
def test_a_bad_row_is_left_out_with_the_reason(row: str, reason: str) -> None:
    rows, left_out = read(f"{HEADER}\ngood,,,,", f"{HEADER}\n{row}\n")
    assert rows["ITEM_ID"].to_list() == ["good"]
    assert left_out == LeftOut(2, 1, (f"1.csv line 2: {reason}",))


def test_only_the_first_reasons_are_kept() -> None:
    bad = "\n".join(f"a{n},,x,," for n in range(30))
    _, left_out = read(f"{HEADER}\ngood,,,,\n{bad}", f"{HEADER}\n{bad}")
    assert (left_out.bad, len(left_out.reasons)) == (60, 10)
    assert left_out.reasons[-1] == "0.csv line 12: WORDS is no int: 'x'"


@pytest.mark.parametrize(
    ("content", "reason"),
    (
        ("ITEM_ID,TITLE\na,b", r"missing the following columns:\[WORDS, SCORE, FREE\]"),
        (f"{HEADER}\n{'x' * 257},,,,", "Length cannot be more than 256 characters for ITEM_ID"),
        (f'{HEADER}\na,"open,,,\nb,,,,', "cannot be read"),
        (f"{HEADER}\na,,x,,", "no row that can be imported: 0.csv line 2: WORDS"),
    ),
)
def test_what_breaks_a_rule_of_the_file_fails_the_job(content: str, reason: str) -> None:
    with pytest.raises(JobFailedError, match=reason):
        read(content)


def test_text_that_is_too_long_is_cut() -> None:
    rows, _ = read(f"{HEADER}\na,{'x' * 20_001},,,")
    assert rows["TITLE"].str.len_chars().to_list() == [20_000]


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(str.strip)
ROWS = st.lists(
    st.tuples(
        TEXT,
        TEXT | st.none(),
        st.integers(-(2**31), 2**31 - 1) | st.none(),
        st.floats(allow_nan=False, allow_infinity=False) | st.none(),
        st.booleans() | st.none(),
    ),
    min_size=1,
)


@given(ROWS)
def test_what_is_written_is_read_again(
    rows: list[tuple[str, str | None, int | None, float | None, bool | None]],
) -> None:
    types = (polars.String, polars.String, polars.Int32, polars.Float64, polars.Boolean)
    schema = dict(zip((column.name for column in ITEMS), types, strict=True))
    written = to_csv(polars.DataFrame(rows, schema, orient="row"))
    read_again, left_out = read_rows([StoredFile("x.csv", len(written), lambda: written)], ITEMS)
    assert left_out.bad == 0
    for before, after in zip(rows, read_again.rows(), strict=True):
        assert before[:3] + before[4:] == after[:3] + after[4:]
        assert before[3] == after[3] or math.isclose(before[3] or 0.0, after[3] or 0.0)


def test_a_file_is_written_to_a_folder_of_this_machine_and_found_there(tmp_path: Path) -> None:
    write_file(f"file://{tmp_path}/out/", "rows.csv", b"content")
    (found,) = find_files(f"file://{tmp_path}/out", ".csv")
    assert (found.size, found.read()) == (7, b"content")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["rows.csv"]
    with pytest.raises(JobFailedError, match="Invalid Data location"):
        find_files(f"file://{tmp_path}/out/", ".jsonl")
