"""Which answers are remembered."""

from local_personalize.runtime.recommendation_log import UNKNOWN, Answer, RecommendationLog


def test_an_answer_is_found_by_its_id_in_its_dataset_group_only() -> None:
    log = RecommendationLog()
    recommendation_id = log.add("news", "home", ["a", "b"])
    assert log.find("news", recommendation_id) == Answer("home", ("a", "b"))
    assert log.find("shop", recommendation_id) == UNKNOWN
    assert log.find("news", "RID-unknown") == UNKNOWN


def test_the_oldest_answers_are_forgotten_first() -> None:
    log = RecommendationLog(most_answers=2)
    first, second, third = (log.add("news", "home", [item]) for item in "abc")
    assert [log.find("news", one).items for one in (first, second, third)] == [(), ("b",), ("c",)]


def test_long_answers_count_by_their_items() -> None:
    log = RecommendationLog(most_items=5)
    first = log.add("news", "home", ["a"] * 3)
    second = log.add("news", "home", ["b"] * 3)
    third = log.add("news", "home", ["c"] * 2)
    assert [len(log.find("news", one).items) for one in (first, second, third)] == [0, 3, 2]
