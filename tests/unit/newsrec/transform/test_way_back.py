from newsrec.transform import article_record, to_article
from tests.unit.newsrec.records import article
from tests.unit.newsrec.records import article_record as generic_record


def test_an_article_written_back_as_a_record_is_read_as_the_same_article() -> None:
    record = generic_record(
        image={"url": "/a.svg", "alt": "A bridge", "width": 1200, "height": 720},
        sponsored={"sponsor": "Acme", "label": "Paid content"},
        updated_at="2026-03-02T08:40:00Z",
        companies=["Acme"],
        news_value=3,
    )
    first = to_article(record)
    assert to_article(article_record(first)) == first  # type: ignore[arg-type]


def test_an_article_without_a_title_is_read_back_as_a_bare_one() -> None:
    bare = article(title=None, topics=())
    assert to_article(article_record(bare), "bare") == bare
