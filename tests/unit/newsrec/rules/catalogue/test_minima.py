"""What a list, or its beginning, must have."""

from typing import Any

import pytest

from tests.unit.newsrec.rules.building import article, hours_ago, on_topics, outcomes, reranked, rule, shown

HARD_NEWS = {"topic": "N"}


class TestMinMatching:
    def test_so_many_of_the_first_match(self) -> None:
        document = rule("min_matching", predicate=HARD_NEWS, min=2, first_n=3)
        assert shown(reranked(on_topics("SSSNN"), document)) == ["a0", "a3", "a4", "a1", "a2"]

    def test_a_share_of_the_first_rounds_up(self) -> None:
        document = rule("min_matching", predicate=HARD_NEWS, min=0.5, first_n=3)
        assert shown(reranked(on_topics("SSSNN"), document, limit=3)) == ["a0", "a3", "a4"]

    def test_a_share_is_one_of_the_slots_that_there_are(self) -> None:
        document = rule("min_matching", predicate=HARD_NEWS, min=0.5, first_n=10)
        assert shown(reranked(on_topics("SSNN"), document, limit=2)) == ["a0", "a2"]

    @pytest.mark.parametrize("mode", ["soft", "hard"])
    def test_as_many_as_there_are_and_the_deficit_is_told(self, mode: str) -> None:
        reranking = reranked(
            on_topics("SSN"), rule("min_matching", mode, predicate=HARD_NEWS, min=2, first_n=2), limit=2
        )
        assert (shown(reranking), outcomes(reranking)) == (["a0", "a2"], {"r0": "no_supply"})
        assert reranking.rules[0].detail == "there are 1 of 2"

    def test_one_article_may_serve_two_minima(self) -> None:
        candidates = [article("a"), article("b"), article("c", topic="N", region="ZH")]
        documents = [
            rule("min_matching", predicate=HARD_NEWS, min=1, first_n=1),
            rule("min_matching", predicate={"region": "ZH"}, min=1, first_n=1),
        ]
        assert shown(reranked(candidates, *documents)) == ["c", "a", "b"]


class TestMinDistinct:
    def test_so_many_values_are_among_the_first(self) -> None:
        document = rule("min_distinct", attribute="topic", min=3, first_n=3)
        assert shown(reranked(on_topics("AABBC"), document)) == ["a0", "a2", "a4", "a1", "a3"]

    def test_no_more_values_than_there_are(self) -> None:
        reranking = reranked(on_topics("AAAB"), rule("min_distinct", min=3, first_n=3), limit=3)
        assert (shown(reranking), outcomes(reranking)) == (["a0", "a1", "a3"], {"r0": "no_supply"})
        assert reranking.rules[0].detail == "there are 2 of 3 values"


def important(article_id: str, **attributes: Any) -> Any:
    return article(article_id, **({"news_value": 3, "published_at": hours_ago(5)} | attributes))


class TestExposure:
    def test_an_important_story_that_was_hardly_shown_gets_a_place(self) -> None:
        candidates = [article("a"), article("b"), important("c", impressions=499)]
        assert shown(reranked(candidates, rule("exposure_floor"), limit=2)) == ["a", "c"]

    @pytest.mark.parametrize(
        "changes", [{"impressions": 500}, {"published_at": hours_ago(7)}, {"news_value": 2}, {"impressions": None}]
    )
    def test_one_that_is_known_old_or_unimportant_does_not(self, changes: dict[str, Any]) -> None:
        candidates = [article("a", impressions=900), article("b"), important("c", **({"impressions": 1} | changes))]
        assert shown(reranked(candidates, rule("exposure_floor"), limit=2)) == ["a", "b"]

    def test_what_has_too_much_of_all_impressions_stands_at_the_end(self) -> None:
        candidates = [article("a", impression_share=0.21), article("b", impression_share=0.2), article("c")]
        assert shown(reranked(candidates, rule("exposure_cap"))) == ["b", "c", "a"]
        by_desk = [article("a", desk_impression_share=0.5), article("b")]
        assert shown(reranked(by_desk, rule("exposure_cap", by="desk"))) == ["b", "a"]

    @pytest.mark.parametrize("name", ["exposure_floor", "exposure_cap"])
    def test_without_counters_the_rule_says_so(self, name: str) -> None:
        (outcome,) = reranked(on_topics("AB"), rule(name)).rules
        assert (outcome.outcome, outcome.detail) == ("no_supply", "no impressions are known")
