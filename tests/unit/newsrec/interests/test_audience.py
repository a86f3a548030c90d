import pytest

from newsrec.interests.audience import LEAST_READERS, AverageReader, average_reader
from tests.unit.newsrec.records import article

ARTICLES = {
    "a": article("a", companies=("Acme", "Bolt")),
    "b": article("b", companies=("Bolt",)),
    "c": article("c"),
}


def test_every_reader_counts_the_same_however_much_they_read() -> None:
    few, many = [["a"]] * 25, [["c", "b", "unknown", "a", "a"]] * 75
    average = average_reader([*few, *many, []], ARTICLES)
    assert average is not None
    assert average.readers == 100
    assert average.company_shares == {"Acme": pytest.approx((25 + 75 / 4) / 100), "Bolt": pytest.approx(0.625)}


def test_of_few_readers_there_is_no_average() -> None:
    assert average_reader([["a"]] * (LEAST_READERS - 1), ARTICLES) is None
    assert average_reader([["a"]] * LEAST_READERS, ARTICLES) is not None


def test_lift_is_a_share_beside_the_average_one() -> None:
    average = AverageReader(100, {"Acme": 0.25})
    assert average.lift("Acme", 0.5) == 2
    assert average.lift("Bolt", 0.01) == float("inf")


def test_an_average_is_read_as_it_was_written() -> None:
    average = AverageReader(100, {"Acme": 0.25})
    assert AverageReader.from_json(average.as_json()) == average
