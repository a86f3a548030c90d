"""Source files of every format and place: whatever they are, the same rows come of the same records."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from newsrec.transform import interaction_row, to_interaction
from newsrec.transform.reject import Reject
from tests.integration.glue_jobs.conftest import Run, RunJob, as_written, succeeded

pytestmark = pytest.mark.e2e

NOON = 1_772_884_800_000
CLICKS: Sequence[Mapping[str, int]] = [
    {
        "user_id": number % 7,
        "session_id": number % 11,
        "article_id": number % 5,
        "timestamp_ms": NOON + number * 61_017,
        "region": number % 3,
        "device_group": 1,
    }
    for number in range(40)
]
TITLES = "user_id,session_id,article_id,timestamp_ms,region,device_group"
AS_OF = ("--as-of", "2026-03-08T00:00:00Z")


def csv_text(clicks: Sequence[Mapping[str, int]], header: str = TITLES) -> str:
    names = header.split(",")
    return "".join(
        f"{line}\n" for line in [header, *(",".join(str(click[name]) for name in names) for click in clicks)]
    )


@pytest.fixture(scope="module")
def run(run_job: RunJob, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Ten clicks in each of four formats, in files and folders of odd names, with rows that are none."""
    source = tmp_path_factory.mktemp("source")
    (source / "date=2026-03-07/hour=12").mkdir(parents=True)
    (source / "_temporary").mkdir()
    pl.DataFrame(CLICKS[:10]).write_parquet(source / "date=2026-03-07/hour=12/part-0.snappy.parquet")
    (source / "a [b] {c}*.CSV").write_text("\ufeff" + csv_text(CLICKS[10:15]) + "\n1,2\n1,2,3,4,5,6,7\n")
    turned = ",".join(reversed(TITLES.split(",")))
    (source / "date=2026-03-07/other 100%.csv.gz").write_bytes(gzip.compress(csv_text(CLICKS[15:20], turned).encode()))
    plain = "".join(f"{json.dumps(click)}\n" for click in CLICKS[20:30])
    (source / "plain.ndjson").write_text(plain + "nonsense\n")
    enveloped = "".join(f"{json.dumps({'source': 'globo', 'record': click})}\n" for click in CLICKS[30:])
    (source / "date=2026-03-07/enveloped.json.gz").write_bytes(gzip.compress(enveloped.encode()))
    for name in ("_SUCCESS", ".hidden.jsonl", "_temporary/half.jsonl"):
        (source / name).write_text("not for us")
    (source / "empty.csv").touch()
    return succeeded(run_job("interactions", "--source", source, "--source-schema", "globo", *AS_OF))


def test_rows_are_the_same_from_every_format(run: Run) -> None:
    expected = [to_interaction(click, "globo") for click in CLICKS]
    rows = [interaction_row(interaction) for interaction in expected if not isinstance(interaction, Reject)]
    assert as_written(run.rows) == as_written(rows)
    assert len(rows) == len(CLICKS)


def test_a_row_that_is_none_is_a_reject_with_its_text(run: Run) -> None:
    rejects = {str(reject["record"]).strip(): reject["errors"][0]["rule"] for reject in run.json_lines("rejects")}
    assert rejects == {"1,2": "csv", "1,2,3,4,5,6,7": "csv", "nonsense": "json"}


def test_every_file_is_named_with_its_rows(run: Run) -> None:
    rows = {file["uri"].rpartition("/")[2]: file["rows"] for file in run.summary["files"]}
    assert rows == {
        "part-0.snappy.parquet": 10,
        "a [b] {c}*.CSV": 7,
        "other 100%.csv.gz": 5,
        "plain.ndjson": 11,
        "enveloped.json.gz": 10,
        "empty.csv": 0,
    }


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("clicks.tsv", "a\tb\n", "clicks.tsv: the ending is none of .jsonl, "),
        ("clicks.csv", "a,b,a\n1,2,3\n", "clicks.csv: the header has 'a' more than once"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(run_job: RunJob, tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text)
    run = run_job("interactions", "--source", tmp_path, output=tmp_path / "output")
    assert run.exit_code != 0
    assert said in run.errors


def test_articles_of_tables_keep_times_numbers_and_lists(run_job: RunJob, tmp_path: Path) -> None:
    articles: list[dict[str, Any]] = [
        {
            "article_id": "a-1",
            "title": "Wind, rain\nand snow",
            "url": "/a-1",
            "topics": ["weather", "roads"],
            "published_at": "2026-03-07T10:00:00.250000Z",
            "word_count": 400,
        },
        {
            "article_id": "a-2",
            "title": "Calm",
            "url": "/a-2",
            "topics": ["weather"],
            "published_at": "2026-03-07T11:00:00Z",
            "word_count": None,
        },
    ]
    table = pl.DataFrame(articles).with_columns(pl.col("published_at").str.to_datetime(time_zone="UTC"))
    (tmp_path / "source").mkdir()
    table.write_parquet(tmp_path / "source/articles.parquet")
    run = succeeded(run_job("items", "--source", tmp_path / "source/articles.parquet", output=tmp_path / "output"))
    assert sorted((row["ITEM_ID"], row["TOPICS"], row["TEXT"], row["CREATION_TIMESTAMP"]) for row in run.rows) == [
        ("a-1", "weather|roads", "Wind, rain and snow", "1772877600"),
        ("a-2", "weather", "Calm", "1772881200"),
    ]
