"""How many of a kind may stand in a list."""

from typing import Any

import pytest

from newsrec.rules import RankedArticle
from tests.unit.newsrec.rules.building import article, cap, on_topics, outcomes, reranked, rule, shown


class TestMaxPerAttribute:
    def test_of_one_value_at_most_the_maximum_is_shown(self) -> None:
        assert shown(reranked(on_topics("AAABC"), cap(2), limit=4)) == ["a0", "a1", "a3", "a4"]

    def test_beyond_first_n_any_number_may_stand(self) -> None:
        assert shown(reranked(on_topics("AAAB"), cap(2, first_n=3))) == ["a0", "a1", "a3", "a2"]

    def test_an_article_without_the_attribute_counts_for_none(self) -> None:
        candidates = [article("a"), article("b", topic=None), article("c", topic=())]
        assert shown(reranked(candidates, cap(1))) == ["a", "b", "c"]

    def test_numbers_are_values_too(self) -> None:
        candidates = [article("a", value=3), article("b", value=3), article("c", value=2)]
        assert shown(reranked(candidates, cap(1, "value"), limit=2)) == ["a", "c"]

    @pytest.mark.parametrize(
        ("multi_valued", "expected"),
        [("primary", ["a", "c"]), ("any", ["a", "d"]), ("all", ["a", "b"])],
    )
    def test_of_several_values_the_first_counts_or_each_or_all_together(
        self, multi_valued: str, expected: list[str]
    ) -> None:
        candidates = [
            article("a", topics=("news", "money")),
            article("b", topics=("news", "sport")),
            article("c", topics=("money", "news")),
            article("d", topics=("sport",)),
        ]
        params = {"attribute": "topics", "max": 1, "multi_valued": multi_valued}
        assert shown(reranked(candidates, {"rule": "max_per_attribute", "params": params}, limit=2)) == expected

    def test_a_maximum_of_none_keeps_every_article_with_the_attribute_away(self) -> None:
        assert shown(reranked([article("a", advert=True), article("b")], cap(0, "advert"), limit=1)) == ["b"]


class TestMaxPerStory:
    def test_of_one_event_one_article_is_shown(self) -> None:
        candidates = [article("a", story_cluster_id="s"), article("b", story_cluster_id="s"), article("c")]
        assert shown(reranked(candidates, rule("max_per_story"), limit=2)) == ["a", "c"]

    def test_and_two_before_there_is_no_list(self) -> None:
        candidates = [article(one, story_cluster_id="s") for one in "ab"]
        reranking = reranked(candidates, rule("max_per_story"))
        assert (shown(reranking), outcomes(reranking)) == (["a", "b"], {"r0": "relaxed"})

    def test_of_a_package_three(self) -> None:
        candidates = [article(one, story_cluster_id="s", package_id="p") for one in "abcd"]
        assert shown(reranked([*candidates, article("e")], rule("max_per_story"), limit=4)) == ["a", "b", "c", "e"]


def opinions(kinds: str) -> list[RankedArticle]:
    return [article(f"a{rank}", type="opinion" if kind == "O" else "news") for rank, kind in enumerate(kinds)]


class TestWindowMax:
    RULE = rule("window_max", predicate={"type": "opinion"}, max=2, window=4)

    def test_of_any_few_in_a_row_at_most_so_many_match(self) -> None:
        assert shown(reranked(opinions("OOONNO"), self.RULE)) == ["a0", "a1", "a3", "a4", "a2", "a5"]

    def test_the_window_is_one_smaller_before_the_rule_is_dropped(self) -> None:
        reranking = reranked(opinions("OOON"), self.RULE)
        assert (shown(reranking), outcomes(reranking)) == (["a0", "a1", "a3", "a2"], {"r0": "relaxed"})
        assert reranking.rules[0].detail == "window 3 for 4"


def of_parties(parties: str) -> list[RankedArticle]:
    return [article(f"a{rank}", party=None if party == "-" else party) for rank, party in enumerate(parties)]


class TestViewpointBalance:
    @pytest.mark.parametrize(
        ("params", "parties", "expected"),
        [
            ({"max_share": 0.5}, "LLLR", ["a0", "a3"]),
            ({"method": "alternate", "group_size": 1}, "LLRR", ["a0", "a2", "a1", "a3"]),
            ({"method": "target"}, "LLLRRR", ["a0", "a1", "a3", "a4"]),
            ({"max_share": 0.5}, "L---", ["a0", "a1"]),
        ],
    )
    def test_no_camp_has_the_list_to_itself(self, params: dict[str, Any], parties: str, expected: list[str]) -> None:
        reranking = reranked(of_parties(parties), rule("viewpoint_balance", **params), limit=len(expected))
        assert shown(reranking) == expected
