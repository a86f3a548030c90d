"""Filters are read as the guide writes them, and refused with the place."""

import pytest

from local_personalize.filters.parser import FilterSyntaxError, parse_filter
from local_personalize.filters.rules import Columns, check_filter, fields_of

COLUMNS: Columns = {
    "ITEMS": {
        "GENRE": "string",
        "PRICE": "number",
        "TEXT": "textual",
        "FREE": "boolean",
        "ITEM_ID": "string",
    },
    "USERS": {"AGE": "number"},
    "INTERACTIONS": {"EVENT_TYPE": "string"},
}


@pytest.mark.parametrize(
    ("text", "problem"),
    (
        ("INCLUDE ItemID", "it ends too early, expected WHERE after 'INCLUDE ItemID'"),
        ("", "it ends too early, expected INCLUDE or EXCLUDE after ''"),
        ("DROP ItemID", "expected INCLUDE or EXCLUDE at character 1: 'DROP ItemID'"),
        ("INCLUDE Item", "expected ItemID at character 9: 'Item'"),
        ("INCLUDEItemID WHERE Items.PRICE = 1", "expected INCLUDE or EXCLUDE at character 1"),
        ("INCLUDE ItemID WHERE Items.GENRE IN ()", r"at character 38: '\)'"),
        ("INCLUDE ItemID WHERE Items.GENRE IN 'a'", r"expected '\(' or CurrentItem at character 37"),
        ("INCLUDE ItemID WHERE Items.GENRE NOTIN ('a')", "expected IN or NOT or a comparison .* at character 34"),
        ("INCLUDE ItemID WHERE Items.GENRE IN ('a' 'b')", r"expected '\)' or ',' at character 42"),
        ("INCLUDE ItemID WHERE Items.GENRE IN ('a)", r"at character 38: \"'a\)\""),
        ("INCLUDE ItemID WHERE Movies.GENRE = 1", "expected a dataset .* at character 22: 'Movies.GENRE = 1'"),
        ("INCLUDE ItemID WHERE Items.PRICE == 1", "at character 35"),
        ("INCLUDE ItemID WHERE Items.PRICE > 1.2.3", "at character 36"),
        ("INCLUDE ItemID WHERE Items.PRICE > *", "at character 36"),
        ("INCLUDE ItemID WHERE Items.PRICE > (1)", "expected a .placeholder at character 37"),
        ("INCLUDE ItemID WHERE NOT Items.PRICE > 1", "expected a dataset .* at character 22"),
        ("INCLUDE ItemID WHERE Items.PRICE > $ X", "at character 36"),
        ("INCLUDE ItemID WHERE Items.GENRE IN CurrentUser.GENRE", "expected .* at character 37: 'CurrentUser.GENRE'"),
        ("INCLUDE ItemID WHERE Items.PRICE > 1 IF Items.PRICE > 1", "expected CurrentUser at character 41"),
        ("INCLUDE ItemID WHERE Items.PRICE > 1 IF CurrentUser.A = 1 OR CurrentUser.A = 2", "at character 59: 'OR"),
        ("INCLUDE ItemID WHERE Items.PRICE > 1 IF CurrentUser.A = CurrentItem.A", "at character 57: 'CurrentItem.A'"),
        ('INCLUDE ItemID WHERE Items.GENRE IN ("a") EXCLUDE', "at character 43: 'EXCLUDE'"),
        ('INCLUDE ItemID WHERE Items.GENRE IN ("a") |', "it ends too early, expected INCLUDE or EXCLUDE"),
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
        ("INCLUDE ItemID WHERE Items.ITEM_ID IN ('a')", "ITEM_ID are not built in local_personalize at character 22"),
        ("INCLUDE ItemID WHERE Items.GENRE IN ('5', 5)", "GENRE is a string, and 5 has no quotes"),
        ("INCLUDE ItemID WHERE Items.PRICE IN (5, 'cheap')", 'PRICE is a number, and "cheap" is a string'),
        ("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.GENRE", "GENRE is a string at character 36"),
        ("INCLUDE ItemID WHERE Items.GENRE IN CurrentItem.PRICE", "PRICE is a number at character 37"),
        ("INCLUDE ItemID WHERE Items.GENRE IN CurrentItem.TEXT", "TEXT is a textual field.* at character 37"),
        ("INCLUDE ItemID WHERE Items.GENRE IN CurrentItem.COLOUR", "no column COLOUR at character 37"),
        ("INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN CurrentItem.GENRE", "an item has no event type"),
        ("INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (5)", "EVENT_TYPE is a string, and 5 has no quotes"),
        (
            "INCLUDE ItemID WHERE Items.PRICE > 1 IF CurrentUser.AGE != 5",
            "not with != at character 41",
        ),
        ("INCLUDE ItemID WHERE Items.PRICE > 1 IF CurrentUser.AGE NOT IN ($A)", r"Invalid input symbol: \$A"),
        ("INCLUDE ItemID WHERE Items.GENRE < 5", "GENRE is a string"),
        ('INCLUDE ItemID WHERE Items.PRICE > "cheap"', 'PRICE is a number, and "cheap" is a string'),
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


@pytest.mark.parametrize(
    "text",
    (
        "INCLUDE ItemID WHERE Items.PRICE IN (1, -2.5, 1e3)",
        "INCLUDE ItemID WHERE Items.PRICE IN ('5', $P) AND Items.PRICE != '6'",
        "INCLUDE ItemID WHERE Items.GENRE = 'a' OR Items.GENRE != CurrentItem.GENRE",
        "INCLUDE ItemID WHERE Items.GENRE NOT IN CurrentItem.GENRE",
        "INCLUDE ItemID WHERE Items.GENRE IN ('a', $B, 'c', $D) IF CurrentUser.AGE IN (18, $E) AND CurrentUser.AGE < 9",
    ),
)
def test_lists_and_equality_take_what_their_column_holds(text: str) -> None:
    check_filter(parse_filter(text), text, COLUMNS)


def test_a_filter_needs_the_datasets_that_it_names() -> None:
    text = "INCLUDE ItemID WHERE Items.PRICE > 1 IF CurrentUser.AGE > 1"
    with pytest.raises(FilterSyntaxError, match="no USERS dataset at character 41"):
        check_filter(parse_filter(text), text, {"ITEMS": COLUMNS["ITEMS"]})
    text = "INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ('click')"
    with pytest.raises(FilterSyntaxError, match="no column EVENT_TYPE at character 22"):
        check_filter(parse_filter(text), text, {"INTERACTIONS": {}})


def test_the_fields_of_a_filter_are_distinct_columns_of_datasets() -> None:
    text = "INCLUDE ItemID WHERE Items.PRICE > 1 AND Items.price < CurrentItem.COST IF CurrentUser.AGE > 1"
    assert fields_of(parse_filter(text)) == {("ITEMS", "PRICE"), ("ITEMS", "COST"), ("USERS", "AGE")}


def test_and_binds_tighter_than_or() -> None:
    condition = "Items.PRICE = "
    filter = parse_filter(f"INCLUDE ItemID WHERE {condition}1 AND {condition}2 OR {condition}3 AND {condition}4")
    prices = [[condition.operands[0] for condition in tests] for tests in filter.expressions[0].alternatives]
    assert prices == [[1, 2], [3, 4]]
