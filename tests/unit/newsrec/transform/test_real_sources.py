from datetime import UTC, datetime

import pytest

from newsrec.model import Article, Interaction, InteractionType
from newsrec.transform import Reject, to_article, to_interaction

GLOBO_CLICK = {
    "user_id": 93,
    "session_id": 17,
    "article_id": 204,
    "timestamp_ms": 1_506_826_000_026,
    "device_group": 1,
    "region": 21,
    "referrer": None,
}
MIND_NEWS = {
    "news_id": "N1",
    "category": "finance",
    "subcategory": "markets",
    "title": "Shares of Acme rise in Oslo",
    "abstract": "",
    "url": "https://example.com/N1",
    "title_entities": '[{"Label": "Acme", "Type": "O"}, {"Label": "Oslo", "Type": "G"}]',
    "abstract_entities": '[{"Label": "Acme", "Type": "O"}, {"Label": "Bolt", "Type": "O"}]',
    "published_at": "11/15/2019 8:55:22 AM",
}


def test_a_globo_click_is_a_click_of_its_reader_at_its_millisecond() -> None:
    interaction = to_interaction(GLOBO_CLICK, "globo")
    assert isinstance(interaction, Interaction)
    assert (interaction.reader_id, interaction.session_id, interaction.article_id) == ("93", "17", "204")
    assert interaction.type is InteractionType.CLICK
    assert interaction.occurred_at == datetime(2017, 10, 1, 2, 46, 40, 26_000, tzinfo=UTC)
    assert (interaction.context.region, interaction.context.referrer) == ("21", None)


def test_a_globo_article_is_known_by_id_and_first_click_alone() -> None:
    article = to_article(GLOBO_CLICK, "globo")
    assert isinstance(article, Article)
    assert (article.article_id, article.title, article.topics) == ("204", None, ())


def test_a_globo_click_without_its_article_is_rejected_by_the_column_s_name() -> None:
    outcome = to_interaction({"user_id": 1, "session_id": 2, "timestamp_ms": 3}, "globo")
    assert isinstance(outcome, Reject)
    assert outcome.errors[0].path == "article_id"


def test_mind_news_has_its_organisations_as_companies_once_each() -> None:
    article = to_article(MIND_NEWS, "mind")
    assert isinstance(article, Article)
    assert (article.companies, article.places) == (("Acme", "Bolt"), ("Oslo",))
    assert (article.topics, article.abstract) == (("finance", "markets"), None)
    assert article.published_at == datetime(2019, 11, 15, 8, 55, 22, tzinfo=UTC)


def test_a_mind_click_belongs_to_its_impression() -> None:
    outcome = to_interaction(
        {"impression_id": "7", "user_id": "U1", "news_id": "N1", "time": "11/15/2019 8:55:22 AM"}, "mind"
    )
    assert isinstance(outcome, Interaction)
    assert (outcome.event_id, outcome.session_id) == ("7-N1", "7")


@pytest.mark.parametrize(
    ("record", "source"),
    [
        (GLOBO_CLICK | {"timestamp_ms": 10**30}, "globo"),
        (GLOBO_CLICK | {"timestamp_ms": "soon"}, "globo"),
        (MIND_NEWS | {"title_entities": "[1]"}, "mind"),
        (MIND_NEWS | {"title_entities": "no JSON"}, "mind"),
    ],
)
def test_what_a_source_does_not_write_is_rejected(record: dict[str, object], source: str) -> None:
    rejected = to_article(record, source)
    assert isinstance(rejected, Reject)
    assert rejected.errors[0].rule == "source_format"
