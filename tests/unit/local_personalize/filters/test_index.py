"""The index of items keeps up with items that come, change and were never described."""

import numpy as np

from local_personalize.filters.evaluation import select
from local_personalize.filters.index import ItemIndex
from local_personalize.filters.parser import parse_filter
from tests.unit.local_personalize.filters.readers import OneReader


def admitted(index: ItemIndex, text: str, size: int, *touched: int) -> list[int]:
    reader = OneReader(events=tuple(("click", item) for item in touched))
    return index.admitted(select(parse_filter(text), {}, reader), size).tolist()


def test_an_item_that_is_set_again_has_its_new_attributes_only() -> None:
    index = ItemIndex()
    index.set(0, {"TOPICS": frozenset({"a"}), "PRICE": 1.0})
    index.set(0, {"TOPICS": frozenset({"b"})})
    assert admitted(index, "INCLUDE ItemID WHERE Items.TOPICS IN ('a')", 1) == []
    assert admitted(index, "INCLUDE ItemID WHERE Items.TOPICS IN ('b') AND Items.PRICE != 1", 1) == [0]


def test_columns_grow_with_the_items_in_any_order() -> None:
    index = ItemIndex()
    for item in (5, 0, 700, 2):
        index.set(item, {"TOPICS": frozenset({"a"}), f"PRICE_{item}": 1.0})
    assert admitted(index, "INCLUDE ItemID WHERE Items.TOPICS IN ('a')", 701) == [0, 2, 5, 700]
    assert admitted(index, "INCLUDE ItemID WHERE Items.PRICE_5 = 1 OR Items.PRICE_700 = 1", 701) == [5, 700]


def test_items_without_attributes_are_touched_and_tested_like_others() -> None:
    index = ItemIndex()
    index.set(0, {"PRICE": 1.0})
    assert admitted(index, "INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ('click')", 9, 3, 8, 9) == [3, 8]
    assert admitted(index, "EXCLUDE ItemID WHERE Items.PRICE > 0", 4) == [1, 2, 3]
    selection = select(parse_filter("INCLUDE ItemID WHERE Items.PRICE != 1"), {}, None)
    assert index.select(selection, np.array([40, 0, 3])).tolist() == [True, False, True]
    assert index.select(selection, np.array([], np.int64)).tolist() == []


def test_a_column_that_no_item_has_is_absent_everywhere() -> None:
    index = ItemIndex()
    assert admitted(index, "INCLUDE ItemID WHERE Items.TOPICS NOT IN ('a')", 2) == [0, 1]
    assert admitted(index, "INCLUDE ItemID WHERE Items.PRICE < 1", 2) == []
