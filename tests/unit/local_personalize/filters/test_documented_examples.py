"""Every example of the guide keeps and drops what the guide says."""

from typing import Any

import pytest

from local_personalize.filters.evaluation import Attributes, bind, parse_values
from local_personalize.filters.parser import FilterSyntaxError, parse_filter
from local_personalize.filters.rules import Columns, check_filter
from tests.unit.local_personalize.filters.readers import OneReader

COLUMNS: Columns = {
    "ITEMS": {
        **dict.fromkeys(("CATEGORY", "DESCRIPTION", "CATEGORY_L1", "CATEGORY_L2", "GENRE"), "string"),
        **dict.fromkeys(("PRICE", "CREATION_TIMESTAMP"), "number"),
    },
    "USERS": {"AGE": "number", "MEMBERSHIP_STATUS": "string"},
    "INTERACTIONS": {"EVENT_TYPE": "string"},
}


def item(category: str, description: str, price: float, created: float, *genres: str) -> Attributes:
    attributes: dict[str, float | frozenset[str]] = {"PRICE": price, "CREATION_TIMESTAMP": created}
    attributes |= dict.fromkeys(("CATEGORY", "CATEGORY_L1"), frozenset({category}))
    attributes |= dict.fromkeys(("DESCRIPTION", "CATEGORY_L2"), frozenset({description}))
    return {**attributes, "GENRE": frozenset(genres)} if genres else attributes


CATALOGUE = {
    "boots": item("shoe", "boot", 80, 1000, "drama"),
    "sneakers": item("shoe", "sneaker", 60, 2000, "comedy"),
    "shirt": item("clothing", "cotton", 40, 3000, "comedy|drama", "comedy", "drama"),
    "gold watch": item("watch", "luxury", 900, 4000, "horror"),
    "plain watch": item("watch", "plain", 20, 5000),
}
NAMES = list(CATALOGUE)
EVENTS = (("click", "boots"), ("stream", "sneakers"), ("favorite", "gold watch"))
SEED = "boots"


@pytest.mark.parametrize(
    ("text", "values", "age", "kept"),
    (
        ("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($EVENT_TYPE)",
         {"EVENT_TYPE": '"click"'}, 30, "sneakers, shirt, gold watch, plain watch"),
        ('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click", "stream")',
         {}, 30, "shirt, gold watch, plain watch"),
        ('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")', {}, 30, "shirt, plain watch"),
        ("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)", {}, 30, "shirt, plain watch"),
        ('INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click")', {}, 30, "boots"),
        ("EXCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)",
         {"CATEGORY": '"shoe","clothing"'}, 30, "gold watch, plain watch"),
        ('EXCLUDE ItemID WHERE Items.CATEGORY IN ("shoe") AND Items.DESCRIPTION NOT IN ("boot")',
         {}, 30, "boots, shirt, gold watch, plain watch"),
        ("INCLUDE ItemID WHERE Items.PRICE <= $PRICE", {"PRICE": "60"}, 30, "sneakers, shirt, plain watch"),
        ("INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP < $DATE", {"DATE": "3000"}, 30, "boots, sneakers"),
        ("INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP > $DATE", {"DATE": "3000"}, 30, "gold watch, plain watch"),
        ("INCLUDE ItemID WHERE Items.GENRE IN ($GENRE)",
         {"GENRE": '"comedy","horror"'}, 30, "sneakers, shirt, gold watch"),
        ("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.GENRE IN CurrentItem.GENRE", {}, 30, "shirt"),
        ("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.CREATION_TIMESTAMP > $DATE",
         {"DATE": "2500"}, 30, "shirt, plain watch"),
        ('EXCLUDE ItemID WHERE Items.CATEGORY_L1 IN ("shoe") AND Items.CATEGORY_L2 NOT IN ("boot")',
         {}, 30, "boots, shirt, gold watch, plain watch"),
        ('INCLUDE ItemID WHERE Items.CATEGORY IN ("clothing") OR Items.CREATION_TIMESTAMP > $DATE',
         {"DATE": "4500"}, 30, "shirt, plain watch"),
        ("EXCLUDE ItemID WHERE Items.GENRE IN ($GENRE) IF CurrentUser.AGE = $AGE",
         {"GENRE": '"comedy"', "AGE": "30"}, 30, "boots, gold watch, plain watch"),
        ("EXCLUDE ItemID WHERE Items.GENRE IN ($GENRE) IF CurrentUser.AGE = $AGE",
         {"GENRE": '"comedy"', "AGE": "31"}, 30, "boots, sneakers, shirt, gold watch, plain watch"),
        ('INCLUDE ItemID WHERE Items.CATEGORY IN ("watch") AND Items.DESCRIPTION IN ("luxury") IF CurrentUser.AGE > 18',
         {}, 30, "gold watch"),
        ('INCLUDE ItemID WHERE Items.CATEGORY IN ("watch") AND Items.DESCRIPTION IN ("luxury") IF CurrentUser.AGE > 18',
         {}, 18, "boots, sneakers, shirt, gold watch, plain watch"),
        ("INCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY) "
         '| INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("favorite")',
         {"CATEGORY": '"clothing"'}, 30, "shirt, gold watch"),
        ("INCLUDE ItemID WHERE Items.GENRE IN ($GENRE) "
         '| EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click", "stream")',
         {"GENRE": '"drama", "comedy"'}, 30, "shirt"),
        ("INCLUDE ItemID WHERE Interactions.event_type IN ('Click')", {}, 30, "boots"),
    ),
)  # fmt: skip
def test_a_documented_filter_keeps(text: str, values: dict[str, str], age: float, kept: str) -> None:
    filter = parse_filter(text)
    check_filter(filter, text, COLUMNS)
    reader = OneReader({"AGE": float(age)}, tuple((type, NAMES.index(name)) for type, name in EVENTS))
    admits = bind(filter, parse_values(values), reader, list(CATALOGUE.values()), CATALOGUE[SEED])
    assert [name for index, name in enumerate(NAMES) if admits(index)] == kept.split(", ")


@pytest.mark.parametrize(
    ("text", "subject"),
    (
        ("INCLUDE UserID WHERE Users.MEMBERSHIP_STATUS IN ($MEMBERSHIP)", "UserID"),
        ("EXCLUDE UserID WHERE Users.AGE < $AGE", "UserID"),
        ('INCLUDE UserID WHERE Interactions.EVENT_TYPE IN ("click", "rating")', "UserID"),
        ("INCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ($EVENT_TYPE)", "ActionID"),
        ('EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ("NOT_TAKEN")', "ActionID"),
        ("INCLUDE ActionID WHERE Actions.VALUE > ($VALUE)", "ActionID"),
    ),
)
def test_a_documented_filter_of_users_or_actions_is_read_but_said_not_to_be_built(text: str, subject: str) -> None:
    with pytest.raises(FilterSyntaxError, match=rf"{subject} filters .* not built in local_personalize"):
        check_filter(parse_filter(text), text, COLUMNS)


def test_the_reverse_of_a_refused_not_in_is_accepted() -> None:
    refused: Any = pytest.raises(FilterSyntaxError, match=r"Placeholders are not allowed with NOT_IN operator\.$")
    text = "INCLUDE ItemID WHERE Items.GENRE NOT IN ($X)"
    with refused:
        check_filter(parse_filter(text), text, COLUMNS)
    check_filter(parse_filter("EXCLUDE ItemID WHERE Items.GENRE IN ($X)"), text, COLUMNS)
