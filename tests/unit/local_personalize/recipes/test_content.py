"""Items are alike by rare categories that they share and by numbers that are near."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.filters.attribute_tests import Attributes
from local_personalize.recipes.content import Content
from tests.unit.local_personalize.recipes.shelf import Shelf, topics


def likeness(rows: list[Attributes | None], one: int) -> list[float]:
    vectors = Content(Shelf(rows)).vectors(range(len(rows))).toarray()
    return [round(float(product), 6) for product in vectors @ vectors[one]]


def test_items_of_one_category_are_alike_and_others_are_not() -> None:
    assert likeness(topics("a", "a", "b", "b", None), 0) == [1.0, 1.0, 0.0, 0.0, 0.0]


def test_a_rare_category_in_common_says_more_than_a_frequent_one() -> None:
    shared: list[Attributes | None] = [{"TOPIC": frozenset(("rare", "frequent"))}]
    rows = shared + topics("rare", "frequent", "frequent", "frequent", "frequent")
    products = likeness(rows, 0)
    assert products[1] > products[2] > 0.0


def test_near_numbers_are_more_alike_than_distant_ones() -> None:
    rows: list[Attributes | None] = [{"LENGTH": float(length)} for length in range(0, 1000, 10)]
    products = likeness(rows, 50)
    assert products[50] == 1.0
    assert products[50] > products[55] > products[90]


def test_the_same_name_in_two_columns_is_not_the_same_category() -> None:
    rows: list[Attributes | None] = [{"A": frozenset("x")}, {"A": frozenset("x")}, {"B": frozenset("x")}]
    rows.append({"B": frozenset("x")})
    assert likeness(rows, 0) == [1.0, 1.0, 0.0, 0.0]


def test_a_category_of_one_item_only_and_the_time_of_creation_make_no_difference() -> None:
    rows: list[Attributes | None] = [
        {"TOPIC": frozenset("a"), "URL": frozenset((f"/{item}",)), "CREATION_TIMESTAMP": float(item)}
        for item in range(3)
    ]
    assert likeness(rows, 0) == [1.0, 1.0, 1.0]


def test_items_that_came_later_are_compared_by_what_is_known() -> None:
    shelf = Shelf(topics("a", "a", "b", "b"))
    content = Content(shelf)
    shelf.rows += topics("a", "never seen")
    vectors = content.vectors([0, 4, 5]).toarray()
    assert (vectors @ vectors[0]).round(6).tolist() == [1.0, 1.0, 0.0]


values = st.floats() | st.frozensets(st.sampled_from("abc"), min_size=1)


@given(st.lists(st.none() | st.dictionaries(st.sampled_from(["ONE", "TWO"]), values), max_size=12))
def test_likeness_is_between_nothing_and_one_and_the_same_every_time(rows: list[Attributes | None]) -> None:
    vectors = Content(Shelf(rows)).vectors(range(len(rows))).toarray()
    products = vectors @ vectors.T
    assert products.min(initial=0.0) >= 0.0
    assert products.max(initial=0.0) <= 1.0 + 1e-9
    assert np.array_equal(vectors, Content(Shelf(rows)).vectors(range(len(rows))).toarray())
