"""Filters are read as the guide writes them, and refused with the place."""

import pytest

from local_personalize.filters.parser import FilterSyntaxError, parse_filter
from local_personalize.filters.rules import Columns, check_filter

COLUMNS: Columns = {
    "ITEMS": {
        "CATEGORY": "string",
        "GENRE": "string",
        "DESCRIPTION": "string",
        "CATEGORY_L1": "string",
        "CATEGORY_L2": "string",
        "PRICE": "number",
        "CREATION_TIMESTAMP": "number",
        "TEXT": "textual",
        "FREE": "boolean",
    },
    "USERS": {"AGE": "number"},
    "INTERACTIONS": {"EVENT_TYPE": "string"},
}
DOCUMENTED = (
    "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($EVENT_TYPE)",
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click", "stream")',
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")',
    'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click")',
    "EXCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)",
    'EXCLUDE ItemID WHERE Items.CATEGORY IN ("shoe") AND Items.DESCRIPTION NOT IN ("boot")',
    "INCLUDE ItemID WHERE Items.PRICE <= $PRICE",
    "INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP < $DATE",
    "INCLUDE ItemID WHERE Items.GENRE IN ($GENRE)",
    "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.GENRE IN CurrentItem.GENRE",
    "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.CREATION_TIMESTAMP > $DATE",
    'EXCLUDE ItemID WHERE Items.CATEGORY_L1 IN ("shoe") AND Items.CATEGORY_L2 NOT IN ("boot")',
    'INCLUDE ItemID WHERE Items.CATEGORY IN ("clothing") OR Items.CREATION_TIMESTAMP > $DATE',
    "EXCLUDE ItemID WHERE Items.GENRE IN ($GENRE) IF CurrentUser.AGE = $AGE",
    'INCLUDE ItemID WHERE Items.CATEGORY IN ("watch") AND Items.DESCRIPTION IN ("luxury") IF CurrentUser.AGE > 18',
    'INCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY) | INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("favorite")',
    "INCLUDE ItemID WHERE Items.GENRE IN ($GENRE) "
    '| EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click", "stream")',
    "include itemid where Items.genre in ('comedy')",
)


@pytest.mark.parametrize("text", DOCUMENTED)
def test_every_documented_item_filter_is_accepted(text: str) -> None:
    parsed = parse_filter(text)
    check_filter(parsed, text, COLUMNS)
    assert len(parsed.expressions) == text.count("|") + 1


@pytest.mark.parametrize(
    "text",
    (
        "INCLUDE UserID WHERE Users.MEMBERSHIP_STATUS IN ($MEMBERSHIP)",
        "EXCLUDE UserID WHERE Users.AGE < $AGE",
        "INCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ($EVENT_TYPE)",
        "INCLUDE ActionID WHERE Actions.VALUE > ($VALUE)",
    ),
)
def test_filters_of_users_and_actions_can_be_read_but_are_said_not_to_be_built(text: str) -> None:
    with pytest.raises(FilterSyntaxError, match="not built in local_personalize"):
        check_filter(parse_filter(text), text, COLUMNS)


@pytest.mark.parametrize(
    ("text", "problem"),
    (
        ("INCLUDE ItemID", "it ends too early"),
        ("INCLUDE ItemID WHERE Items.GENRE IN ()", r"at character 38: '\)'"),
        ("INCLUDE ItemID WHERE Movies.GENRE = 1", "expected a dataset .* at character 22: 'Movies.GENRE = 1'"),
        ("INCLUDE ItemID WHERE Items.PRICE == 1", "at character 35"),
        ('INCLUDE ItemID WHERE Items.GENRE IN ("a") EXCLUDE', "at character 43: 'EXCLUDE'"),
        ('INCLUDE ItemID WHERE (Items.GENRE IN ("a"))', "at character 22"),
    ),
)
def test_an_unreadable_filter_is_refused_with_the_place(text: str, problem: str) -> None:
    with pytest.raises(FilterSyntaxError, match=problem):
        parse_filter(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    (
        (
            "INCLUDE ItemID WHERE Items.GENRE NOT IN ($G)",
            r"Invalid input symbol: \$G. Placeholders are not allowed with NOT_IN",
        ),
        (
            'INCLUDE ItemID WHERE Items.GENRE IN ("a") AND Interactions.EVENT_TYPE IN ("click")',
            "one dataset, here ITEMS at character 47",
        ),
        ('INCLUDE ItemID WHERE Items.COLOUR IN ("red")', "no column COLOUR at character 22"),
        ('INCLUDE ItemID WHERE Items.TEXT IN ("red")', "textual field"),
        ("INCLUDE ItemID WHERE Items.FREE = 1", "boolean field"),
        ("INCLUDE ItemID WHERE Items.GENRE < 5", "GENRE is a string"),
        ('INCLUDE ItemID WHERE Items.PRICE > "cheap"', "needs a number"),
        ('INCLUDE ItemID WHERE Items.GENRE IN ("*")', r"\* can only be used with Interactions.EVENT_TYPE"),
        ("INCLUDE ItemID WHERE Interactions.EVENT_VALUE > 1", "only EVENT_TYPE"),
        ("INCLUDE ItemID WHERE Interactions.EVENT_TYPE > 1", "IN, NOT IN and ="),
        ("INCLUDE ItemID WHERE Users.AGE > 1", "only use Items or Interactions"),
        ('INCLUDE ItemID WHERE Items.GENRE IN ("a") IF CurrentUser.HEIGHT > 1', "no column HEIGHT"),
        (
            " | ".join(f"INCLUDE ItemID WHERE Items.N{number} = 1" for number in range(11)),
            "more than 10 distinct fields",
        ),
    ),
)
def test_a_filter_that_breaks_a_rule_is_refused_with_the_rule(text: str, problem: str) -> None:
    numbered: Columns = {**COLUMNS, "ITEMS": {**COLUMNS["ITEMS"], **{f"N{n}": "number" for n in range(11)}}}
    with pytest.raises(FilterSyntaxError, match=problem):
        check_filter(parse_filter(text), text, numbered)
