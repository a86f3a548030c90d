"""Each rule by example."""

from typing import Any

import pytest

from newsrec.rules import RankedArticle, rerank
from tests.unit.newsrec.rules.building import (
    IMAGE,
    NOW,
    apart,
    article,
    cap,
    image_in,
    on_topics,
    reranked,
    rules_of,
    shown,
    title_in,
)


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


class TestNoAdjacentSame:
    def test_two_of_one_value_are_not_neighbours(self) -> None:
        assert shown(reranked(on_topics("AABB"), apart())) == ["a0", "a2", "a1", "a3"]

    def test_a_distance_of_two_keeps_two_others_between_them(self) -> None:
        assert shown(reranked(on_topics("ABACD"), apart(2), limit=4)) == ["a0", "a1", "a3", "a2"]

    def test_articles_without_the_attribute_may_be_neighbours(self) -> None:
        assert shown(reranked([article("a"), article("b")], apart())) == ["a", "b"]

    def test_it_is_soft_unless_it_says_otherwise(self) -> None:
        assert rules_of({"rule": "no_adjacent_same"})[0].mode == "soft"


def pictured(article_id: str = "b", **changes: Any) -> RankedArticle:
    return article(article_id, **(IMAGE | changes))


class TestSlotImage:
    def test_the_best_ranked_article_with_a_fitting_image_is_lifted(self) -> None:
        assert shown(reranked([article("a"), article("b"), pictured("c")], image_in(1))) == ["c", "a", "b"]

    def test_several_slots_may_ask_for_one(self) -> None:
        candidates = [pictured("a"), article("b"), article("c"), pictured("d")]
        assert shown(reranked(candidates, image_in(1, 3))) == ["a", "b", "d", "c"]

    @pytest.mark.parametrize(
        "changes",
        [
            {"image_width": 399, "image_height": 239},
            {"image_width": 1000, "image_height": 1000},
            {"image_width": None},
            {"image_height": 0},
            {"image_alt": ""},
            {"image_alt": "  "},
            {"image_alt": None},
        ],
    )
    def test_too_narrow_out_of_shape_or_without_alternative_does_not_fit(self, changes: dict[str, Any]) -> None:
        assert reranked([pictured(**changes)], image_in(1)).conflict == ("r0",)

    @pytest.mark.parametrize(("height", "fits"), [(600, True), (597, True), (603, True), (590, False), (610, False)])
    def test_the_shape_may_differ_by_the_tolerance(self, height: int, fits: bool) -> None:
        assert bool(reranked([pictured(image_height=height)], image_in(1)).items) is fits

    def test_any_of_the_aspect_ratios_will_do(self) -> None:
        square = pictured(image_height=1000)
        params = {"slot": 1, "aspect_ratios": ["5:3", "1:1"]}
        assert shown(reranked([square], {"rule": "slot_image", "params": params})) == ["b"]

    def test_the_text_alternative_may_be_waived(self) -> None:
        params = {"slot": 1, "require_alt": False}
        assert shown(reranked([pictured(image_alt="")], {"rule": "slot_image", "params": params})) == ["b"]

    def test_a_slot_beyond_the_list_asks_for_nothing(self) -> None:
        assert shown(reranked([article("a")], image_in(2))) == ["a"]


class TestSlotTitleLength:
    def test_the_first_title_that_is_neither_too_long_nor_too_short_is_lifted(self) -> None:
        candidates = [article("a", title="x" * 66), article("b", title="x" * 19), article("c", title="x" * 65)]
        assert shown(reranked(candidates, title_in(1, least=20, most=65))) == ["c", "a", "b"]

    def test_the_short_title_stands_in_for_one_that_does_not_fit_and_is_reported(self) -> None:
        candidates = [article("a", title="x" * 66, short_title="Brief"), article("b", title="Fits")]
        reranking = reranked(candidates, title_in(1, 2, most=65))
        assert [(item.article_id, item.title_variant) for item in reranking.items] == [("a", "short"), ("b", "full")]

    def test_without_variants_only_the_title_counts(self) -> None:
        candidates = [article("a", title="x" * 66, short_title="Brief"), article("b", title="Fits")]
        params = {"slot": 1, "max_chars": 65, "use_variants": False}
        assert shown(reranked(candidates, {"rule": "slot_title_length", "params": params})) == ["b", "a"]

    def test_one_variant_must_satisfy_all_rules_of_a_slot(self) -> None:
        candidates = [
            article("a", title="x" * 70, short_title="Brief"),
            article("b", title="x" * 30),
        ]
        reranking = reranked(candidates, title_in(1, most=65), title_in(1, least=20))
        assert shown(reranking) == ["b", "a"]

    def test_an_article_without_a_title_does_not_fit(self) -> None:
        assert reranked([article("a")], title_in(1)).conflict == ("r0",)

    def test_a_character_of_several_code_points_counts_once(self) -> None:
        family = article("a", title="\U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301")
        assert shown(reranked([family], title_in(1, least=3, most=3))) == ["a"]


class TestWhen:
    def active(self, surface: str | None, **when: Any) -> bool:
        rules = rules_of(cap(1, when=when))
        return bool(rerank([], rules, limit=1, now=NOW, surface=surface).rules)

    def test_a_rule_is_active_on_its_surfaces_only(self) -> None:
        assert self.active("home", surfaces=["home", "digest"])
        assert not self.active("section", surfaces=["home", "digest"])

    def test_where_the_surface_is_unknown_rules_of_all_surfaces_are_active(self) -> None:
        assert self.active(None, surfaces=["home"])

    @pytest.mark.parametrize(
        ("start", "until", "expected"),
        [
            ("2025-03-01T08:00:00Z", None, True),
            ("2025-03-01T08:00:01Z", None, False),
            (None, "2025-03-01T08:00:00Z", False),
            (None, "2025-03-01T09:00:01+01:00", True),
        ],
    )
    def test_from_is_included_and_until_is_not(self, start: str | None, until: str | None, expected: bool) -> None:
        assert self.active("home", **{"from": start, "until": until}) is expected
