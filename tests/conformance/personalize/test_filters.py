"""Filter expressions keep and drop what the guide's examples say."""

from typing import Any

import pytest

from tests.conformance.personalize.shop import ITEMS, Shop, eventually
from tests.integration.local_personalize.refusal import refused

NAMED = [item for item in ITEMS if not item.startswith("other-")]
EXAMPLES: tuple[tuple[str, dict[str, str], str, str], ...] = (
    ("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($EVENT_TYPE)", {"EVENT_TYPE": '"click"'}, "adult",
     "sneakers shirt gold-watch plain-watch"),
    ('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click", "stream")', {}, "adult",
     "shirt gold-watch plain-watch"),
    ('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")', {}, "adult", "shirt plain-watch"),
    ('INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click")', {}, "adult", "boots"),
    ("EXCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)", {"CATEGORY": '"shoe","clothing"'}, "adult",
     "gold-watch plain-watch"),
    ('EXCLUDE ItemID WHERE Items.CATEGORY IN ("shoe") AND Items.DESCRIPTION NOT IN ("boot")', {}, "adult",
     "boots shirt gold-watch plain-watch"),
    ("INCLUDE ItemID WHERE Items.PRICE <= $PRICE", {"PRICE": "60"}, "adult", "sneakers shirt plain-watch"),
    ("INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP < $DATE", {"DATE": "3000"}, "adult", "boots sneakers"),
    ("INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP > $DATE", {"DATE": "3000"}, "adult", "gold-watch plain-watch"),
    ("INCLUDE ItemID WHERE Items.GENRE IN ($GENRE)", {"GENRE": '"comedy","horror"'}, "adult",
     "sneakers shirt gold-watch"),
    ('EXCLUDE ItemID WHERE Items.CATEGORY_L1 IN ("shoe") AND Items.CATEGORY_L2 NOT IN ("boot")', {}, "adult",
     "boots shirt gold-watch plain-watch"),
    ('INCLUDE ItemID WHERE Items.CATEGORY IN ("clothing") OR Items.CREATION_TIMESTAMP > $DATE', {"DATE": "4500"},
     "adult", "shirt plain-watch"),
    ("EXCLUDE ItemID WHERE Items.GENRE IN ($GENRE) IF CurrentUser.AGE = $AGE", {"GENRE": '"drama"', "AGE": "30"},
     "adult", "sneakers gold-watch plain-watch"),
    ("EXCLUDE ItemID WHERE Items.GENRE IN ($GENRE) IF CurrentUser.AGE = $AGE", {"GENRE": '"drama"', "AGE": "30"},
     "child", "boots sneakers shirt gold-watch plain-watch"),
    ('INCLUDE ItemID WHERE Items.CATEGORY IN ("watch") AND Items.DESCRIPTION IN ("luxury") IF CurrentUser.AGE > 18', {},
     "adult", "gold-watch"),
    ('INCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY) | '
     'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("favorite")',
     {"CATEGORY": '"shoe"'}, "adult", "boots sneakers gold-watch"),
    ('INCLUDE ItemID WHERE Items.GENRE IN ($GENRE) | '
     'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click", "stream")',
     {"GENRE": '"comedy","drama"'}, "adult", "shirt"),
)  # fmt: skip
OF_AN_ITEM: tuple[tuple[str, dict[str, str], str], ...] = (
    ("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.GENRE IN CurrentItem.GENRE", {}, "shirt"),
    ("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.CREATION_TIMESTAMP > $DATE", {"DATE": "2000"},
     "shirt plain-watch"),
)  # fmt: skip


@pytest.fixture(scope="module")
def acted(shop: Shop) -> Shop:
    """The adult clicked, streamed and liked something."""
    shop.act("adult", ("click", "boots"), ("stream", "sneakers"), ("favorite", "gold-watch"))
    return shop


def named(items: list[str]) -> set[str]:
    return set(items) & set(NAMED)


@pytest.mark.parametrize(("expression", "values", "user", "kept"), EXAMPLES)
def test_every_example_of_the_guide(
    acted: Shop, expression: str, values: dict[str, str], user: str, kept: str, request: pytest.FixtureRequest
) -> None:
    """guide: filter-expressions, item-recommendation-filter-examples, promoting-items."""
    name = f"example-{EXAMPLES.index((expression, values, user, kept))}"
    made = acted.aws.filter(acted.group, name, expression)
    request.addfinalizer(lambda: acted.aws.personalize.delete_filter(filterArn=made))
    asked: dict[str, Any] = {"userId": user, "filterArn": made, "filterValues": values, "numResults": 100}
    assert eventually(lambda: named(acted.recommended(**asked)) == set(kept.split())), acted.recommended(**asked)


@pytest.mark.parametrize(("expression", "values", "kept"), OF_AN_ITEM)
def test_attributes_of_the_current_item(
    acted: Shop, expression: str, values: dict[str, str], kept: str, request: pytest.FixtureRequest
) -> None:
    """guide: item-recommendation-filter-examples (CurrentItem, recipes of related items only)."""
    made = acted.aws.filter(acted.group, f"item-{OF_AN_ITEM.index((expression, values, kept))}", expression)
    request.addfinalizer(lambda: acted.aws.personalize.delete_filter(filterArn=made))
    asked: dict[str, Any] = {"itemId": "boots", "filterArn": made, "filterValues": values, "numResults": 100}
    assert named(acted.recommended("similar-items", **asked)) == set(kept.split())


def test_an_include_needs_every_value_and_an_exclude_without_one_does_nothing(acted: Shop) -> None:
    """guide: filter-real-time."""
    include = acted.aws.filter(acted.group, "values-include", "INCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)")
    exclude = acted.aws.filter(acted.group, "values-exclude", "EXCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)")
    with pytest.raises(acted.aws.runtime.exceptions.InvalidInputException):
        acted.recommended(userId="adult", filterArn=include)
    assert named(acted.recommended(userId="adult", filterArn=exclude, numResults=100)) == set(NAMED)
    for made in (include, exclude):
        acted.aws.personalize.delete_filter(filterArn=made)


@pytest.mark.parametrize(
    "expression",
    [
        "EXCLUDE ItemID WHERE Items.CATEGORY NOT IN ($CATEGORY)",
        'INCLUDE ItemID WHERE Items.COLOUR IN ("red")',
        'INCLUDE ItemID Items.CATEGORY IN ("shoe")',
        'INCLUDE ItemID WHERE Items.CATEGORY IN ("shoe") AND Interactions.EVENT_TYPE IN ("click")',
        'INCLUDE ItemID WHERE Items.CATEGORY IN ("*")',
        "INCLUDE ItemID WHERE Items.CATEGORY > 3",
    ],
)
def test_an_expression_that_breaks_a_rule_makes_no_filter(shop: Shop, expression: str) -> None:
    """guide: filter-expression-guidelines-requirements, error-messages."""
    with refused("InvalidInputException"):
        shop.aws.personalize.create_filter(
            name=shop.aws.name("refused"), datasetGroupArn=shop.group, filterExpression=expression
        )
