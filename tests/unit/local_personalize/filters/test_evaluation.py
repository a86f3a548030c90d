"""Filters admit what they say."""

from collections.abc import Mapping

import pytest

from local_personalize.filters.evaluation import Attributes, FilterValueError, bind, parse_values
from local_personalize.filters.parser import parse_filter
from tests.unit.local_personalize.filters.readers import OneReader

ITEMS: list[Attributes | None] = [
    {"TOPICS": frozenset({"a|b", "a", "b"}), "PRICE": 10.0},
    {"TOPICS": frozenset({"b"}), "PRICE": 20.0},
    {"TOPICS": frozenset({"c"}), "PRICE": 30.0},
    {"PRICE": 40.0},
    None,
]


def admitted(text: str, values: Mapping[str, str] | None = None, reader: OneReader | None = None) -> list[int]:
    admits = bind(parse_filter(text), parse_values(values or {}), reader or OneReader(), ITEMS)
    return [item for item in range(len(ITEMS)) if admits(item)]


@pytest.mark.parametrize(
    ("text", "expected"),
    (
        ('INCLUDE ItemID WHERE Items.TOPICS IN ("b")', [0, 1]),
        ('INCLUDE ItemID WHERE Items.topics IN ("a", "c")', [0, 2]),
        ('INCLUDE ItemID WHERE Items.TOPICS NOT IN ("b")', [2, 3, 4]),
        ('EXCLUDE ItemID WHERE Items.TOPICS IN ("B")', [0, 1, 2, 3, 4]),
        ("INCLUDE ItemID WHERE Items.PRICE <= 20", [0, 1]),
        ("INCLUDE ItemID WHERE Items.PRICE != 20", [0, 2, 3, 4]),
        ("INCLUDE ItemID WHERE Items.PRICE IN (10, 30)", [0, 2]),
        ('INCLUDE ItemID WHERE Items.TOPICS IN ("b") AND Items.PRICE > 10', [1]),
        ('INCLUDE ItemID WHERE Items.TOPICS IN ("c") OR Items.PRICE < 15', [0, 2]),
        ('INCLUDE ItemID WHERE Items.TOPICS IN ("a") | INCLUDE ItemID WHERE Items.TOPICS IN ("c")', [0, 2]),
        ('INCLUDE ItemID WHERE Items.PRICE > 0 | EXCLUDE ItemID WHERE Items.TOPICS IN ("b")', [2, 3]),
        ('EXCLUDE ItemID WHERE Items.TOPICS IN ("a") | EXCLUDE ItemID WHERE Items.PRICE > 25', [1, 4]),
        ('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Click")', [1, 2, 3, 4]),
        ('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")', [2, 3, 4]),
        ('INCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN ("click")', [1]),
        ('EXCLUDE ItemID WHERE Items.TOPICS IN ("b") IF CurrentUser.AGE > 18', [2, 3, 4]),
        (
            'EXCLUDE ItemID WHERE Items.TOPICS IN ("b") IF CurrentUser.AGE > 18 AND CurrentUser.PLAN = "free"',
            [0, 1, 2, 3, 4],
        ),
    ),
)
def test_a_filter_admits_what_it_says(text: str, expected: list[int]) -> None:
    reader = OneReader({"AGE": 30.0, "PLAN": frozenset({"paid"})}, (("click", 0), ("share", 1)))
    assert admitted(text, reader=reader) == expected


@pytest.mark.parametrize("value", ('"20"', "20", " 20.0 "))
def test_a_number_may_be_given_bare_or_quoted(value: str) -> None:
    assert admitted("INCLUDE ItemID WHERE Items.PRICE < $MOST", {"MOST": value}) == [0]


def test_a_list_is_given_as_quoted_strings_with_commas() -> None:
    assert admitted("INCLUDE ItemID WHERE Items.TOPICS IN ($T)", {"T": '"a","c"'}) == [0, 2]


def test_an_include_needs_every_value() -> None:
    with pytest.raises(FilterValueError, match=r"value for \$T"):
        admitted("INCLUDE ItemID WHERE Items.TOPICS IN ($T)")


def test_an_exclude_without_its_value_does_nothing() -> None:
    assert admitted("EXCLUDE ItemID WHERE Items.TOPICS IN ($T)") == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("values", "problem"),
    (
        ({"T": "comedy"}, "filterValues.T: expected"),
        ({"T": ""}, "filterValues.T: expected .* at character 1"),
        ({"T": '"a"', "U": '"b"'}, r"no placeholder \$U"),
    ),
)
def test_wrong_values_are_refused_by_name(values: dict[str, str], problem: str) -> None:
    with pytest.raises(FilterValueError, match=problem):
        admitted("INCLUDE ItemID WHERE Items.TOPICS IN ($T)", values)


def test_a_range_takes_one_number() -> None:
    with pytest.raises(FilterValueError, match=r"filterValues.P: < needs one value"):
        admitted("INCLUDE ItemID WHERE Items.PRICE < $P", {"P": "1,2"})
    with pytest.raises(FilterValueError, match=r"filterValues.P: < needs a number"):
        admitted("INCLUDE ItemID WHERE Items.PRICE < $P", {"P": '"cheap"'})


def test_a_filter_on_the_user_needs_a_user() -> None:
    parsed = parse_filter('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click")')
    with pytest.raises(FilterValueError, match="userId"):
        bind(parsed, {}, None, ITEMS)


def test_the_current_item_is_compared_with() -> None:
    parsed = parse_filter("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.TOPICS IN CurrentItem.TOPICS")
    admits = bind(parsed, {}, None, ITEMS, seed={"PRICE": 25.0, "TOPICS": frozenset({"b"})})
    assert [item for item in range(len(ITEMS)) if admits(item)] == [0, 1]
    with pytest.raises(FilterValueError, match="related items"):
        bind(parsed, {}, None, ITEMS)
