import json

from newsrec.model import Context
from newsrec.training.schemas import INTERACTIONS_SCHEMA, ITEMS_SCHEMA
from newsrec.transform import article_row, interaction_row, streamed_properties
from tests.unit.newsrec.records import article, click


def columns(schema: str) -> list[str]:
    return [field["name"] for field in json.loads(schema)["fields"]]


def test_rows_have_exactly_the_columns_of_their_schema() -> None:
    assert list(interaction_row(click())) == columns(INTERACTIONS_SCHEMA)
    assert list(article_row(article())) == columns(ITEMS_SCHEMA)


def test_several_topics_are_one_category_value_joined_by_a_bar() -> None:
    assert article_row(article(topics=("local", "rail|road")))["TOPICS"] == "local|rail/road"


def test_text_is_on_one_line_and_no_longer_than_the_service_takes() -> None:
    text = article_row(article(title="Two\nlines", abstract="x" * 30_000))["TEXT"]
    assert isinstance(text, str)
    assert text.startswith("Two lines x")
    assert len(text) == 20_000


def test_streamed_properties_are_camel_case_without_keys_and_without_absent_values() -> None:
    assert streamed_properties(interaction_row(click(context=Context(device="phone")))) == {"device": "phone"}
    properties = streamed_properties(article_row(article(topics=(), companies=("Acme",))))
    assert set(properties) == {"creationTimestamp", "status", "companies", "text"}
