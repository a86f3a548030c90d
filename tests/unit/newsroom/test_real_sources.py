from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from newsrec.model import Article, Interaction
from newsrec.transform import to_article, to_interaction
from newsroom.sources import BadData, NewsroomData
from newsroom.sources.globo import globo
from newsroom.sources.mind import mind
from tests.unit.newsrec.records import NOW

NEWS = """N1\tnews\tworld\tA title\tAn abstract\thttps://example.com/1\t[]\t[]
N2\tsport\tgolf\tAnother "title\t\thttps://example.com/2\t[{"Label": "Acme", "Type": "O"}]\t[]
"""
BEHAVIOURS = """1\tU1\t11/11/2019 9:05:58 AM\tN1 N9\tN2-1 N1-0
2\tU2\t11/12/2019 6:11:30 PM\t\tN1-1 N9-1
"""


def articles(data: NewsroomData) -> list[Article]:
    read = [to_article(payload["record"], payload["source"]) for payload in data.articles]
    assert all(isinstance(article, Article) for article in read)
    return [article for article in read if isinstance(article, Article)]


def interactions(data: NewsroomData) -> list[Interaction]:
    read = [to_interaction(payload["record"], payload["source"]) for payload in data.interactions]
    assert all(isinstance(interaction, Interaction) for interaction in read)
    return [interaction for interaction in read if isinstance(interaction, Interaction)]


@pytest.fixture
def mind_folder(tmp_path: Path) -> Path:
    (tmp_path / "news.tsv").write_text(NEWS)
    (tmp_path / "behaviors.tsv").write_text(BEHAVIOURS)
    return tmp_path


def test_mind_clicks_on_described_articles_are_replayed_up_to_now_with_the_history_before_them(
    mind_folder: Path,
) -> None:
    data = mind(mind_folder, NOW, most=100)
    replayed = [(one.reader_id, one.article_id, one.occurred_at) for one in interactions(data)]
    first = NOW - timedelta(days=1, hours=9, minutes=5, seconds=32)
    assert replayed == [("U1", "N1", first - timedelta(minutes=2)), ("U1", "N2", first), ("U2", "N1", NOW)]
    assert {article.article_id: article.companies for article in articles(data)} == {"N1": (), "N2": ("Acme",)}
    assert data.readers[0].id == "U1"


@pytest.fixture
def globo_file(tmp_path: Path) -> Path:
    rows = [(reader, reader, reader % 3, 1_000_000 * (5 - reader)) for reader in range(5)]
    columns = ("user_id", "session_id", "article_id", "timestamp_ms")
    frame = pl.DataFrame(rows, schema=list(columns), orient="row")
    file = tmp_path / "clicks.parquet"
    frame.with_columns(device_group=1, region=2, referrer=3).write_parquet(file)
    return file


def test_the_first_globo_clicks_are_replayed_in_order_the_last_of_them_now(globo_file: Path) -> None:
    data = globo(globo_file, NOW, most=4)
    replayed = interactions(data)
    assert [one.reader_id for one in replayed] == ["4", "3", "2", "1"]
    assert replayed[-1].occurred_at == NOW
    assert sum(one.occurred_at >= data.streamed_from for one in replayed) == 1


def test_a_globo_article_is_published_at_its_first_click(globo_file: Path) -> None:
    data = globo(globo_file, NOW, most=5)
    first_clicks = {one.article_id: one.occurred_at for one in reversed(interactions(data))}
    assert {article.article_id: article.published_at for article in articles(data)} == first_clicks


def test_a_file_of_another_form_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "news.tsv").write_text("one column\n")
    (tmp_path / "behaviors.tsv").write_text("one column\n")
    with pytest.raises(BadData, match=r"news\.tsv"):
        mind(tmp_path, NOW, most=10)
    with pytest.raises(BadData, match="parquet"):
        globo(tmp_path / "news.tsv", NOW, most=10)
